// On which database does the local studio work, and what did a kill take from the queue that only the database can tell?
import { existsSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { openPglite } from "../../test/world/postgres-pglite.ts"
import { openServer } from "../../test/world/postgres-server.ts"
import type { Postgres } from "../../test/world/postgres-session.ts"

/** The embedded Postgres of that folder, made where there is none yet. Throws an Error whose message says how to begin anew. */
export async function openEmbedded(dir: string): Promise<Postgres> {
  try {
    if (!existsSync(join(dir, "PG_VERSION"))) await makeCluster(dir)
    return await openPglite({ dir })
  } catch (thrown) {
    throw new Error(`The database in ${dir} can't be opened (${String(thrown)}). npm start -- --fresh begins anew.`, { cause: thrown })
  }
}

/** Made beside its place and moved there when it is whole: a kill meanwhile must not leave half a database, which nothing can open. */
async function makeCluster(dir: string): Promise<void> {
  const unfinished = `${dir}.unfinished`
  for (const left of [dir, unfinished]) rmSync(left, { recursive: true, force: true })
  await (await openPglite({ dir: unfinished })).close()
  renameSync(unfinished, dir)
}

/** When the statistics of an embedded Postgres are renewed, in milliseconds after the start: soon, as an empty database has none, then now and then. */
const ANALYZE_MS = { first: 30_000, every: 600_000 }

/** Does what a server's autovacuum does and the embedded Postgres doesn't: without statistics its plans get worse as tables grow. Gives how to stop. */
export function keepStatistics(postgres: Postgres): () => void {
  if (postgres.kind !== "pglite") return () => {}
  const renew = () => void postgres.exec("ANALYZE").catch(() => undefined)
  const [first, then] = [setTimeout(renew, ANALYZE_MS.first), setInterval(renew, ANALYZE_MS.every)]
  return () => {
    clearTimeout(first)
    clearInterval(then)
  }
}

/** The Postgres that DATABASE_URL names. */
export async function openGiven(url: string): Promise<Postgres> {
  try {
    return await openServer(url)
  } catch (thrown) {
    throw new Error(`The database that DATABASE_URL names can't be reached: ${(thrown as Error).message}`, { cause: thrown })
  }
}

/**
 * Lets the next heartbeats tell the events again whose messages the queue may have held when the studio was last killed, and says how
 * many there are. The local queue lives in memory, so an event that was passed on may never have become a run. Which one can't be
 * seen; so it is every event told in the last hour of the studio's life (its own time, however long ago that is), far longer than a
 * message waits. Asking twice is harmless: a run has a key, and is done once.
 */
export async function askAgain(postgres: Postgres): Promise<number> {
  // A replay is not asked again: that the run waits stands in its row before the event is told, and asking once more would try a run
  // again that has failed since.
  const { rowCount } = await postgres.query(
    `UPDATE events SET dispatched_at = NULL
      WHERE dispatched_at >= (SELECT max(dispatched_at) FROM events) - interval '1 hour' AND name <> 'command.replay-run'`,
  )
  return rowCount ?? 0
}
