// What is measured on? A migrated database, reached directly and as production reaches Neon, with everything counted that passes.
import pg from "pg"
import { type Db, openDb } from "../../shared/db/client.ts"
import { Meter } from "../../shared/kit/meter.ts"
import { neonProxy, type StatementNote } from "../../test/world/neon-proxy.ts"
import { openServer } from "../../test/world/postgres-server.ts"
import type { Postgres } from "../../test/world/postgres-session.ts"
import { serve } from "../../test/world/serve.ts"
import { migrate } from "../migrations.ts"

export type Wire = { statements: number; bytesUp: number; bytesDown: number }

export type Stand = {
  readonly url: string
  /** Where the stand-in for Neon listens. */
  readonly endpoint: string
  readonly postgres: Postgres
  /** A connection of its own, as the owner: the shortest way to the server. */
  readonly client: pg.Client
  /** What passed the stand-in so far. */
  readonly wire: Wire
  /** The newest statement that passed it. */
  readonly last: () => StatementNote
  readonly roleUrl: (role: string) => string
  readonly db: (role?: string, meter?: Meter) => Db
  readonly exec: (sql: string) => Promise<void>
  readonly close: () => Promise<void>
}

const LONGEST_MS = 600_000

export async function openStand(url: string): Promise<Stand> {
  const postgres = await openServer(url)
  await migrate(postgres)
  const client = new pg.Client({ connectionString: url, options: "-c timezone=UTC" })
  await client.connect()
  const wire: Wire = { statements: 0, bytesUp: 0, bytesDown: 0 }
  let newest: StatementNote | null = null
  const note = (statement: StatementNote) => {
    wire.statements += 1
    newest = statement
  }
  const proxy = neonProxy(postgres, { before: note })
  const server = await serve(async (request) => countBytes(wire, request, await proxy(request.clone())))
  const endpoint = `${server.url}/sql`
  const roleUrl = (role: string) => `postgresql://${role}:local-only@db.local/studio`
  return {
    url,
    endpoint,
    postgres,
    client,
    wire,
    last() {
      if (newest === null) throw new Error("nothing was asked yet")
      return newest
    },
    roleUrl,
    db: (role = "studio_agents", meter = new Meter()) => openDb({ url: roleUrl(role), endpoint, timeoutMs: LONGEST_MS }, meter),
    exec: async (sql) => void (await client.query(sql)),
    async close() {
      await server.close()
      await client.end()
      await postgres.close()
    },
  }
}

/** Bodies only; headers are a few hundred bytes more. */
async function countBytes(wire: Wire, request: Request, response: Response): Promise<Response> {
  wire.bytesUp += (await request.arrayBuffer()).byteLength
  const body = await response.arrayBuffer()
  wire.bytesDown += body.byteLength
  return new Response(body, response)
}
