// Questions about the keys of programs that report events: whose is it, which are there, which is revoked?
import { and, desc, eq, getTableColumns, isNull, sql } from "drizzle-orm"
import type { ApiScope } from "../../domain/api-key.ts"
import { newId } from "../../kit/ids.ts"
import { type Db, rowsAs } from "../client.ts"
import { apiKeys } from "../schema/community.ts"

export type ApiKey = {
  readonly id: string
  readonly source: string
  readonly scopes: readonly ApiScope[]
  readonly eventsPerMinute: number
}

export type ListedKey = ApiKey & { readonly name: string; readonly createdAt: Date; readonly revokedAt: Date | null }

type By = { readonly actor: string; readonly now: Date }

/** Stores a key with its audit row; of its secret only the hash. */
export async function insertApiKey(
  db: Db,
  key: ApiKey & { readonly name: string; readonly secretHash: string },
  { actor, now }: By,
): Promise<void> {
  const at = sql`${now.toISOString()}::timestamptz`
  const { id, name, secretHash, source, eventsPerMinute } = key
  const scopes = sql`string_to_array(${key.scopes.join(",")}, ',')`
  await rowsAs(
    db,
    sql`
      WITH made AS (
        INSERT INTO api_keys (id, name, secret_hash, scopes, source, events_per_minute, created_at)
        VALUES (${id}, ${name}, ${secretHash}, ${scopes}, ${source}, ${eventsPerMinute}::int, ${at})
        RETURNING id, name, scopes, source
      )
      INSERT INTO audit_log (id, at, actor, action, subject, detail)
      SELECT ${newId("aud", now)}, ${at}, ${actor}, 'key.made', id, jsonb_build_object('name', name, 'scopes', scopes, 'source', source) FROM made`,
  )
}

/** The key with that secret; null where there is none, or it was revoked. */
export async function findApiKey(db: Db, secretHash: string): Promise<ApiKey | null> {
  const [row] = await db
    .select({ id: apiKeys.id, source: apiKeys.source, scopes: apiKeys.scopes, eventsPerMinute: apiKeys.eventsPerMinute })
    .from(apiKeys)
    .where(and(eq(apiKeys.secretHash, secretHash), isNull(apiKeys.revokedAt)))
  return row === undefined ? null : { ...row, scopes: row.scopes as ApiScope[] }
}

/** The newest keys, newest first. */
export async function listApiKeys(db: Db, limit: number): Promise<ListedKey[]> {
  const { secretHash: _secret, ...shown } = getTableColumns(apiKeys)
  const rows = await db.select(shown).from(apiKeys).orderBy(desc(apiKeys.id)).limit(limit)
  return rows.map((row) => ({ ...row, scopes: row.scopes as ApiScope[] }))
}

/** Revokes a key, with its audit row. Gives since when it is revoked; null where there is no such key. */
export async function revokeApiKey(db: Db, id: string, { actor, now }: By): Promise<Date | null> {
  const at = sql`${now.toISOString()}::timestamptz`
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
