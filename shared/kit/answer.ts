// What is kept of an answer, wherever it is kept: its text, its tag, and what it was made from.

export type Answer = {
  /** Of its namespace, read before the database was asked: another one makes the answer old. Null: Redis was gone, and nobody can say. */
  readonly epoch: string | null
  /** When the database was asked, in milliseconds since 1970. */
  readonly readAt: number
  readonly etag: string
  /** The cursor of the page that follows; null where there is none. */
  readonly next: string | null
  /** JSON. */
  readonly body: string
}

/** Where an answer is kept: a name of the Worker's cache table, and everything that the answer depends on. */
export type Place = { readonly namespace: string; readonly key: string }

/** How old an answer may be, in milliseconds. */
export type Ages = {
  /** It is served as it is. */
  readonly freshMs: number
  /** So much older it is served still, while it is asked for anew. */
  readonly staleMs: number
}

/** One line about the answer, then the answer: no quote of it needs an escape. `%` alone is no cursor. */
export const toStored = ({ epoch, readAt, etag, next, body }: Answer): string =>
  `${epoch ?? "%"} ${readAt} ${etag} ${next === null ? "%" : encodeURIComponent(next)}\n${body}`

/** Null where the text is not one of these. */
export function parseStored(text: string): Answer | null {
  const end = text.indexOf("\n")
  const match = /^(\S+) (\d{1,15}) ("[0-9a-f]+") (\S+)$/.exec(text.slice(0, Math.max(0, end)))
  if (match === null) return null
  const [, epoch = "", readAt = "", etag = "", next = ""] = match
  return {
    epoch: epoch === "%" ? null : epoch,
    readAt: Number(readAt),
    etag,
    next: next === "%" ? null : decodeURIComponent(next),
    body: text.slice(end + 1),
  }
}
