// How did the earlier system score its people: first one question for each of them, then one aggregate and an UPDATE for each?
import type pg from "pg"
import type { Contender } from "./contender.ts"

const WEIGHTS: Readonly<Record<string, number>> = { like: 1, retweet: 2, reply: 3, quote: 4, dm_open: 5, dm_click: 10 }
const WEIGHT_SQL = `CASE interaction_type WHEN 'like' THEN 1 WHEN 'retweet' THEN 2 WHEN 'reply' THEN 3 WHEN 'quote' THEN 4 WHEN 'dm_open' THEN 5
  WHEN 'dm_click' THEN 10 ELSE 1 END`
const USERS = { name: "users", text: "SELECT * FROM earlier.community_users" }

type User = { id: number; engagement_score: number; total_interactions: number; last_interaction: Date | null }
type Interaction = { interaction_type: string; engagement_value: number; timestamp: Date }
type Score = { readonly score: number; readonly count: number; readonly last: Date | null }

const NONE: Score = { score: 0, count: 0, last: null }
const scoreOf = (points: number): number => Math.round(Math.min(100, (points / 50) * 100) * 100) / 100

/** What an ORM writes back: the columns that changed, person by person, and nothing where none did. */
async function store(client: pg.Client, user: User, { score, count, last }: Score): Promise<number> {
  const same = user.engagement_score === score && user.total_interactions === count && user.last_interaction?.getTime() === last?.getTime()
  if (same) return 0
  await client.query({
    name: "store",
    text: "UPDATE earlier.community_users SET engagement_score = $1, total_interactions = $2, last_interaction = $3, updated_at = $4 WHERE id = $5",
    values: [score, count, last, new Date(0), user.id],
  })
  return 1
}

/** One question and at most one UPDATE for each person. */
export const naiveEngagement: Contender = async ({ client, deadline }, { since }) => {
  const { rows: users } = await client.query<User>(USERS)
  let statements = 1
  let done = 0
  const rowsBegan = performance.now()
  for (const user of users) {
    if (performance.now() > deadline) break
    const { rows } = await client.query<Interaction>({
      name: "interactions",
      text: `SELECT * FROM earlier.user_interactions WHERE user_id = $1 AND "timestamp" > $2`,
      values: [user.id, since],
    })
    const points = rows.reduce((sum, row) => sum + row.engagement_value * (WEIGHTS[row.interaction_type] ?? 1), 0)
    const last = rows.reduce<Date | null>((latest, { timestamp }) => (latest === null || timestamp > latest ? timestamp : latest), null)
    statements += 1 + (await store(client, user, { score: scoreOf(points), count: rows.length, last }))
    done += 1
  }
  return { statements, share: done / users.length, rowsBegan }
}

/** All people, one aggregate over their interactions, and an UPDATE for each whose score changed. */
export const aggregatedEngagement: Contender = async ({ client, deadline }, { since }) => {
  const { rows: users } = await client.query<User>(USERS)
  const { rows } = await client.query<{ user_id: number; count: string; points: number; last: Date }>({
    text: `SELECT user_id, count(id) AS count, sum(engagement_value * ${WEIGHT_SQL}) AS points, max("timestamp") AS last
      FROM earlier.user_interactions WHERE "timestamp" > $1 GROUP BY user_id`,
    values: [since],
  })
  const scores = new Map(rows.map((row) => [row.user_id, { score: scoreOf(row.points), count: Number(row.count), last: row.last }]))
  let statements = 2
  let done = 0
  const rowsBegan = performance.now()
  for (const user of users) {
    if (performance.now() > deadline) break
    statements += await store(client, user, scores.get(user.id) ?? NONE)
    done += 1
  }
  return { statements, share: done / users.length, rowsBegan }
}
