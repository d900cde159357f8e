// Questions about events that wait to be counted: taking them in, and putting back what was set aside.
import { sql } from "drizzle-orm"
import type { InboxEvent } from "../../domain/interaction.ts"
import { newId } from "../../kit/ids.ts"
import { type Db, rowsAs } from "../client.ts"

type NewInbox = { readonly source: string; readonly events: readonly InboxEvent[]; readonly now: Date }

/** Takes the events of one request in: one row, and they are accepted. Gives the row's id. */
export async function insertInbox(db: Db, { source, events, now }: NewInbox): Promise<string> {
  const id = newId("inb", now)
  await rowsAs(
    db,
    sql`INSERT INTO event_inbox (id, source, received_at, events)
      VALUES (${id}, ${source}, ${now.toISOString()}::timestamptz, ${JSON.stringify(events)}::jsonb)`,
  )
  return id
}

/**
 * Puts events that were set aside back into the inbox, with an audit row: a row for each source. Gives the ids of those that were put back
 * now; one that was put back before isn't put back again.
 */
export async function replayAside(
  db: Db,
  ids: readonly string[],
  { actor, now }: { readonly actor: string; readonly now: Date },
): Promise<string[]> {
  const at = sql`${now.toISOString()}::timestamptz`
  const rows = await rowsAs<{ id: string }>(
    db,
    sql`
      WITH marked AS (
        UPDATE events_aside SET replayed_at = ${at}
        WHERE id = ANY (string_to_array(${ids.join(",")}, ',')) AND replayed_at IS NULL
        RETURNING id, source, event
      ), boxed AS (
        INSERT INTO event_inbox (id, source, received_at, events)
        SELECT ${newId("inb", now)} || lpad(row_number() OVER (ORDER BY source)::text, 4, '0'), source, ${at}, jsonb_agg(event ORDER BY id)
        FROM marked GROUP BY source
      ), audited AS (
        INSERT INTO audit_log (id, at, actor, action, subject, detail)
        SELECT ${newId("aud", now)}, ${at}, ${actor}, 'events.replayed', min(id), jsonb_build_object('events', jsonb_agg(id ORDER BY id))
        FROM marked HAVING count(*) > 0
      )
      SELECT id FROM marked ORDER BY id`,
  )
  return rows.map(({ id }) => id)
}
