// How many events a second can the database count, each once, with the sums kept up, and what do the sums cost?
import pg from "pg"
import { countInbox } from "../../shared/db/queries/interactions.ts"
import type { StatementNote } from "../../test/world/neon-proxy.ts"
import { fillCommunity, interactionsOf, NOW } from "./community.ts"
import { countDifferent, EVENTS_OF_A_REQUEST, fillInbox, POSTS, SHARES } from "./inbox.ts"
import { leaveOut } from "./leave-out.ts"
import { type Cell, show, toBar, toRule } from "./report.ts"
import { type Bench, type Section, showPlan } from "./section.ts"
import { sizes } from "./sizes.ts"
import { fillPosts } from "./studio.ts"

/** Requests that one statement counts: five thousand events, as the agents Worker asks. */
const LIMIT = 5

type Round = {
  readonly label: string
  readonly perSecond: number
  readonly wallMs: number
  readonly statements: number
  readonly exact: boolean
}

/** Counts until nothing waits, `workers` at once; one that finds nothing left is done. */
async function drain(workers: number, count: (worker: number) => Promise<number>): Promise<number> {
  let statements = 0
  const work = async (worker: number) => {
    for (;;) {
      const events = await count(worker)
      statements += 1
      if (events === 0) return
    }
  }
  await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)))
  return statements
}

async function measureRound(
  bench: Bench,
  name: string,
  label: string,
  workers: number,
  count: (worker: number) => Promise<number>,
): Promise<Round> {
  const { stand, options, tell } = bench
  const { events } = options
  tell(`  ${label}`)
  await fillInbox(stand, name, { events, users: usersOf(events) })
  const different = await countDifferent(stand)
  const stored = async () =>
    Number(
      (await stand.client.query<{ n: string }>(`SELECT count(*) AS n FROM user_interactions WHERE external_id LIKE '${name}%'`)).rows[0]?.n,
    )
  await stand.exec("VACUUM (ANALYZE) interaction_keys, user_identities")
  const started = performance.now()
  const statements = await drain(workers, count)
  const wallMs = performance.now() - started
  return { label, perSecond: (events * 1_000) / wallMs, wallMs, statements, exact: (await stored()) === different }
}

const usersOf = (events: number): number => Math.max(1_000, Math.min(100_000, events / 4))

async function prepare({ stand, options, tell }: Bench): Promise<void> {
  const users = usersOf(options.events)
  tell(`${show(users)} people with ${show(interactionsOf(users))} interactions and their keys: filling`)
  await fillPosts(stand, POSTS)
  await fillCommunity(stand, users)
  await stand.exec(`
    TRUNCATE topic_hours, interaction_days, events_aside;
    INSERT INTO interaction_keys (source, external_id, user_id, at) SELECT source, external_id, user_id, at FROM user_interactions;
    SELECT setval('community_users_id_seq', ${users})`)
  await stand.exec("VACUUM (ANALYZE) interaction_keys")
}

const deadlocks = async ({ stand }: Bench): Promise<number> => {
  const { rows } = await stand.client.query<{ deadlocks: string }>(
    "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()",
  )
  return Number(rows[0]?.deadlocks)
}

async function measureRounds(bench: Bench) {
  const { stand } = bench
  const overHttp = () => countInbox(stand.db(), { limit: LIMIT, now: NOW }).then(({ events }) => events)
  const http = await measureRound(bench, "ra", "ours, over HTTP, two at once", 2, overHttp)
  const statement = stand.last()
  await showPlan(bench, "countInbox", statement)
  const clients = [new pg.Client({ connectionString: stand.url }), new pg.Client({ connectionString: stand.url })]
  for (const client of clients) await client.connect()
  const direct =
    ({ sql, params }: StatementNote) =>
    async (worker: number): Promise<number> =>
      Number((await clients[worker]?.query<{ events: number }>({ text: sql, values: [...params] }))?.rows[0]?.events)
  const two = await measureRound(bench, "rb", "the same statement in the database, two connections", 2, direct(statement))
  const one = await measureRound(bench, "rc", "the same, one connection", 1, direct(statement))
  const bareSql = leaveOut(leaveOut(statement.sql, "topic_hours"), "interaction_days")
  const bare = await measureRound(bench, "rd", "without the sums over time, two connections", 2, direct({ ...statement, sql: bareSql }))
  for (const client of clients) await client.end()
  return { http, two, one, bare }
}

export const ingestion: Section = async (bench) => {
  const { options } = bench
  await prepare(bench)
  const before = await deadlocks(bench)
  const { http, two, one, bare } = await measureRounds(bench)
  const locked = (await deadlocks(bench)) - before
  const rounds = [http, two, one, bare]
  const rows = rounds.map((round): Cell[] => [
    round.label,
    round.perSecond,
    round.wallMs,
    round.statements,
    round.exact ? "each once" : "WRONG",
  ])
  const share = 1 - bare.wallMs / two.wallMs
  const best = two.perSecond
  return {
    title: "Counting events",
    tables: [
      {
        title: `${show(options.events)} events in requests of ${show(EVENTS_OF_A_REQUEST)}`,
        columns: ["", "events/s", "wall ms", "statements", "stored"],
        rows,
      },
      await sizes(bench),
    ],
    bars: [
      toBar(
        "Events counted in the database, with duplicates and sums, two connections",
        ">= 20,000 a second",
        `${show(Math.round(best))} a second`,
        best >= 20_000,
      ),
      toRule("Deadlocks meanwhile", "0", String(locked), locked === 0),
      toRule(
        "Stored exactly what was sent",
        "each once",
        rounds.every(({ exact }) => exact) ? "each once" : "not",
        rounds.every(({ exact }) => exact),
      ),
      toBar("Upkeep of the sums over time, of the time for counting", "measured", `${show(share * 100)} %`, true),
    ],
    notes: [
      `Of a hundred events ${SHARES.repeated} say again what another one said, ${SHARES.late} are up to 60 days late, ${SHARES.stranger} is of somebody new, ${SHARES.post} are about a post. Events offered are counted, duplicates included. A statement takes up to ${LIMIT} requests.`,
      `${show(usersOf(options.events))} people with twenty interactions and their keys each are there before.`,
    ],
  }
}
