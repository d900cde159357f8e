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

/** Makes two rows of one, half of its events each, and gives their ids; none where it has a single event, or is gone. */
export async function splitInbox(db: Db, id: string, now: Date): Promise<string[]> {
  const halves = JSON.stringify([newId("inb", now), newId("inb", now)])
  const rows = await rowsAs<{ id: string }>(
    db,
    sql`
      WITH taken AS (
        DELETE FROM event_inbox WHERE id = ${id} AND jsonb_array_length(events) > 1 RETURNING source, received_at, events
      )
      INSERT INTO event_inbox (id, source, received_at, events)
      SELECT h.id, t.source, t.received_at, (
        SELECT jsonb_agg(e.event ORDER BY e.place) FROM jsonb_array_elements(t.events) WITH ORDINALITY AS e (event, place)
        WHERE (e.place * 2 <= jsonb_array_length(t.events)) = (h.half = 1))
      FROM taken AS t, jsonb_array_elements_text(${halves}::jsonb) WITH ORDINALITY AS h (id, half)
      RETURNING id`,
  )
  return rows.map(({ id: half }) => half)
}

/** Sets the only event of a row aside, since the database refuses it, and says in which words. False where the row is gone. */
export async function setInboxAside(db: Db, id: string, refusal: { readonly detail: string; readonly now: Date }): Promise<boolean> {
  const key = sql`coalesce(event ->> 'k', '')`
  const rows = await rowsAs(
    db,
    sql`
      WITH taken AS (
        DELETE FROM event_inbox WHERE id = ${id} AND jsonb_array_length(events) = 1 RETURNING source, received_at, events -> 0 AS event
      )
      INSERT INTO events_aside (id, source, external_id, event, reason, detail, received_at, set_aside_at)
      SELECT ${asideId(sql`source`, key)}, source, ${key}, event, 'refused-by-database', left(${refusal.detail}, 1000), received_at,
        ${refusal.now.toISOString()}::timestamptz
      FROM taken
      ON CONFLICT (id) DO UPDATE SET event = excluded.event, reason = excluded.reason, detail = excluded.detail, set_aside_at = excluded.set_aside_at,
        replayed_at = NULL
      RETURNING id`,
  )
  return rows.length === 1
}
