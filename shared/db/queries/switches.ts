// Questions about the operator's switches: turning one on or off.
import { sql } from "drizzle-orm"
import { newId } from "../../kit/ids.ts"
import { type Db, rowsAs } from "../client.ts"

export type SwitchState = {
  readonly scope: string
  readonly on: boolean
  readonly reason: string | null
  readonly changedBy: string
  readonly changedAt: Date
  /** Whether this statement changed it. */
  readonly changed: boolean
}

type Wanted = Pick<SwitchState, "scope" | "on" | "reason"> & { readonly actor: string; readonly now: Date }

/** Turns a switch on or off, with its audit row; one that stands so already is left as it is. One statement. Gives how it stands now. */
export async function setSwitch(db: Db, { scope, on, reason, actor, now }: Wanted): Promise<SwitchState> {
  const at = sql`${now.toISOString()}::timestamptz`
  const [row] = await rowsAs<Omit<SwitchState, "changedAt"> & { changedAt: string }>(
    db,
    sql`
      WITH changed AS (
        INSERT INTO switches AS s (scope, is_on, reason, changed_by, changed_at) VALUES (${scope}, ${on}::boolean, ${reason}::text, ${actor}, ${at})
        ON CONFLICT (scope) DO UPDATE SET is_on = excluded.is_on, reason = excluded.reason, changed_by = excluded.changed_by, changed_at = excluded.changed_at
        WHERE s.is_on <> excluded.is_on
        RETURNING scope, is_on, reason, changed_by, changed_at
      ), audited AS (
        INSERT INTO audit_log (id, at, actor, action, subject, detail)
        SELECT ${newId("aud", now)}, ${at}, ${actor}, CASE WHEN is_on THEN 'switch.on' ELSE 'switch.off' END, scope, jsonb_build_object('reason', reason) FROM changed
      )
      SELECT scope, is_on AS on, reason, changed_by AS "changedBy", changed_at AS "changedAt", true AS changed FROM changed
      UNION ALL
      SELECT scope, is_on, reason, changed_by, changed_at, false FROM switches WHERE scope = ${scope} AND NOT EXISTS (SELECT 1 FROM changed)`,
  )
  // No row: somebody else set it so at this very moment.
  if (row === undefined) return { scope, on, reason, changedBy: actor, changedAt: now, changed: false }
  return { ...row, changedAt: new Date(row.changedAt) }
}
