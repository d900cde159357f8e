// What does one who listens to a stream of events hear? What he missed, then what is new each time he looks, and a sign of life in between.
import type * as z from "zod"
import { toFailure } from "./failure.ts"
import { hash64 } from "./ids.ts"
import { POLL_MS, WINDOW } from "./latest.ts"
import { type Heard, heardOf, newsIn, type Row } from "./listening.ts"
import { log } from "./log.ts"
import { toReply } from "./reply.ts"
import type { Incoming } from "./route.ts"

/** Browsers and what lies between take a silent connection for a dead one. */
const BEAT_MS = 15_000
/** Short, so that a Worker's own requests while it answers one stay below what it may send, and a new version is soon the one that answers. */
export const LIFE_MS = 300_000
/** Rows that are told again to one who comes back. */
export const MOST_REPLAYED = 500
/** Looks on end that may fail. */
const MOST_FAILURES = 3

export type Source = {
  readonly name: string
  readonly event: string
  readonly data: z.ZodType
  readonly missed: string
  /** The newest rows first; the same array as long as nothing changed. */
  look(): Promise<readonly Row[]>
  /** At most `limit` rows that follow the one with that id, oldest first; null where there is none with that id. */
  after(id: string, limit: number): Promise<readonly Row[] | null>
}

type Told = { readonly row: Row; readonly mark: string | null }
type Around = Pick<Incoming<unknown>, "clock" | "requestId" | "strict">
type State = { heard: Heard; seen: readonly Row[]; said: number; failures: number; events: number; opening: string | null; isOver: boolean }

/** The stream of one listener, who has heard everything up to the row `last`. Throws what the first look throws. */
export async function listen(source: Source, last: string | null, around: Around): Promise<ReadableStream<Uint8Array>> {
  const { clock, requestId } = around
  const encoder = new TextEncoder()
  const endsAt = clock.now().getTime() + LIFE_MS
  const state = await open(source, last, around)
  const end = (how: string) => {
    state.isOver = true
    log("info", "stream.ended", { stream: source.name, request: requestId, how, events: state.events })
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const text = await nextText(source, state, around, endsAt)
        // Whoever has gone meanwhile hears nothing more.
        if (state.isOver) return
        if (text !== null) return controller.enqueue(encoder.encode(text))
        end(state.failures < MOST_FAILURES ? "time" : "failures")
        controller.close()
      },
      cancel: () => end("left"),
    },
    { highWaterMark: 0 },
  )
}

async function open(source: Source, last: string | null, around: Around): Promise<State> {
  const seen = await source.look()
  const missed = last === null ? NOTHING : await missedSince(source, last, seen)
  // Not all at once: a new version of the Worker, or its end, cuts off everybody in the same moment.
  const retry = `retry: ${2_000 + (Number.parseInt(hash64(around.requestId, 0), 36) % 3_000)}\n\n`
  return {
    heard: heardWith(seen, missed, last),
    seen,
    said: around.clock.now().getTime(),
    failures: 0,
    events: missed.told.length,
    opening: retry + missed.gap + textOf(source, missed.told, around.strict),
    isOver: false,
  }
}

type Missed = {
  readonly told: readonly Told[]
  /** An event that says that there was more; empty where there was not. */
  readonly gap: string
}

const NOTHING: Missed = { told: [], gap: "" }

/** What was asked of the database may be newer than the window. */
function heardWith(window: readonly Row[], { told }: Missed, last: string | null): Heard {
  const heard = heardOf(window, WINDOW)
  const known = new Set([...heard.known, ...told.map(({ row }) => row.id)])
  return { ...heard, known, newest: told.at(-1)?.row.id ?? heard.newest ?? last }
}

const marked = (rows: readonly Row[]): Told[] => rows.map((row) => ({ row, mark: row.id }))

/** What followed the row, oldest first; the newest rows and a gap where that can't be told. */
async function missedSince(source: Source, last: string, window: readonly Row[]): Promise<Missed> {
  const at = window.findIndex(({ id }) => id === last)
  if (at !== -1) return { told: marked(window.slice(0, at).reverse()), gap: "" }
  const rows = await source.after(last, MOST_REPLAYED + 1)
  if (rows !== null && rows.length <= MOST_REPLAYED) return { told: marked(rows), gap: "" }
  const gap = `event: gap\ndata: ${JSON.stringify({ after: last, missed: source.missed })}\n\n`
  return { told: marked(window.toReversed()), gap }
}

/** What is said next, when there is something to say; null at the end. */
async function nextText(source: Source, state: State, { clock, strict, requestId }: Around, endsAt: number): Promise<string | null> {
  if (state.opening !== null) {
    const { opening } = state
    state.opening = null
    return opening
  }
  for (;;) {
    if (state.isOver || state.failures >= MOST_FAILURES || clock.now().getTime() >= endsAt) return null
    await clock.sleep(POLL_MS)
    if (state.isOver) return null
    const text = await news(source, state, strict).catch((thrown: unknown) => {
      state.failures += 1
      const { code, detail } = toFailure(thrown)
      log("warn", "stream.look-failed", { stream: source.name, request: requestId, code, detail })
      return ""
    })
    const now = clock.now().getTime()
    if (text === "" && now - state.said < BEAT_MS) continue
    state.said = now
    return text === "" ? ": still here\n\n" : text
  }
}

/** The news since the last look, as events. */
async function news(source: Source, state: State, strict: boolean): Promise<string> {
  const rows = await source.look()
  state.failures = 0
  if (rows === state.seen) return ""
  const found = newsIn(rows, state.heard, WINDOW)
  const { gap, told, heard } = found === null ? await catchUp(source, state.heard, rows) : { ...found, gap: "" }
  const text = gap + textOf(source, told, strict)
  Object.assign(state, { seen: rows, heard, events: state.events + told.length })
  return text
}

/** More came since the last look than the window holds. */
async function catchUp(source: Source, { newest }: Heard, rows: readonly Row[]): Promise<Missed & { readonly heard: Heard }> {
  const missed = newest === null ? { told: marked(rows.toReversed()), gap: "" } : await missedSince(source, newest, rows)
  return { ...missed, heard: heardWith(rows, missed, newest) }
}

function textOf({ event, data }: Source, told: readonly Told[], strict: boolean): string {
  return told
    .map(({ row, mark }) => `${mark === null ? "" : `id: ${mark}\n`}event: ${event}\ndata: ${toReply(data, row, strict).body}\n\n`)
    .join("")
}
