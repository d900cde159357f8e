// Questions about signing in: may one more key be tried, who is signed in, and who no longer is?
import { and, eq, gt, isNull, type SQL, sql } from "drizzle-orm"
import { newId } from "../../kit/ids.ts"
import { type Db, rowsAs } from "../client.ts"
import { sessions } from "../schema/sessions.ts"

export type SignInLimits = {
  /** Tries that fail within the window: of one address, and of all together. */
  readonly perAddress: number
  readonly inAll: number
  readonly windowMs: number
}

type Try = { readonly addressHash: string; readonly now: Date }

const stamp = (at: Date): SQL => sql`${at.toISOString()}::timestamptz`

/** Counts a try against a scope's row that exists already: what is older than the window no longer counts. The row is locked by then. */
const counted = (limit: number, since: Date, now: Date): SQL => sql`
  SELECT CASE WHEN count(*) < ${limit}::int THEN array_agg(t ORDER BY t) || ${stamp(now)} ELSE array_agg(t ORDER BY t) END, count(*) < ${limit}::int
  FROM unnest(a.attempts) AS t WHERE t > ${stamp(since)}`

/**
 * Counts one more try before its key is looked at. `waitMs` is null where it may be looked at, else the milliseconds until another
 * may. One statement that locks the rows it counts in: of many tries at once no more get through than there is room for. While
 * all are locked out no row is added, so nobody can fill the table.
 */
export async function countSignIn(db: Db, { addressHash, now }: Try, limits: SignInLimits): Promise<{ waitMs: number | null }> {
  const since = new Date(now.getTime() - limits.windowMs)
  const [row] = await rowsAs<{ has_room: boolean; oldest: string | null }>(
    db,
    sql`
      WITH mine AS (
        INSERT INTO sign_in_attempts AS a (scope, attempts, has_room)
        SELECT ${`address:${addressHash}`}, ARRAY[${stamp(now)}], true
        WHERE NOT EXISTS (
          SELECT 1 FROM sign_in_attempts AS w WHERE w.scope = 'all' AND cardinality(w.attempts) >= ${limits.inAll}::int AND w.attempts[1] > ${stamp(since)}
        )
        ON CONFLICT (scope) DO UPDATE SET (attempts, has_room) = (${counted(limits.perAddress, since, now)})
        RETURNING attempts, has_room
      ), whole AS (
        INSERT INTO sign_in_attempts AS a (scope, attempts, has_room)
        SELECT 'all', ARRAY[${stamp(now)}], true FROM mine WHERE mine.has_room
        ON CONFLICT (scope) DO UPDATE SET (attempts, has_room) = (${counted(limits.inAll, since, now)})
        RETURNING attempts, has_room
      )
      SELECT coalesce((SELECT has_room FROM whole), false) AS has_room, coalesce(
        (SELECT attempts[1] FROM mine WHERE NOT has_room),
        (SELECT attempts[1] FROM whole),
        (SELECT attempts[1] FROM sign_in_attempts WHERE scope = 'all')
      ) AS oldest`,
  )
  if (row?.has_room) return { waitMs: null }
  const oldest = row?.oldest == null ? now.getTime() : Date.parse(row.oldest)
  return { waitMs: Math.max(1_000, oldest + limits.windowMs - now.getTime()) }
}

/** Notes in the audit log that a key was tried which was not the operator's. */
export async function insertFailedSignIn(db: Db, { addressHash, now }: Try): Promise<void> {
  await rowsAs(
    db,
    sql`
      INSERT INTO audit_log (id, at, actor, action, subject, detail)
      VALUES (${newId("aud", now)}, ${stamp(now)}, 'somebody', 'sign-in.failed', ${`address:${addressHash}`}, '{}')`,
  )
}

type NewSession = Try & { readonly tokenHash: string; readonly expiresAt: Date }

/**
 * Opens a session with its audit row, forgets the tries of its address and takes its own one back from those of all. Locks in the order in
 * which a try is counted, so that the two never wait for each other.
 */
export async function insertSession(db: Db, { addressHash, now, tokenHash, expiresAt }: NewSession): Promise<void> {
  await rowsAs(
    db,
    sql`
      WITH opened AS (
        INSERT INTO sessions (id, token_hash, created_at, expires_at)
        VALUES (${newId("ses", now)}, ${tokenHash}, ${stamp(now)}, ${stamp(expiresAt)})
        RETURNING id
      ), forgotten AS (
        UPDATE sign_in_attempts SET attempts = '{}' WHERE scope = ${`address:${addressHash}`} RETURNING scope
      ), given_back AS (
        UPDATE sign_in_attempts AS a
        SET attempts = a.attempts[:array_position(a.attempts, ${stamp(now)}) - 1] || a.attempts[array_position(a.attempts, ${stamp(now)}) + 1:]
        WHERE a.scope = 'all' AND array_position(a.attempts, ${stamp(now)}) IS NOT NULL AND EXISTS (SELECT 1 FROM forgotten)
      )
      INSERT INTO audit_log (id, at, actor, action, subject, detail)
      SELECT ${newId("aud", now)}, ${stamp(now)}, 'operator session', 'sign-in', opened.id, jsonb_build_object('address', ${addressHash}::text) FROM opened`,
  )
}

/** The session with that token where it is neither over nor signed out. */
export async function findSession(db: Db, tokenHash: string, now: Date): Promise<{ id: string; expiresAt: Date } | null> {
  const [row] = await db
    .select({ id: sessions.id, expiresAt: sessions.expiresAt })
    .from(sessions)
    .where(and(eq(sessions.tokenHash, tokenHash), isNull(sessions.revokedAt), gt(sessions.expiresAt, now)))
  return row ?? null
}

/** Ends a session with its audit row; false where it had ended before. */
export async function revokeSession(db: Db, tokenHash: string, now: Date): Promise<boolean> {
  const rows = await rowsAs<{ id: string }>(
    db,
    sql`
      WITH ended AS (
        UPDATE sessions SET revoked_at = ${stamp(now)} WHERE token_hash = ${tokenHash} AND revoked_at IS NULL RETURNING id
      ), audited AS (
        INSERT INTO audit_log (id, at, actor, action, subject, detail)
        SELECT ${newId("aud", now)}, ${stamp(now)}, 'operator session', 'sign-out', ended.id, '{}' FROM ended
      )
      SELECT id FROM ended`,
  )
  return rows.length > 0
}
