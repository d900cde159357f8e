// How do the pages of an export become the bytes of an answer? One page at a time is asked for and held, when the reader has taken the one before.
import type * as z from "zod"
import { FAILURES, type Failure, toFailure } from "./failure.ts"
import { log } from "./log.ts"
import { encodeCursor } from "./page-cursor.ts"
import { toProblem } from "./problem.ts"
import { toReply } from "./reply.ts"
import type { Incoming } from "./route.ts"

/** What a cursor holds. */
export type Place = readonly string[]

/** What a page holds: rows, or their JSON texts as the database made them, each with its line break. */
export type Content<R> = { readonly rows: readonly R[] } | { readonly rows: number; readonly lines: string }

export type Page<R> = Content<R> & {
  /** Where the next page begins; null where this is the last. A page may be empty and have a next one. */
  readonly next: Place | null
}

export type Ask = (after: Place | null) => Promise<Page<unknown>>

export type Export = {
  readonly name: string
  readonly row: z.ZodType
  readonly ask: Ask
  /** Where the first page began, and that page. */
  readonly from: Place | null
  readonly first: Page<unknown>
}

/** Pages of one answer, a statement each: a Worker may send 1,000 requests while it answers one, and its limits and caches need some of them. */
export const MOST_PAGES = 900

type State = { page: Page<unknown> | null; at: Place | null; pages: number; rows: number; isOver: boolean }

/**
 * The lines of an export, as bytes. Nothing is asked for ahead: a reader who stops reading, or goes away, is asked no more for. What fails on the
 * way is told by the last line.
 */
export function exportLines(of: Export, incoming: Pick<Incoming<unknown>, "requestId" | "strict">): ReadableStream<Uint8Array> {
  const state: State = { page: of.first, at: of.from, pages: 1, rows: 0, isOver: false }
  const encoder = new TextEncoder()
  const end = (how: string) => {
    state.isOver = true
    log("info", "export.ended", { export: of.name, request: incoming.requestId, how, pages: state.pages, rows: state.rows })
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { text, how } = await nextLines(of, state, incoming)
        // Whoever has gone meanwhile takes nothing more.
        if (state.isOver) return
        controller.enqueue(encoder.encode(text))
        if (how === null) return
        end(how)
        controller.close()
      },
      cancel: () => end("left"),
    },
    { highWaterMark: 0 },
  )
}

type Lines = {
  readonly text: string
  /** Why nothing follows; null where something may. */
  readonly how: string | null
}

async function nextLines(of: Export, state: State, incoming: Pick<Incoming<unknown>, "requestId" | "strict">): Promise<Lines> {
  try {
    for (;;) {
      if (state.isOver) return { text: "", how: null }
      if (state.page === null) {
        state.pages += 1
        state.page = await of.ask(state.at)
      }
      const { next } = state.page
      const text =
        "lines" in state.page ? asLines(of.row, state.page.lines, incoming.strict) : linesOf(of.row, state.page.rows, incoming.strict)
      state.rows += "lines" in state.page ? state.page.rows : state.page.rows.length
      state.page = null
      state.at = next ?? state.at
      if (next === null) return { text: text + lastLine(state.rows, null), how: "whole" }
      if (state.pages >= MOST_PAGES) return { text: text + lastLine(state.rows, next), how: "longest" }
      if (text !== "") return { text, how: null }
    }
  } catch (thrown) {
    const failure = toFailure(thrown)
    tell(failure, of.name, incoming.requestId)
    const next = state.at === null ? null : encodeCursor(state.at)
    return { text: `${JSON.stringify({ error: toProblem(failure, incoming.requestId), next })}\n`, how: failure.code }
  }
}

function linesOf(schema: z.ZodType, rows: readonly unknown[], strict: boolean): string {
  let text = ""
  for (const row of rows) text += `${toReply(schema, row, strict).body}\n`
  return text
}

/** Lines that are lines already; in strict mode each has to be what it is said to be. */
function asLines(schema: z.ZodType, lines: string, strict: boolean): string {
  if (strict) for (const line of lines.split("\n").slice(0, -1)) toReply(schema, JSON.parse(line), true)
  return lines
}

const lastLine = (rows: number, next: Place | null): string =>
  `${JSON.stringify({ end: true, rows, next: next === null ? null : encodeCursor(next) })}\n`

/** The answer has begun, so that nobody else logs what fails now. */
function tell({ code, detail, context, cause }: Failure, name: string, request: string): void {
  const audience = FAILURES[code].tell
  if (audience !== "caller")
    log(audience === "alert" ? "alert" : "warn", "export.failed", { export: name, request, code, detail, context, cause })
}
