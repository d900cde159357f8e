// Events that wait in the inbox, posts that they are about, and what is in the tables once they were counted.
import { type InboxEvent, INTERACTION_CODES } from "../../shared/domain/interaction.ts"
import type { TestDatabase } from "./database.ts"

export const NOON = new Date("2026-11-21T12:00:00Z")
export const later = (ms: number): Date => new Date(NOON.getTime() + ms)

/** A like of ada's on X, half an hour before noon, unless told otherwise. */
export const eventOf = (changes: Partial<InboxEvent> = {}): InboxEvent => ({
  k: "1",
  p: "x",
  u: "ada",
  t: INTERACTION_CODES.like,
  v: 1_000,
  c: null,
  a: "2026-11-21T11:30:00.000Z",
  r: false,
  m: null,
  ...changes,
})

/** An id whose order is that of its number. */
export const inboxId = (number: number): string => `inb_${String(number).padStart(10, "0")}`

export async function insertWaiting(
  { postgres }: TestDatabase,
  rows: readonly { readonly number: number; readonly source?: string; readonly events: readonly unknown[] }[],
): Promise<void> {
  const values = JSON.stringify(rows.map(({ number, source = "app", events }) => ({ id: inboxId(number), source, events })))
  await postgres.query(
    "INSERT INTO event_inbox (id, source, received_at, events) SELECT id, source, $2::timestamptz, events FROM jsonb_to_recordset($1::jsonb) AS r (id text, source text, events jsonb)",
    [values, NOON.toISOString()],
  )
}

/** Posts 1 to `count` on X, without the plans and deliveries that lead to one: `post_000000000001` is `e1` there. */
export const insertPosts = ({ postgres }: TestDatabase, count: number): Promise<void> =>
  postgres.exec(`
    SET session_replication_role = replica;
    INSERT INTO published_content (id, delivery_id, plan_id, draft_id, insight_id, channel, tier, external_id, published_at, asset, topic, format, insight_type)
    SELECT 'post_' || lpad(n::text, 12, '0'), 'dlv_' || n, 'plan_' || n, 'draft_' || n, 'ins_' || n, 'x', 'public', 'e' || n, '2026-11-21T08:00Z',
      (ARRAY['BTC', 'ETH'])[1 + n % 2], 'price', 'single', 'breakout' FROM generate_series(1, ${count}) AS n;
    RESET session_replication_role`)

export const emptyCounting = ({ postgres }: TestDatabase): Promise<void> =>
  postgres.exec(`
    TRUNCATE event_inbox, events_aside, community_users, user_identities, forgotten_identities, interaction_keys, user_interactions, topic_hours,
      interaction_days, published_content CASCADE`)

const moment = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** The tables as lists of texts, in no order that matters; a person is named by their accounts. */
export async function readCounting(database: TestDatabase) {
  const list = async (sql: string) => (await database.rows(sql)).map((row) => row.join(" ")).toSorted()
  const who =
    "(SELECT string_agg(i.platform || ':' || i.external_id, '+' ORDER BY i.platform) FROM user_identities AS i WHERE i.user_id = x.user_id)"
  return {
    people: await list("SELECT count(*) FROM community_users"),
    identities: await list("SELECT platform || ':' || external_id FROM user_identities"),
    keys: await list(`SELECT source, external_id, ${who}, ${moment("at")} FROM interaction_keys AS x`),
    interactions: await list(
      `SELECT source, external_id, ${who}, ${moment("at")}, type, milli_value, platform, post_id FROM user_interactions AS x`,
    ),
    hours: await list(
      `SELECT ${moment("hour")}, asset, topic, interactions, milli_value FROM topic_hours WHERE interactions <> 0 OR milli_value <> 0`,
    ),
    days: await list(
      "SELECT day, platform, type, interactions, milli_value FROM interaction_days WHERE interactions <> 0 OR milli_value <> 0",
    ),
    aside: await list("SELECT source, external_id, reason FROM events_aside WHERE replayed_at IS NULL"),
    inbox: await list("SELECT id FROM event_inbox"),
  }
}
export type Counting = Awaited<ReturnType<typeof readCounting>>
