// Do the outside stores answer, and are they what the studio needs them to be?
import type pg from "pg"
import { withDatabase } from "../database.ts"
import { readMigrations } from "../migrations.ts"

export type Finding = {
  /** `lacks` stops a deployment; `off` is a part that is switched off. */
  readonly state: "ok" | "lacks" | "off"
  readonly says: string
}

const ROLES = ["studio_api", "studio_ingest", "studio_agents"]

/** Reachable, migrated, and the three roles there with a login. */
export async function checkDatabase(url: string | undefined): Promise<readonly Finding[]> {
  if (url === undefined) return [{ state: "lacks", says: "DATABASE_URL is not set, so nobody can be asked" }]
  try {
    return await withDatabase(url, async (client) => [
      await findVersion(client),
      await findMigrations(client),
      ...(await findRoles(client)),
    ])
  } catch (thrown) {
    return [{ state: "lacks", says: (thrown as Error).message }]
  }
}

async function findVersion(client: pg.Client): Promise<Finding> {
  const started = performance.now()
  const { rows } = await client.query<{ version: string }>("SELECT current_setting('server_version') AS version")
  return { state: "ok", says: `PostgreSQL ${rows[0]?.version} answers in ${Math.round(performance.now() - started)} ms` }
}

async function findMigrations(client: pg.Client): Promise<Finding> {
  const known = await client.query("SELECT 1 WHERE to_regclass('schema_migrations') IS NOT NULL")
  if (known.rowCount === 0) return { state: "lacks", says: "is not migrated: run `npm run migrate`" }
  const right = await client.query("SELECT 1 WHERE has_table_privilege('schema_migrations', 'SELECT')")
  if (right.rowCount === 0) return { state: "ok", says: "is migrated; how far only its owner may see" }
  const { rows } = await client.query<{ name: string; sha256: string }>("SELECT name, sha256 FROM schema_migrations")
  const applied = new Map(rows.map(({ name, sha256 }) => [name, sha256]))
  const files = readMigrations()
  const missing = files.filter(({ name }) => !applied.has(name)).map(({ name }) => name)
  const changed = files.filter(({ name, sha256 }) => applied.has(name) && applied.get(name) !== sha256).map(({ name }) => name)
  if (changed.length > 0) return { state: "lacks", says: `was migrated with another text of ${changed.join(", ")}` }
  if (missing.length > 0) return { state: "lacks", says: `lacks ${missing.join(", ")}: run \`npm run migrate\`` }
  return { state: "ok", says: `has all ${files.length} migrations` }
}

async function findRoles(client: pg.Client): Promise<readonly Finding[]> {
  const { rows } = await client.query<{ name: string; login: boolean }>(
    "SELECT rolname AS name, rolcanlogin AS login FROM pg_roles WHERE rolname = ANY ($1)",
    [ROLES],
  )
  const login = new Map(rows.map((row) => [row.name, row.login]))
  return ROLES.map((role) => {
    if (!login.has(role)) return { state: "lacks", says: `has no role ${role}: run \`npm run migrate\`` }
    if (login.get(role) !== true)
      return { state: "lacks", says: `role ${role} has no login: ALTER ROLE ${role} LOGIN PASSWORD '...' (README, Deploy)` }
    return { state: "ok", says: `has the role ${role}` }
  })
}

/** One PING over Upstash's REST protocol. */
export async function checkRedis(url: string | undefined, token: string | undefined): Promise<readonly Finding[]> {
  if (url === undefined || token === undefined)
    return [{ state: "lacks", says: "REDIS_URL or REDIS_TOKEN is not set, so nobody can be asked" }]
  if (!URL.canParse(url)) return [{ state: "lacks", says: "REDIS_URL is not an address; it must look like https://NAME.upstash.io" }]
  const { host } = new URL(url)
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" }
  const started = performance.now()
  try {
    const answer = await fetch(url, { method: "POST", headers, body: '["PING"]', signal: AbortSignal.timeout(10_000) })
    if (answer.status === 401) return [{ state: "lacks", says: `${host} refuses REDIS_TOKEN` }]
    if (!answer.ok) return [{ state: "lacks", says: `${host} answers ${answer.status}: is REDIS_URL the REST address?` }]
    return [{ state: "ok", says: `${host} answers in ${Math.round(performance.now() - started)} ms` }]
  } catch (thrown) {
    return [{ state: "lacks", says: `${host} does not answer (${reason(thrown as Error)})` }]
  }
}

/** The system's code of a failed fetch, or its own words, which hold no header. */
function reason({ cause, message }: Error): string {
  const code = (cause as { code?: unknown } | undefined)?.code
  return typeof code === "string" ? code : message
}
