// Questions about what the database refuses to count: which rows of the inbox wait, cutting one in two, and setting a single event aside.
import { type SQL, sql } from "drizzle-orm"
import { newId } from "../../kit/ids.ts"
import { type Db, rowsAs } from "../client.ts"

/** An event's identity within events_aside: the same event set aside again is the same row. */
export const asideId = (source: SQL, key: SQL): SQL =>
  sql`'asd_' || left(encode(sha256(convert_to(${source} || ' ' || ${key}, 'UTF8')), 'hex'), 40)`

/** The rows that wait, the oldest first. */
export async function listInbox(db: Db, limit: number): Promise<string[]> {
  const rows = await rowsAs<{ id: string }>(db, sql`SELECT id FROM event_inbox ORDER BY id LIMIT ${limit}::int`)
  return rows.map(({ id }) => id)
}

/** What became of a refused row: two rows with half of its events each, or, where it had a single one, an event set aside. Neither: it is gone. */
export type Parted = { readonly halves: readonly string[]; readonly isAside: boolean }

/** Makes two rows of a refused one, or sets its only event aside with the words in which the database refuses it. One statement. */
export async function partRefused(db: Db, id: string, refusal: { readonly detail: string; readonly now: Date }): Promise<Parted> {
  const halves = JSON.stringify([newId("inb", refusal.now), newId("inb", refusal.now)])
  const key = sql`coalesce(event ->> 'k', '')`
  const [row] = await rowsAs<{ halves: string[]; aside: boolean }>(
    db,
    sql`
      WITH taken AS MATERIALIZED (
        DELETE FROM event_inbox WHERE id = ${id} RETURNING source, received_at, events, jsonb_array_length(events) AS length
      ), parts AS (
        INSERT INTO event_inbox (id, source, received_at, events)
        SELECT h.id, t.source, t.received_at, (
          SELECT jsonb_agg(e.event ORDER BY e.place) FROM jsonb_array_elements(t.events) WITH ORDINALITY AS e (event, place)
          WHERE (e.place * 2 <= t.length) = (h.half = 1))
        FROM taken AS t, jsonb_array_elements_text(${halves}::jsonb) WITH ORDINALITY AS h (id, half)
        WHERE t.length > 1
        RETURNING id
      ), aside AS (
        INSERT INTO events_aside (id, source, external_id, event, reason, detail, received_at, set_aside_at)
        SELECT ${asideId(sql`source`, key)}, source, ${key}, event, 'refused-by-database', left(${refusal.detail}, 1000), received_at,
          ${refusal.now.toISOString()}::timestamptz
        FROM (SELECT source, received_at, events -> 0 AS event FROM taken WHERE length = 1) AS single
        ON CONFLICT (id) DO UPDATE SET event = excluded.event, reason = excluded.reason, detail = excluded.detail,
          set_aside_at = excluded.set_aside_at, replayed_at = NULL
        RETURNING id
      )
      SELECT ARRAY(SELECT id FROM parts) AS halves, EXISTS (SELECT FROM aside) AS aside`,
  )
  return { halves: row?.halves ?? [], isAside: row?.aside ?? false }
}
