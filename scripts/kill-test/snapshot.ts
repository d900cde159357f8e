// What stood in the database when the studio was killed? Read from a copy, so that the studio itself has to recover what the kill left.
import { cpSync, existsSync, rmSync } from "node:fs"
import { join } from "node:path"
import { openPglite } from "../../test/world/postgres-pglite.ts"
import type { Session } from "../../test/world/postgres-session.ts"

/** For each table what may never change again in a row, as one text; a row without it is lost. */
const LASTING = {
  runs: "id || key",
  events: "id || source || external_id",
  audit_log: "id",
  candles: "asset || open_time || open || high || low || close || volume || source || known_at",
  quotes: "asset || observed_at || price || source || agreement",
  news_stories: "id",
  news_articles: "id || source || external_id || known_at",
  sentiment_readings: "subject || source || observed_at",
  insights: "id || key || made_at || probability || statement_text",
  evidence: "insight_id || ordinal || ref || coalesce(value::text, '')",
} as const
export type Table = keyof typeof LASTING
export const TABLES = Object.keys(LASTING) as readonly Table[]

export type Snapshot = {
  readonly rows: Readonly<Record<Table, readonly string[]>>
  /** Numbers of runs by state, such as `{ succeeded: 12, running: 1 }`. */
  readonly states: Readonly<Record<string, number>>
  /** Runs that had been begun and not ended. */
  readonly running: readonly { readonly agent: string; readonly key: string; readonly attempt: number }[]
}

/** Null where the kill came before there was a database with tables. */
export async function readKilled(dir: string): Promise<Snapshot | null> {
  const folder = join(dir, "world", "postgres")
  if (!existsSync(folder)) return null
  const copy = join(dir, "copy")
  rmSync(copy, { recursive: true, force: true })
  cpSync(folder, copy, { recursive: true })
  const postgres = await openPglite({ dir: copy })
  try {
    return await postgres.session(null, readSnapshot)
  } finally {
    await postgres.close()
    rmSync(copy, { recursive: true, force: true })
  }
}

export async function readSnapshot(session: Session): Promise<Snapshot | null> {
  const found = await session.query(
    "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public' AND table_name = ANY ($1)",
    [`{${TABLES.join(",")}}`],
  )
  if (found.rows[0]?.[0] !== String(TABLES.length)) return null
  const rows = {} as Record<Table, string[]>
  for (const table of TABLES) rows[table] = await list(session, `SELECT ${LASTING[table]} FROM ${table}`)
  const states = await session.query("SELECT state, count(*) FROM runs GROUP BY state ORDER BY state")
  const running = await session.query("SELECT agent, key, attempt FROM runs WHERE state = 'running' ORDER BY agent, key")
  return {
    rows,
    states: Object.fromEntries(states.rows.map(([state, count]) => [state, Number(count)])),
    running: running.rows.map(([agent, key, attempt]) => ({ agent: agent ?? "", key: key ?? "", attempt: Number(attempt) })),
  }
}

const list = async (session: Session, sql: string): Promise<string[]> => (await session.query(sql)).rows.map(([text]) => text ?? "")

/** What stood in some earlier snapshot and is not in this one. */
export function openMemory() {
  const seen = Object.fromEntries(TABLES.map((table) => [table, new Set<string>()])) as Record<Table, Set<string>>
  return {
    /** Remembers the snapshot, and gives what is gone. */
    compare({ rows }: Snapshot): string[] {
      return TABLES.flatMap((table) => {
        const now = new Set(rows[table])
        const gone = [...seen[table]].filter((row) => !now.has(row))
        seen[table] = now
        return gone.map((row) => `${table} lost ${row.slice(0, 120)}`)
      })
    },
  }
}
