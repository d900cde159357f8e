// Which Postgres does this process talk to? One inside the process (PGlite, in memory or on a folder) or a real server, behind one face.
import { openPglite } from "./postgres-pglite.ts"
import { openServer } from "./postgres-server.ts"
import type { Postgres } from "./postgres-session.ts"

/** Opens a real server where `url` is given, else PGlite: on the folder `dir` (made where absent), or in memory. */
export async function openPostgres(where: { readonly dir?: string; readonly url?: string } = {}): Promise<Postgres> {
  return where.url === undefined ? await openPglite(where.dir === undefined ? {} : { dir: where.dir }) : await openServer(where.url)
}
