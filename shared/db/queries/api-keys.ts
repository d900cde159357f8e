// Questions about the keys of programs: whose is it, which are there, which changed its secret, which is revoked?
import { desc, getTableColumns, type SQL, sql } from "drizzle-orm"
import type { ApiScope } from "../../domain/api-key.ts"
import type { ApiPlan } from "../../domain/api-plan.ts"
import { newId } from "../../kit/ids.ts"
import { type Db, rowsAs } from "../client.ts"
import { apiKeys } from "../schema/community.ts"

export type ApiKey = {
  readonly id: string
  readonly scopes: readonly ApiScope[]
  readonly plan: ApiPlan
  /** What its events come from; null where it may report none. */
  readonly source: string | null
  readonly eventsPerMinute: number
}

export type NewKey = ApiKey & {
  readonly name: string
  readonly secretHash: string
  readonly lastFour: string
  readonly expiresAt: Date | null
}

export type ListedKey = Omit<NewKey, "secretHash" | "lastFour"> & {
  /** Null for keys from before it was kept. */
  readonly lastFour: string | null
  readonly createdAt: Date
  readonly rotatedAt: Date | null
  /** Until when the secret from before the rotation works; null where there is none. */
  readonly previousUntil: Date | null
  readonly revokedAt: Date | null
}

type By = { readonly actor: string; readonly now: Date }

const stamp = (at: Date | null): SQL => sql`${at?.toISOString() ?? null}::timestamptz`

/** Stores a key with its audit row; of its secret only the hash. */
export async function insertApiKey(db: Db, key: NewKey, { actor, now }: By): Promise<void> {
  const at = stamp(now)
  const { id, name, secretHash, lastFour, source, eventsPerMinute, plan, expiresAt } = key
  const scopes = sql`string_to_array(${key.scopes.join(",")}, ',')`
  await rowsAs(
    db,
    sql`
      WITH made AS (
        INSERT INTO api_keys (id, name, secret_hash, last_four, scopes, plan, source, events_per_minute, created_at, expires_at)
        VALUES (${id}, ${name}, ${secretHash}, ${lastFour}, ${scopes}, ${plan}, ${source}, ${eventsPerMinute}::int, ${at}, ${stamp(expiresAt)})
        RETURNING id, name, scopes, plan, source, expires_at
      )
      INSERT INTO audit_log (id, at, actor, action, subject, detail)
      SELECT ${newId("aud", now)}, ${at}, ${actor}, 'key.made', id,
        jsonb_build_object('name', name, 'scopes', scopes, 'plan', plan, 'source', source, 'expiresAt', expires_at)
      FROM made`,
  )
}

type Found = { id: string; scopes: ApiScope[]; plan: ApiPlan; source: string | null; events_per_minute: number; until: string | null }

/**
 * The key with that secret, or with that one until a rotation's grace is over; null where there is none, or it is revoked or over. `until`: when this
 * secret ends to work by itself.
 */
export async function findApiKey(db: Db, secretHash: string, now: Date): Promise<{ key: ApiKey; until: Date | null } | null> {
  const [row] = await rowsAs<Found>(
    db,
    sql`
      SELECT id, to_json(scopes) AS scopes, plan, source, events_per_minute,
        least(expires_at, CASE WHEN previous_hash = ${secretHash} THEN previous_until END) AS until
      FROM api_keys
      WHERE (secret_hash = ${secretHash} OR (previous_hash = ${secretHash} AND previous_until > ${stamp(now)}))
        AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${stamp(now)})`,
  )
  if (row === undefined) return null
  const { events_per_minute: eventsPerMinute, until, ...key } = row
  return { key: { ...key, eventsPerMinute }, until: until === null ? null : new Date(until) }
}

/** The newest keys, newest first. */
export async function listApiKeys(db: Db, limit: number): Promise<ListedKey[]> {
  const { secretHash: _secret, previousHash: _previous, ...shown } = getTableColumns(apiKeys)
  const rows = await db.select(shown).from(apiKeys).orderBy(desc(apiKeys.id)).limit(limit)
  return rows.map((row) => ({ ...row, scopes: row.scopes as ApiScope[] }))
}

type Rotation = {
  readonly id: string
  readonly secretHash: string
  readonly lastFour: string
  /** Until when the secret that there was works; null: not any more. */
  readonly previousUntil: Date | null
}

/** Gives a key another secret, with its audit row. False where there is no such key, or it is revoked or over. A secret from an earlier rotation ends. */
export async function rotateApiKey(db: Db, { id, secretHash, lastFour, previousUntil }: Rotation, { actor, now }: By): Promise<boolean> {
  const rows = await rowsAs<{ id: string }>(
    db,
    sql`
      WITH rotated AS (
        UPDATE api_keys SET secret_hash = ${secretHash}, last_four = ${lastFour}, rotated_at = ${stamp(now)}, previous_until = ${stamp(previousUntil)},
          previous_hash = CASE WHEN ${stamp(previousUntil)} IS NOT NULL THEN secret_hash END
        WHERE id = ${id} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${stamp(now)})
        RETURNING id
      ), audited AS (
        INSERT INTO audit_log (id, at, actor, action, subject, detail)
        SELECT ${newId("aud", now)}, ${stamp(now)}, ${actor}, 'key.rotated', id, jsonb_build_object('previousUntil', ${stamp(previousUntil)}) FROM rotated
      )
      SELECT id FROM rotated`,
  )
  return rows.length > 0
}

/** Revokes a key, with its audit row. Gives since when it is revoked; null where there is no such key. */
export async function revokeApiKey(db: Db, id: string, { actor, now }: By): Promise<Date | null> {
  const at = stamp(now)
  const [row] = await rowsAs<{ revoked_at: string }>(
    db,
    sql`
      WITH ended AS (
        UPDATE api_keys SET revoked_at = ${at} WHERE id = ${id} AND revoked_at IS NULL RETURNING id, revoked_at
      ), audited AS (
        INSERT INTO audit_log (id, at, actor, action, subject, detail)
        SELECT ${newId("aud", now)}, ${at}, ${actor}, 'key.revoked', id, '{}' FROM ended
      )
      SELECT revoked_at FROM ended
      UNION ALL
      SELECT coalesce(revoked_at, ${at}) FROM api_keys WHERE id = ${id} AND NOT EXISTS (SELECT 1 FROM ended)`,
  )
  return row === undefined ? null : new Date(row.revoked_at)
}
