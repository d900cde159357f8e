// `npm run growth`: does a year of the studio's life make its work slower? Twelve months of the same activity, measured at the end of each.
import { parseArgs } from "node:util"
import type { Db } from "../shared/db/client.ts"
import { openDb } from "../shared/db/client.ts"
import { listMostEngaged } from "../shared/db/queries/audience.ts"
import { listCandidates } from "../shared/db/queries/candidates.ts"
import { listInsights } from "../shared/db/queries/insights.ts"
import { countInbox } from "../shared/db/queries/interactions.ts"
import { getKpis } from "../shared/db/queries/kpis.ts"
import { dropPartitions, makePartitions } from "../shared/db/queries/maintenance.ts"
import { listBestPosts } from "../shared/db/queries/post-stats.ts"
import { listPosts } from "../shared/db/queries/posts.ts"
import { listRuns } from "../shared/db/queries/run-reports.ts"
import { listRunStats } from "../shared/db/queries/run-stats.ts"
import { rescoreAll, rescoreChanged } from "../shared/db/queries/scores.ts"
import { measureSpans } from "../shared/db/queries/snapshots.ts"
import { listTopicDays } from "../shared/db/queries/trends.ts"
import { DEFAULT_WEIGHTS } from "../shared/domain/interaction.ts"
import { Meter } from "../shared/kit/meter.ts"
import { explain, median } from "./bench/measure.ts"
import { openBenchServer } from "./bench/server.ts"
import { openStand, type Stand } from "./bench/stand.ts"
import { type Activity, addInbox, addMonth, EVENTS, people } from "./growth/month.ts"

const USAGE = `npm run growth -- [options]

  --users N      people, each with ten interactions a month; 2000 where not said
  --months N     12 where not said
  --retention N  whole months of interactions that are kept beside the present one; 3 where not said
  --url URL      a PostgreSQL server on which a database of its own is made, and dropped in the end
                 (else TEST_DATABASE_URL, else Debian's PostgreSQL is started in a temporary folder)`

const DAY_MS = 86_400_000
const TIMES = 5
const FIRST = { year: 2026, month: 0 }

const { values } = parseArgs({
  options: {
    users: { type: "string", default: "2000" },
    months: { type: "string", default: "12" },
    retention: { type: "string", default: "3" },
    url: { type: "string" },
    help: { type: "boolean", short: "h", default: false },
  },
})

const monthStart = (month: number): Date => new Date(Date.UTC(FIRST.year, FIRST.month + month, 1))
const runOf = (month: number, n: number): string => `run_growth${String(month * 10 + n).padStart(6, "0")}`

type Asked = Readonly<Record<string, (db: Db) => Promise<unknown>>>

/** Everything that is measured at the end of a month: `now` is its last midnight but a minute. The first two also change something. */
const asked = (month: number, now: Date): Asked => ({
  [`count ${EVENTS.toLocaleString("en")} events`]: (db) => countInbox(db, { limit: 100, now }),
  "rescore a day's changes": (db) => rescoreChanged(db, { runId: runOf(month, 2), now, weights: DEFAULT_WEIGHTS }),
  "candidates for offers": (db) =>
    listCandidates(db, { now, runId: runOf(month, 2), minMicroPoints: 30_000_000, coolDownDays: 30, limit: 50 }),
  "snapshot of a day": (db) => measureSpans(db, [{ period: "day", startsOn: isoDay(now, -1), endsBefore: isoDay(now, 0) }]),
  "agents' statistics": (db) => listRunStats(db, { since: new Date(now.getTime() - DAY_MS), until: now }),
  "key figures": (db) => getKpis(db, now),
  topics: (db) => listTopicDays(db, now),
  "most engaged people": (db) => listMostEngaged(db, 100),
  "posts of a channel": (db) => listPosts(db, { channel: "x", limit: 20 }),
  "best posts of a month": (db) => listBestPosts(db, { since: new Date(now.getTime() - 30 * DAY_MS), limit: 20 }),
  "insights of an asset": (db) => listInsights(db, { asset: "BTC", limit: 20 }),
  "runs of an agent": (db) => listRuns(db, { agent: "analysis", limit: 20 }),
})
const CHANGING = 2

const isoDay = (at: Date, days: number): string => new Date(at.getTime() + days * DAY_MS).toISOString().slice(0, 10)

type Figure = { readonly ms: number; readonly read: number }
type Month = { readonly name: string; readonly partitions: number; readonly keys: number; readonly figures: ReadonlyMap<string, Figure> }

/** The statement that a question would send. */
async function statementOf(ask: (db: Db) => Promise<unknown>): Promise<{ sql: string; params: (string | null)[] }> {
  let sent = { query: "", params: [] as (string | null)[] }
  const keep: typeof fetch = async (_input, init) => {
    sent = JSON.parse(init?.body as string) as typeof sent
    throw new TypeError("it is only looked at")
  }
  await ask(
    openDb({ url: "postgresql://nobody:none@db.local/none", endpoint: "http://db.local/sql", timeoutMs: 1_000, fetch: keep }, new Meter()),
  ).catch(() => undefined)
  return { sql: sent.query, params: sent.params }
}

/** The median of some tries, each rolled back; the first one, which warms up, is not counted. */
async function measure({ client }: Stand, ask: (db: Db) => Promise<unknown>): Promise<Figure> {
  const statement = await statementOf(ask)
  const tries = []
  for (let i = 0; i <= TIMES; i += 1) tries.push(await explain(client, statement))
  return { ms: median(tries.slice(1).map(({ executeMs }) => executeMs)), read: median(tries.map(({ rowsRead }) => rowsRead)) }
}

async function liveAMonth(stand: Stand, month: number, activity: Activity, retention: number): Promise<Month> {
  const [from, until] = [monthStart(month), monthStart(month + 1)]
  const now = new Date(until.getTime() - 60_000)
  const lastDay = new Date(until.getTime() - DAY_MS)
  await makePartitions(stand.db(), { from, until: monthStart(month + 3) })
  await dropPartitions(stand.db(), monthStart(month - retention))
  await stand.exec(addMonth(month, { from, until: lastDay }, activity))
  await stand.exec(
    `INSERT INTO runs (id, agent, key, trigger, input, state, attempt, moment, started_at, finished_at)
     SELECT id, 'engagement', id, 'manual', '{}', 'succeeded', 1, t, t, t FROM unnest(ARRAY['${runOf(month, 1)}', '${runOf(month, 2)}']) AS id,
       (SELECT timestamptz '${lastDay.toISOString()}' AS t) AS v`,
  )
  await rescoreAll(stand.db(), { runId: runOf(month, 1), now: lastDay, weights: DEFAULT_WEIGHTS })
  await stand.exec(addInbox(month, now, activity))
  await stand.exec("VACUUM (ANALYZE)")
  const figures = new Map<string, Figure>()
  for (const [n, [name, ask]] of Object.entries(asked(month, now)).entries()) {
    figures.set(name, await measure(stand, ask))
    if (n < CHANGING) await ask(stand.db())
  }
  const { rows } = await stand.client.query<{ partitions: string; keys: string }>(
    `SELECT (SELECT count(*) FROM pg_inherits WHERE inhparent = 'user_interactions'::regclass) AS partitions, (SELECT count(*) FROM interaction_keys) AS keys`,
  )
  return { name: from.toISOString().slice(0, 7), partitions: Number(rows[0]?.partitions), keys: Number(rows[0]?.keys), figures }
}

const show = (value: number): string => (value < 10 ? value.toFixed(2) : Math.round(value).toLocaleString("en"))
const ratio = (last: number, first: number): string => (first === 0 ? (last === 0 ? "1.0" : "-") : (last / first).toFixed(1))

/** A line a question: milliseconds and rows read of some months, and how the last month stands to the second, when the window was first full. */
function print(months: readonly Month[]): void {
  const [second, last] = [months[1], months.at(-1)]
  if (second === undefined || last === undefined || second === last) return
  const chosen = [...new Set([1, Math.floor(months.length / 2), months.length - 1])].flatMap((n) => months[n] ?? [])
  const row = (cells: readonly string[]) => console.log(cells.map((cell, n) => (n === 0 ? cell.padEnd(26) : cell.padStart(13))).join(""))
  row(["ms in the database", ...chosen.map(({ name }) => name), "last/second"])
  for (const name of second.figures.keys())
    row([name, ...chosen.map((each) => show(each.figures.get(name)?.ms ?? 0)), ratio(of(last, name).ms, of(second, name).ms)])
  console.log("")
  row(["rows read", ...chosen.map(({ name }) => name), "last/second"])
  for (const name of second.figures.keys())
    row([name, ...chosen.map((each) => show(each.figures.get(name)?.read ?? 0)), ratio(of(last, name).read, of(second, name).read)])
  console.log("")
  row(["partitions", ...chosen.map((each) => String(each.partitions))])
  row(["external ids kept", ...chosen.map((each) => show(each.keys))])
}
const of = (month: Month, name: string): Figure => month.figures.get(name) ?? { ms: 0, read: 0 }

async function run(): Promise<void> {
  if (values.help) return console.log(USAGE)
  const users = Number(values.users)
  const activity: Activity = { users, interactions: users * 10, posts: 1_000, runs: 6_000 }
  const server = await openBenchServer(values.url ?? process.env["TEST_DATABASE_URL"])
  const stand = await openStand(server.url)
  try {
    const { rows } = await stand.client.query<{ version: string }>("SELECT current_setting('server_version') AS version")
    console.log(
      `PostgreSQL ${rows[0]?.version}; each month ${show(activity.interactions + EVENTS)} interactions of ${show(users)} people, ${show(activity.posts)} posts, ${show(activity.runs)} runs; ` +
        `interactions are kept ${values.retention} months. Median of ${TIMES} tries, by EXPLAIN (ANALYZE).\n`,
    )
    await stand.exec(people(users, monthStart(0)))
    const months: Month[] = []
    for (let month = 0; month < Number(values.months); month += 1) {
      const started = performance.now()
      months.push(await liveAMonth(stand, month, activity, Number(values.retention)))
      console.error(`  ${months.at(-1)?.name}  ${((performance.now() - started) / 1_000).toFixed(1)} s`)
    }
    print(months)
  } finally {
    await stand.close()
    await server.close()
  }
}

await run()
