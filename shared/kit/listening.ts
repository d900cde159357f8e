// What is new for somebody who listens to a list? Pure: the newest rows as they stood before and as they stand now, newest first.

export type Row = { readonly id: string }

export type Heard = {
  /** Ids of the rows that the listener has been told of, or that were there before he came. */
  readonly known: ReadonlySet<string>
  /** Whether those were all rows that there are: the window was not full. */
  readonly isAll: boolean
  /** The newest of them, which a listener names when he comes again; null where there is none. */
  readonly newest: string | null
}

export type News<R> = {
  /** Oldest first, each with the id that a listener may come again with: null for a row that came late, behind one that he was told of. */
  readonly told: readonly { readonly row: R; readonly mark: string | null }[]
  readonly heard: Heard
}

/** Windows whose ids a listener remembers. */
const REMEMBERED = 10

export const heardOf = (rows: readonly Row[], window: number): Heard => ({
  known: new Set(rows.map(({ id }) => id)),
  isAll: rows.length < window,
  newest: rows[0]?.id ?? null,
})

/**
 * The news of a window of the newest rows. A row that stands behind all known ones is none: it came into the window because another left it. Null
 * where the window holds no known row, so that there may be news before it.
 */
export function newsIn<R extends Row>(rows: readonly R[], heard: Heard, window: number): News<R> | null {
  const last = rows.findLastIndex(({ id }) => heard.known.has(id))
  if (last === -1 && heard.known.size > 0 && rows.length >= window) return null
  const within = heard.isAll || last === -1 ? rows : rows.slice(0, last)
  const top = rows.findIndex(({ id }) => id === heard.newest)
  const told = within.flatMap((row, at) => {
    if (heard.known.has(row.id)) return []
    return [{ row, mark: top === -1 || at < top ? row.id : null }]
  })
  const newest = told.find(({ mark }) => mark !== null)?.mark ?? heard.newest
  // A window may come that is older than the one before: what was told stays told.
  const known = new Set([...rows.map(({ id }) => id), ...heard.known].slice(0, REMEMBERED * window))
  return { told: told.reverse(), heard: { known, isAll: rows.length < window, newest } }
}
