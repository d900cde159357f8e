// How did the earlier system sum up its posts and its agents: row by row, and then with aggregates beside every row it had loaded?
import type { Contender } from "./contender.ts"

const SHARE = "engagement_rate"
type Post = { content_plan_id: number; views: number; likes: number; comments: number; shares: number; engagement_rate: number }
type Mean = Map<string, { sum: number; n: number }>

const note = (means: Mean, key: string, value: number): void => {
  const mean = means.get(key) ?? { sum: 0, n: 0 }
  means.set(key, { sum: mean.sum + value, n: mean.n + 1 })
}
const best = (means: Mean): string | undefined => [...means].toSorted(([, a], [, b]) => b.sum / b.n - a.sum / a.n)[0]?.[0]

/** Every post, then its plan, then the plan's insight, one after the other. */
export const naiveSnapshot: Contender = async ({ client, deadline }, { since }) => {
  const { rows: posts } = await client.query<Post>("SELECT * FROM earlier.published_content WHERE published_at > $1", [since])
  const means = { format: new Map(), asset: new Map(), type: new Map() } satisfies Record<string, Mean>
  let done = 0
  const rowsBegan = performance.now()
  for (const post of posts) {
    if (performance.now() > deadline) break
    const plan = await client.query<{ insight_id: number; format: string }>({
      name: "plan",
      text: "SELECT * FROM earlier.content_plans WHERE id = $1",
      values: [post.content_plan_id],
    })
    const insight = await client.query<{ asset: string; type: string }>({
      name: "insight",
      text: "SELECT * FROM earlier.insights WHERE id = $1",
      values: [plan.rows[0]?.insight_id],
    })
    note(means.format, plan.rows[0]?.format ?? "", post.engagement_rate)
    note(means.asset, insight.rows[0]?.asset ?? "", post.engagement_rate)
    note(means.type, insight.rows[0]?.type ?? "", post.engagement_rate)
    done += 1
  }
  Object.values(means).forEach(best)
  return { statements: 1 + 2 * done, share: done / posts.length, rowsBegan }
}

const JOINED = `FROM earlier.published_content c JOIN earlier.content_plans p ON p.id = c.content_plan_id JOIN earlier.insights i ON i.id = p.insight_id
  WHERE c.published_at > $1`
const bestBy = (column: string): string =>
  `SELECT ${column} AS value, avg(c.${SHARE}) AS mean ${JOINED} GROUP BY ${column} ORDER BY mean DESC LIMIT 1`

/** Every row of the joined tables, of which only the number is used, and seven aggregates. */
export const aggregatedSnapshot: Contender = async ({ client }, { since }) => {
  const loaded = await client.query(
    `SELECT c.*, p.id AS plan, p.insight_id, p.platform AS planned_platform, p.format, p.priority, p.scheduled_for, p.status,
      i.id AS insight, i.type, i.asset, i.confidence, i.details, i.supporting_data_ids, i.is_published, i.is_exclusive ${JOINED}`,
    [since],
  )
  const aggregates = [
    `SELECT sum(views), sum(likes + comments + shares), avg(${SHARE}) FROM earlier.published_content WHERE published_at > $1`,
    bestBy("p.format"),
    bestBy("i.asset"),
    bestBy("i.type"),
    `SELECT avg(i.confidence) ${JOINED}`,
    `SELECT count(*) FROM earlier.published_content WHERE published_at > $1`,
    `SELECT max(published_at) FROM earlier.published_content WHERE published_at > $1`,
  ]
  for (const text of aggregates) await client.query(text, [since])
  return { statements: 1 + aggregates.length, share: loaded.rows.length > 0 ? 1 : 0 }
}

type Log = { agent_name: string; status: string; execution_time: number }

/** Every log of the time asked for, counted here. */
export const naiveAgents: Contender = async ({ client }, { since }) => {
  const { rows } = await client.query<Log>(`SELECT * FROM earlier.agent_logs WHERE "timestamp" > $1`, [since])
  const byAgent = new Map<string, { runs: number; good: number; seconds: number }>()
  for (const { agent_name: agent, status, execution_time: seconds } of rows) {
    const sums = byAgent.get(agent) ?? { runs: 0, good: 0, seconds: 0 }
    byAgent.set(agent, { runs: sums.runs + 1, good: sums.good + (status === "success" ? 1 : 0), seconds: sums.seconds + seconds })
  }
  return { statements: 1, share: byAgent.size > 0 ? 1 : 0 }
}

/** One aggregate over the same logs. */
export const aggregatedAgents: Contender = async ({ client }, { since }) => {
  const { rows } = await client.query(
    `SELECT agent_name, count(id), sum(CASE WHEN status = 'success' THEN 1 ELSE 0 END), avg(execution_time) FROM earlier.agent_logs
      WHERE "timestamp" > $1 GROUP BY agent_name`,
    [since],
  )
  return { statements: 1, share: rows.length > 0 ? 1 : 0 }
}
