// What does it cost to score everyone, and to score those who changed, against the earlier system's shapes and against the bare SQL?
import { pingDatabase } from "../../shared/db/queries/health.ts"
import { DEFAULT_WEIGHTS } from "../../shared/domain/interaction.ts"
import { milliWeightsOf } from "../../shared/domain/score.ts"
import { compareTable, type Entry, measureBare, measureDirect, measureOurs } from "./compare.ts"
import { fillCommunity, fillEarlierCommunity, interactionsOf, NOW, WINDOW_FROM } from "./community.ts"
import { median, timed } from "./measure.ts"
import { CHANGED_AT, CHANGED_RUN, FULL_RUN, HOUR_BEFORE } from "./ours.ts"
import { type Bar, show, type Table, toBar, toRule } from "./report.ts"
import type { Bench, Section } from "./section.ts"
import type { Stand } from "./stand.ts"

const since = WINDOW_FROM.toISOString()
const [FROM, AT] = [`timestamptz '${since}'`, `timestamptz '${NOW.toISOString()}'`]

/** The least that has to be done: one aggregate over the covering index, and a write of what differs. */
const BARE = `
  UPDATE engagement_scores AS e SET micro_points = n.micro_points, score = round(least(n.micro_points, 50000000) / 500000.0, 2), interactions = n.interactions,
    last_at = n.last_at, scored_at = ${AT}
  FROM (
    SELECT user_id, sum(milli_value::bigint * CASE type WHEN 1 THEN 1000 WHEN 2 THEN 2000 WHEN 3 THEN 3000 WHEN 4 THEN 4000 WHEN 5 THEN 5000 WHEN 6 THEN 10000 ELSE 1000 END)
      AS micro_points, count(*)::int AS interactions, max(at) AS last_at
    FROM user_interactions WHERE at > ${FROM} AND at <= ${AT} GROUP BY user_id
  ) AS n
  WHERE n.user_id = e.user_id AND (e.micro_points, e.interactions, e.last_at) IS DISTINCT FROM (n.micro_points, n.interactions, n.last_at)`

const RUNS = `INSERT INTO runs (id, agent, key, trigger, input, state, attempt, moment, started_at, lease_until)
  SELECT id, 'conversion', id, 'manual', '{}', 'running', 1, ${AT}, ${AT}, ${AT} FROM unnest(ARRAY['${FULL_RUN}', '${CHANGED_RUN}']) AS r (id) ON CONFLICT DO NOTHING`
const everyoneScored = (at: string, from: string) => `INSERT INTO scorings (run_id, kind, at, window_from, weights, people, changed)
  VALUES ('${FULL_RUN}', 'full', ${at}, ${from}, '${JSON.stringify(milliWeightsOf(DEFAULT_WEIGHTS))}', 0, 0)`
const EVERYONE_SCORED = everyoneScored(AT, FROM)
const SCORED_AN_HOUR_AGO = everyoneScored(`timestamptz '${HOUR_BEFORE.toISOString()}'`, `${FROM} - interval '1 hour'`)
/** The earlier system's scores as they should be, where a contender was stopped before it had made them all. */
const EARLIER_SCORED = `
  UPDATE earlier.community_users AS u SET engagement_score = n.score, total_interactions = n.count, last_interaction = n.last
  FROM (
    SELECT c.id, coalesce(count(i.id), 0)::int AS count, max(i."timestamp") AS last,
      round((least(100, coalesce(sum(engagement_value * CASE interaction_type WHEN 'like' THEN 1 WHEN 'retweet' THEN 2 WHEN 'reply' THEN 3 WHEN 'quote' THEN 4
        WHEN 'dm_open' THEN 5 WHEN 'dm_click' THEN 10 ELSE 1 END), 0) / 50 * 100))::numeric, 2)::float8 AS score
    FROM earlier.community_users AS c LEFT JOIN earlier.user_interactions AS i ON i.user_id = c.id AND i."timestamp" > ${FROM} AT TIME ZONE 'UTC' GROUP BY c.id
  ) AS n
  WHERE n.id = u.id AND (u.engagement_score, u.total_interactions, u.last_interaction) IS DISTINCT FROM (n.score, n.count, n.last)`
const DIRTY = `user_id % 100 = 7`

/** What brings the data back to how it was before a contender. Vacuumed, so that none pays for the one before. */
function resets({ stand: { exec } }: Bench) {
  const vacuum = async (tables: string) => {
    await exec(`VACUUM ${tables}`)
    await exec("CHECKPOINT")
  }
  return {
    all: async () => {
      await exec("TRUNCATE scorings, audience_days; UPDATE engagement_scores SET micro_points = -1, score = 0")
      await vacuum("engagement_scores")
    },
    none: () => exec("TRUNCATE scorings, audience_days"),
    hour: () => exec(`TRUNCATE scorings; ${SCORED_AN_HOUR_AGO}`),
    dirty: () => exec(`TRUNCATE scorings; ${EVERYONE_SCORED}; UPDATE engagement_scores SET micro_points = -1 WHERE ${DIRTY}`),
    earlierNone: () => exec(EARLIER_SCORED),
    earlierAll: async () => {
      await exec("UPDATE earlier.community_users SET engagement_score = -1, total_interactions = 0, last_interaction = NULL")
      await vacuum("earlier.community_users")
    },
  }
}

/** Gives everyone the score that follows from what is stored. */
export async function scoreEveryone({ exec }: Stand): Promise<void> {
  await exec(
    `INSERT INTO engagement_scores (user_id, micro_points, score, interactions, scored_at) SELECT id, 0, 0, 0, ${AT} FROM community_users; ${BARE}`,
  )
  await exec("VACUUM (ANALYZE) engagement_scores")
}

/** As if that had been a run's work. */
export async function noteScoring({ exec }: Stand): Promise<void> {
  await exec(`${RUNS}; TRUNCATE scorings; ${EVERYONE_SCORED}`)
}

/** Everyone has a score that is right. */
async function prepare({ stand }: Bench, users: number): Promise<void> {
  await stand.exec("TRUNCATE runs CASCADE")
  await fillCommunity(stand, users)
  await fillEarlierCommunity(stand, users)
  await scoreEveryone(stand)
  await stand.exec(RUNS)
}

/** One in a hundred does something after everyone was scored. */
async function stir({ exec }: Stand): Promise<void> {
  await exec(`
    INSERT INTO user_interactions (user_id, at, type, milli_value, platform, source, external_id, stored_at)
    SELECT user_id, at, 1, 1000, 'x', 'bench', 'late' || user_id, at
    FROM engagement_scores, (VALUES (timestamptz '${CHANGED_AT.toISOString()}' - interval '1 minute')) AS d (at) WHERE ${DIRTY}`)
  await exec("VACUUM (ANALYZE) engagement_scores, user_interactions")
}

type Measured = { readonly users: number; readonly tables: readonly Table[]; readonly bars: readonly Bar[] }

async function measureSize(bench: Bench, users: number): Promise<Measured> {
  const { stand, tell } = bench
  tell(`${show(users)} people, ${show(interactionsOf(users))} interactions: filling`)
  await prepare(bench, users)
  const reset = resets(bench)
  const times = users > 100_000 ? 2 : users > 10_000 ? 3 : 7
  const few = users > 10_000 ? 1 : 3
  const roundTripMs = median(await timed(50, () => pingDatabase(stand.db())))
  const earlier = { since, times: few }
  const naive = await measureDirect(bench, {
    label: "one by one (N+1)",
    contender: "naive.engagement",
    ...earlier,
    times: 1,
    before: reset.earlierAll,
  })
  const shape = { label: "aggregate, then an UPDATE each", contender: "aggregated.engagement", ...earlier }
  const seeds = await measureDirect(bench, { ...shape, before: reset.earlierAll })
  const bare = await measureBare(bench, { label: "bare SQL in the server", sql: BARE, times, before: reset.all })
  const ours = await measureOurs(bench, { label: "ours, over HTTP", contender: "ours.everyone", since, times, before: reset.all })
  const seedsIdle = await measureDirect(bench, { ...shape, before: reset.earlierNone })
  const bareIdle = await measureBare(bench, { label: "bare SQL in the server", sql: BARE, times, before: reset.none })
  const oursIdle = await measureOurs(bench, { label: "ours, everyone anew", contender: "ours.everyone", since, times, before: reset.none })
  const hourly = await measureOurs(bench, { label: "ours, as every hour", contender: "ours.hourly", since, times: 10, before: reset.hour })
  await stir(stand)
  const dirty = await measureOurs(bench, { label: "ours, the changed only", contender: "ours.changed", since, times, before: reset.dirty })
  const title = `${show(users)} people, ${show(interactionsOf(users))} interactions`
  return {
    users,
    tables: [
      compareTable(`${title}: all scores change`, [naive, seeds, bare, ours], ours),
      compareTable(`${title}: no score changes`, [seedsIdle, bareIdle, oursIdle, hourly], hourly),
      compareTable(`${title}: 1 % acted since`, [oursIdle, dirty], dirty),
    ],
    bars: barsOf(users, { seeds, bare, ours, seedsIdle, oursIdle, hourly, dirty, roundTripMs }),
  }
}

type Figures = Readonly<Record<"seeds" | "bare" | "ours" | "seedsIdle" | "oursIdle" | "hourly" | "dirty", Entry>> & {
  readonly roundTripMs: number
}

/** At least so many times as fast as the earlier system's optimised shape. */
const RATIOS: Readonly<Record<number, number>> = { 10_000: 15, 100_000: 20 }

function barsOf(users: number, { seeds, bare, ours, seedsIdle, oursIdle, hourly, dirty, roundTripMs }: Figures): Bar[] {
  const people = `${show(users)} people`
  const wanted = RATIOS[users]
  const ratio = seeds.wallMs / ours.wallMs
  const idle = seedsIdle.wallMs / hourly.wallMs
  const idleInFull = show(seedsIdle.wallMs / oursIdle.wallMs)
  const limit = 1.3 * bare.wallMs + roundTripMs
  const memory = Math.max(...[ours, oursIdle, hourly, dirty].map(({ peakMb }) => peakMb ?? 0))
  return [
    ...(wanted === undefined
      ? []
      : [
          toBar(`Scores of ${people}, all change, against aggregate and UPDATEs`, `>= ${wanted} x`, `${show(ratio)} x`, ratio >= wanted),
          toBar(
            `Scores of ${people}, none changes, as every hour, against the same`,
            ">= 10 x",
            `${show(idle)} x; everyone anew, as once a day: ${idleInFull} x`,
            idle >= 10,
          ),
          toBar(
            `Scores of ${people}, all change, against the bare SQL`,
            `<= 1.3 x and a round trip (${show(limit)} ms)`,
            `${show(ours.wallMs)} ms, ${show(ours.wallMs / bare.wallMs)} x`,
            ours.wallMs <= limit,
          ),
        ]),
    toRule(
      `Statements of a scoring of ${people}`,
      "1",
      String(ours.statements),
      [ours, hourly, dirty].every(({ statements }) => statements === 1),
    ),
    toBar(`Memory above idle for the scores of ${people}`, "<= 64 MB", `${show(memory)} MB`, memory <= 64),
    ...(users < 1_000_000 ? [] : [toBar("1 % of 1,000,000 people changed", "<= 1 s", `${show(dirty.wallMs)} ms`, dirty.wallMs <= 1_000)]),
  ]
}

const NOTES = [
  "One by one and aggregate are the shapes of the performance documents, on their tables with their indexes, over a direct connection with prepared statements in one transaction; without an ORM's own time, which makes them quicker than they were.",
  "Ours is the agent's own question through the Neon driver and the local stand-in for Neon's HTTP endpoint; it also writes the day of the community and the note of the scoring.",
  "As every hour: everyone was scored an hour before. Looked at are those who acted since (and in the quarter of an hour before that, whose rows might have come late) or of whom something left the window; all of them turn out to be as they were. The earlier shape knows no such marks and adds up everyone's. Everyone anew is what ours does once a day, whatever the marks say.",
  "Bytes over HTTP are the bodies of requests and answers. Rows read: for direct connections from the server's statistics (tables and indexes), for ours and the bare SQL from EXPLAIN (ANALYZE) of the same statement.",
  "Memory: the resident set of a process of its own that runs nothing else, highest less idle. It plays the Worker under Node, without workerd.",
]

export const engagement: Section = async (bench) => {
  const measured: Measured[] = []
  for (const users of bench.options.users) measured.push(await measureSize(bench, users))
  const million = measured.some(({ users }) => users >= 1_000_000)
  const missing = million ? [] : [toBar("1 % of 1,000,000 people changed", "<= 1 s", "needs --full", null)]
  return {
    title: "Engagement scores",
    tables: measured.flatMap(({ tables }) => tables),
    bars: [...measured.flatMap(({ bars }) => bars), ...missing],
    notes: NOTES,
  }
}
