// A migrated Postgres for one test file, reached as production reaches Neon: the real driver, HTTP, a role with its own rights.
import { type Db, openDb } from "../../shared/db/client.ts"
import { Meter } from "../../shared/kit/meter.ts"
import { migrate } from "../../scripts/migrations.ts"
import { neonProxy } from "../world/neon-proxy.ts"
import type { Postgres } from "../world/postgres-session.ts"
import { serve } from "../world/serve.ts"
import { openTestDatabase } from "../world/test-database.ts"

export type Role = "studio_api" | "studio_ingest" | "studio_agents"
export type Statement = { readonly sql: string; readonly params: readonly (string | null)[]; readonly role: string }

export type TestDatabase = {
  readonly postgres: Postgres
  readonly endpoint: string
  /** Every statement sent so far. */
  readonly statements: Statement[]
  /** Stands between a Worker and its answers: `answer` runs the statement. Throwing, or never returning, is a fault. Null: none. */
  fault: ((answer: () => Promise<Response>) => Promise<Response>) | null
  url(role: Role): string
  db(role?: Role, meter?: Meter): Db
  /** Rows of a statement run as the owner, as text. */
  rows(sql: string): Promise<readonly (readonly (string | null)[])[]>
  close(): Promise<void>
}

export async function openDatabase(): Promise<TestDatabase> {
  const url = process.env["TEST_DATABASE_URL"]
  const postgres = await openTestDatabase(
    async (exec) => {
      await migrate({ exec })
    },
    { url },
  )
  const statements: Statement[] = []
  const test = { fault: null as TestDatabase["fault"] }
  const proxy = neonProxy(postgres, { before: (statement) => void statements.push(statement) })
  const server = await serve((request) => (test.fault ? test.fault(() => proxy(request)) : proxy(request)))
  const endpoint = `${server.url}/sql`
  const urlOf = (role: Role) => `postgresql://${role}:local-only@db.local/studio`
  return Object.assign(test, {
    postgres,
    endpoint,
    statements,
    url: urlOf,
    db: (role: Role = "studio_agents", meter = new Meter()) => openDb({ url: urlOf(role), endpoint, timeoutMs: 10_000 }, meter),
    rows: async (sql: string) => (await postgres.query(sql, [])).rows,
    close: async () => {
      await server.close()
      await postgres.close()
    },
  })
}
