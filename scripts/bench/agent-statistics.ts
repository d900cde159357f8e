// What does it cost to say how often, how well and how fast each agent ran, and what does keeping the sums cost each end of a run?
import { compareTable, measureBare, measureDirect, measureOurs } from "./compare.ts"
import { NOW } from "./community.ts"
import { fillEarlierLogs } from "./earlier-studio.ts"
import { explain, median } from "./measure.ts"
import { type Bar, show, type Table, toBar, toRule } from "./report.ts"
import type { Bench, Section } from "./section.ts"
import { fillRuns } from "./studio.ts"

const DAYS = 30
const since = new Date(NOW.getTime() - DAYS * 86_400_000).toISOString()

/** What the sums are kept to avoid. */
const BARE = `SELECT agent, count(*), count(*) FILTER (WHERE state = 'succeeded'), avg(wall_ms), percentile_disc(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY wall_ms)
  FROM runs WHERE finished_at > timestamptz '${since}' GROUP BY agent`

type Measured = { readonly tables: readonly Table[]; readonly bars: readonly Bar[] }

async function measureSize(bench: Bench, count: number): Promise<Measured> {
  const { stand, tell } = bench
  tell(`${show(count)} ended runs: filling`)
  await fillRuns(stand, count, (DAYS * 86_400) / count)
  await fillEarlierLogs(stand, count)
  const input = { since, times: 5 }
  const naive = await measureDirect(bench, { label: "every log, counted in the program", contender: "naive.agents", ...input })
  const seeds = await measureDirect(bench, { label: "one aggregate over the logs", contender: "aggregated.agents", ...input })
  const bare = await measureBare(bench, { label: "bare SQL over the runs, with quantiles", sql: BARE, times: 5 })
  const ours = await measureOurs(bench, { label: "ours, from the sums, with quantiles", contender: "ours.agents", ...input, times: 20 })
  const calls = []
  for (let i = 0; i < 30; i += 1) calls.push(await explain(stand.client, stand.last()))
  const inServer = median(calls.map(({ planMs, executeMs }) => planMs + executeMs))
  const name = `Agent statistics over ${show(count)} runs`
  return {
    tables: [compareTable(`${show(count)} runs of ${DAYS} days, all asked for`, [naive, seeds, bare, ours], ours)],
    bars: [
      ...(count < 1_000_000 ? [] : [toBar(`${name}, from the sums, in the database`, "<= 5 ms", `${show(inServer)} ms`, inServer <= 5)]),
      toRule(`Statements of the statistics over ${show(count)} runs`, "1", String(ours.statements), ours.statements === 1),
    ],
  }
}

/** What keeping the sums adds to a statement that ends a run: the same ends, with it and without. */
async function measureUpkeep({ stand, tell }: Bench): Promise<Table> {
  tell("  upkeep of the sums")
  const ends = 2_000
  const end = (keep: boolean) => `
    DO $$ BEGIN FOR n IN 1..${ends} LOOP
      UPDATE runs SET finished_at = finished_at WHERE id = 'run_' || lpad(n::text, 10, '0');
      ${
        keep
          ? `INSERT INTO run_stats AS s SELECT g, date_trunc(g, timestamptz '${NOW.toISOString()}', 'UTC'), 'bench', true, (n % 60)::smallint, 1, 100 FROM unnest(ARRAY['day', 'hour']) AS u (g)
        ON CONFLICT (grain, period_start, agent, succeeded, bucket) DO UPDATE SET runs = s.runs + 1, wall_ms = s.wall_ms + excluded.wall_ms;`
          : ""
      }
    END LOOP; END $$`
  const walls = { without: [] as number[], with: [] as number[] }
  for (let i = 0; i < 3; i += 1) {
    for (const [name, keep] of [
      ["without", false],
      ["with", true],
    ] as const) {
      await stand.exec("VACUUM runs, run_stats")
      const started = performance.now()
      await stand.exec(end(keep))
      walls[name].push(performance.now() - started)
    }
  }
  const [bare, kept] = [median(walls.without) / ends, median(walls.with) / ends]
  return {
    title: "Keeping the sums of runs, for each end of a run, in the server",
    columns: ["", "ms"],
    rows: [
      ["the row of the run alone", bare],
      ["and its two sums", kept],
      ["the sums' share", kept - bare],
    ],
  }
}

export const agentStatistics: Section = async (bench) => {
  const measured: Measured[] = []
  for (const count of bench.options.runs) measured.push(await measureSize(bench, count))
  const upkeep = await measureUpkeep(bench)
  const missing = bench.options.runs.some((count) => count >= 1_000_000)
    ? []
    : [toBar("Agent statistics over 1,000,000 runs, from the sums, in the database", "<= 5 ms", "needs --full", null)]
  return {
    title: "Agent statistics",
    tables: [...measured.flatMap(({ tables }) => tables), upkeep],
    bars: [...measured.flatMap(({ bars }) => bars), ...missing],
    notes: [
      "Runs of eight agents, evenly over thirty days; the sums are by day, agent, success and bucket of duration. The earlier shapes give means only, ours gives the quantiles too.",
      "In the database: planning and execution by EXPLAIN (ANALYZE), the median of 30.",
    ],
  }
}
