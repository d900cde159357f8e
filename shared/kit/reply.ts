// How does what a question gave become an answer's text? Shaped by the reply's schema, so that nothing leaves that it doesn't name.
import * as z from "zod"
import { Failure } from "./failure.ts"

export type Reply = {
  /** JSON. */
  readonly body: string
  /** The cursor of the page that follows; null where there is none. */
  readonly next: string | null
}

/** The reply's text: what its schema doesn't name is left out; in strict mode that is a defect. */
export function toReply(schema: z.ZodType, data: unknown, strict: boolean): Reply {
  const shaped = schema.safeParse(data)
  if (!shaped.success) {
    throw new Failure("bug", "The answer does not fit its own description.", {
      context: { issues: z.prettifyError(shaped.error).slice(0, 1_000) },
    })
  }
  if (strict && canonical(data) !== canonical(shaped.data)) {
    throw new Failure("bug", "The answer holds more than its description says.", {
      context: { answer: canonical(data), described: canonical(shaped.data) },
    })
  }
  const { next } = (shaped.data ?? {}) as { next?: unknown }
  return { body: JSON.stringify(shaped.data), next: typeof next === "string" ? next : null }
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_name, item: unknown) =>
    item !== null && typeof item === "object" && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  )

/** The `Link` header (RFC 8288) of a page that has a next one: the same address with that cursor. */
export function nextLink(url: string, next: string): string {
  const address = new URL(url)
  address.searchParams.set("cursor", next)
  return `<${address.pathname}${address.search}>; rel="next"`
}
