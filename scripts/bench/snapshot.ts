// What does it cost to say what a month came to: post by post, with aggregates beside every loaded row, from our rows, and from the sums?
import { compareTable, measureDirect, measureOurs } from "./compare.ts"
import { NOW } from "./community.ts"
import { fillEarlierPosts } from "./earlier-studio.ts"
import { explain, median } from "./measure.ts"
import { SPAN } from "./ours.ts"
import { type Bar, show, type Table, toBar, toRule } from "./report.ts"
import type { Bench, Section } from "./section.ts"
import { fillPosts, fillRuns, fillSnapshots } from "./studio.ts"

const DAYS = 30
const since = new Date(NOW.getTime() - DAYS * 86_400_000).toISOString()
/** From the rows, against the earlier system's optimised shape. */
const WANTED = 25

type Measured = { readonly tables: readonly Table[]; readonly bars: readonly Bar[] }

async function measureSize(bench: Bench, count: number): Promise<Measured> {
  const { stand, tell } = bench
  tell(`${show(count)} posts of ${DAYS} days: filling`)
  // The earlier shapes tell of posts alone: no community of the section before may be counted beside them.
  await stand.exec(
    "TRUNCATE community_users, user_identities, interaction_keys, user_interactions, engagement_scores, conversion_attempts, topic_hours, interaction_days",
  )
  // The first run is older than the month, or the month would not be told about.
  await fillRuns(stand, 1_000, 5_400)
  await fillPosts(stand, count, (DAYS * 86_400) / count)
  // The month's last day gets its snapshot together with the month.
  await fillSnapshots(stand, new Date(Date.parse(SPAN.endsBefore) - 86_400_000).toISOString())
  await fillEarlierPosts(stand, count)
  const input = { since, times: 5 }
  const naive = await measureDirect(bench, { label: "post by post (N+1)", contender: "naive.snapshot", ...input, times: 1 })
  const seeds = await measureDirect(bench, {
    label: "every row loaded, and aggregates",
    contender: "aggregated.snapshot",
    ...input,
    times: 3,
  })
  // Short ones often enough that the process has warmed up, as a Worker's has.
  const raw = await measureOurs(bench, {
    label: "ours, from the rows",
    contender: "ours.snapshot-of-rows",
    ...input,
    times: count > 100_000 ? 5 : 20,
  })
  const sums = await measureOurs(bench, { label: "ours, from the sums", contender: "ours.snapshot", ...input, times: 20 })
  const calls = []
  for (let i = 0; i < 30; i += 1) calls.push(await explain(stand.client, stand.last()))
  const inServer = median(calls.map(({ planMs, executeMs }) => planMs + executeMs))
  const ratio = seeds.wallMs / raw.wallMs
  const posts = `${show(count)} posts`
  return {
    tables: [compareTable(`${posts} of ${DAYS} days; what the month from ${SPAN.startsOn} came to`, [naive, seeds, raw, sums], raw)],
    bars: [
      toBar(
        `Snapshot of ${posts} from the rows, against rows loaded and aggregates`,
        `>= ${WANTED} x`,
        `${show(ratio)} x`,
        ratio >= WANTED,
      ),
      ...(count < 1_000_000
        ? []
        : [toBar(`Snapshot of ${posts} from the sums, in the database`, "<= 5 ms", `${show(inServer)} ms`, inServer <= 5)]),
      toRule(`Statements of a snapshot of ${posts}`, "1", String(sums.statements), sums.statements === 1 && raw.statements === 1),
    ],
  }
}

export const snapshot: Section = async (bench) => {
  const measured: Measured[] = []
  for (const count of bench.options.posts) measured.push(await measureSize(bench, count))
  const missing = bench.options.posts.some((count) => count >= 1_000_000)
    ? []
    : [toBar("Snapshot of 1,000,000 posts from the sums, in the database", "<= 5 ms", "needs --full", null)]
  return {
    title: "Snapshots",
    tables: measured.flatMap(({ tables }) => tables),
    bars: [...measured.flatMap(({ bars }) => bars), ...missing],
    notes: [
      "Ours also tells of interactions, people, insights, spending and runs; the earlier shapes tell of posts only. From the sums: what the snapshots of a month's days say of posts, people, insights and runs is taken from them, and only the last day, which has none yet, is counted by index.",
      "In the database: planning and execution by EXPLAIN (ANALYZE), the median of 30.",
    ],
  }
}
