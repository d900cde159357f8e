// Questions about a person's word on a delivery that nobody could tell about: taking it, with its event and audit row.
import { sql } from "drizzle-orm"
import type { DeliveryReceipt, DeliveryState } from "../../domain/delivery.ts"
import { newId } from "../../kit/ids.ts"
import { type Db, rowsAs } from "../client.ts"
import { type Settlement, settling } from "./delivery-outcomes.ts"

export type Settled = {
  /** How the delivery stands now. */
  readonly state: DeliveryState
  readonly parts: number
  readonly receipts: readonly DeliveryReceipt[]
  readonly failureCode: string | null
  /** Null where this statement changed nothing. */
  readonly eventId: string | null
}

/** Takes a person's word, or leaves the delivery as it stands where it isn't about that part. Null where there is no such delivery. One statement. */
export async function insertSettlement(
  db: Db,
  settlement: Settlement,
  by: { readonly actor: string; readonly now: Date },
): Promise<Settled | null> {
  const { id, part, answer } = settlement
  const at = sql`${by.now.toISOString()}::timestamptz`
  const event = newId("evt", by.now)
  const [row] = await rowsAs<Settled>(
    db,
    sql`
      WITH settled AS (${settling(settlement, by.now)}
      ), told AS (
        INSERT INTO events (id, name, source, external_id, data, created_at)
        SELECT ${event}, 'delivery.settled', 'operator', ${event}, jsonb_build_object('id', id), ${at} FROM settled
      ), audited AS (
        INSERT INTO audit_log (id, at, actor, action, subject, detail)
        SELECT ${newId("aud", by.now)}, ${at}, ${by.actor}, 'delivery.settled', id, ${JSON.stringify({ part, answer })}::jsonb FROM settled
      )
      SELECT coalesce((SELECT state FROM settled), d.state) AS state, d.parts, d.receipts, d.failure_code AS "failureCode", (SELECT ${event}::text FROM settled) AS "eventId"
      FROM deliveries AS d WHERE d.id = ${id}`,
  )
  return row ?? null
}
