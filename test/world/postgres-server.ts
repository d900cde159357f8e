// How does a real Postgres server answer, through a pool of its own?
import pg from "pg"
import {
  type Answer,
  fromSessions,
  leavesTraces,
  type Postgres,
  quoteIdentifier,
  type Session,
  toPostgresError,
} from "./postgres-session.ts"

/** Every value stays the text that the server sent. */
const asText = { getTypeParser: () => (value: string) => value }
/** What Neon's sessions start with, whatever this server's own defaults are. */
const STARTUP = "-c timezone=UTC -c datestyle=ISO -c intervalstyle=postgres -c extra_float_digits=1 -c bytea_output=hex"

/** Opens at most ten connections to `url`, as they are needed. Throws where the first one fails. */
export async function openServer(url: string): Promise<Postgres> {
  const pool = new pg.Pool({ connectionString: url, options: STARTUP, max: 10, connectionTimeoutMillis: 5_000, idleTimeoutMillis: 10_000 })
  // A connection that breaks while idle is simply replaced.
  pool.on("error", () => undefined)
  const roles: Roles = new WeakMap()
  const { rows } = await pool.query<{ owner: string }>("SELECT session_user AS owner")
  return fromSessions({
    kind: "server",
    owner: rows[0]?.owner ?? "postgres",
    session: (role, work) => runSession({ pool, roles }, role, work),
    close: () => pool.end(),
  })
}

/** The role that a connection has now; the owner, where none is noted. */
type Roles = WeakMap<pg.PoolClient, string>

type Pool = { readonly pool: pg.Pool; readonly roles: Roles }

async function runSession<T>({ pool, roles }: Pool, role: string | null, work: (session: Session) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let traces = false
  let broken = false
  const note = (sql: string) => void (traces ||= leavesTraces(sql))
  try {
    await takeRole(client, roles, role)
    const result = await work(openSession(client, note))
    if (client.getTransactionStatus() === "I") return result
    broken = true
    throw new Error("A session ended inside a transaction; it was rolled back.")
  } finally {
    broken ||= client.getTransactionStatus() !== "I"
    if (!broken && traces) {
      roles.delete(client)
      broken = await client.query("DISCARD ALL").then(
        () => false,
        () => true,
      )
    }
    client.release(broken)
  }
}

/** A round trip only where the connection was somebody else's before. */
async function takeRole(client: pg.PoolClient, roles: Roles, role: string | null): Promise<void> {
  if (role === (roles.get(client) ?? null)) return
  await client.query(role === null ? "RESET ROLE" : `SET ROLE ${quoteIdentifier(role)}`).catch(rethrow)
  if (role === null) roles.delete(client)
  else roles.set(client, role)
}

function openSession(client: pg.PoolClient, note: (sql: string) => void): Session {
  return {
    async query(sql, params = []) {
      note(sql)
      const config = { text: sql, values: [...params], rowMode: "array", types: asText, queryMode: "extended" } as const
      const result = await client.query<(string | null)[]>(config).catch(rethrow)
      return { fields: result.fields as unknown as Answer["fields"], rows: result.rows, command: result.command, rowCount: result.rowCount }
    },
    async exec(sql) {
      note(sql)
      await client.query(sql).catch(rethrow)
    },
  }
}

function rethrow(thrown: unknown): never {
  throw thrown instanceof pg.DatabaseError ? toPostgresError(thrown) : thrown
}
