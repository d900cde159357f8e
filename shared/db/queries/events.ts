// Questions about events: storing what the outside says, and noting who was told.
import { inArray, sql } from "drizzle-orm"
import type { EventName } from "../../domain/event.ts"
import { newId } from "../../kit/ids.ts"
import { type Db, rowsAs } from "../client.ts"
import { events } from "../schema/ops.ts"

type NewEvent = {
  readonly name: EventName
  readonly source: string
  readonly externalId: string
  readonly data: Record<string, unknown>
  /** What the audit log keeps of it, for good; the data, where it isn't given. */
  readonly audited?: Record<string, unknown>
  readonly now: Date
}

/** Stores an event and its audit row in one statement. `isNew` is false where the same event was stored before: then nothing is written. */
export async function insertCommand(db: Db, event: NewEvent, actor: string): Promise<{ id: string; isNew: boolean }> {
  const at = event.now.toISOString()
  const [data, audited] = [JSON.stringify(event.data), JSON.stringify(event.audited ?? event.data)]
  const [row] = await rowsAs<{ id: string; is_new: boolean }>(
    db,
    sql`
      WITH stored AS (
        INSERT INTO events (id, name, source, external_id, data, created_at)
        VALUES (${newId("evt", event.now)}, ${event.name}, ${event.source}, ${event.externalId}, ${data}::jsonb, ${at}::timestamptz)
        ON CONFLICT (source, external_id) DO NOTHING
        RETURNING id
      ), audited AS (
        INSERT INTO audit_log (id, at, actor, action, subject, detail)
        SELECT ${newId("aud", event.now)}, ${at}::timestamptz, ${actor}, ${event.name}, stored.id, ${audited}::jsonb FROM stored
      )
      SELECT id, true AS is_new FROM stored
      UNION ALL
      SELECT id, false FROM events WHERE source = ${event.source} AND external_id = ${event.externalId} AND NOT EXISTS (SELECT 1 FROM stored)`,
  )
  // No row at all: the same event was being stored at this very moment by another request, which will pass it on.
  return row ? { id: row.id, isNew: row.is_new } : { id: "", isNew: false }
}

/** Notes that everyone who listens to these events was told. */
export async function markDispatched(db: Db, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return
  await db
    .update(events)
    .set({ dispatchedAt: now })
    .where(inArray(events.id, [...ids]))
}
