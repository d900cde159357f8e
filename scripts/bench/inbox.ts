// Which events wait to be counted? Requests of a thousand each, as the ingest Worker stores them, made by the server itself.
import { NOW } from "./community.ts"
import type { Stand } from "./stand.ts"

export const EVENTS_OF_A_REQUEST = 1_000
/** Of a hundred events: so many say again what another one said, come late (up to 60 days), are of somebody new, are about a post. */
export const SHARES = { repeated: 10, late: 5, stranger: 1, post: 50 } as const
/** Posts that events may be about. */
export const POSTS = 1_000

const draw = (seed: number): string => `((hashint8extended(m, ${seed}) & 9007199254740991)::float8 / 9007199254740992)`
const percent = (seed: number): string => `(hashint8extended(m, ${seed}) & 2147483647) % 100`

/**
 * Fills the inbox with `count` events of sources named for the round. Event n is the n-th thing that happened, or the same again as one of
 * the ten thousand before it, in any case exactly as it was said first.
 */
export async function fillInbox(
  { exec }: Stand,
  round: string,
  { events: count, users }: { events: number; users: number },
): Promise<void> {
  const at = `timestamptz '${NOW.toISOString()}'`
  await exec(`
    TRUNCATE event_inbox;
    INSERT INTO event_inbox (id, source, received_at, events)
    SELECT 'inb_${round}' || lpad(request::text, 10, '0'), 'bench', ${at}, jsonb_agg(event ORDER BY n)
    FROM (
      SELECT n, (n - 1) / ${EVENTS_OF_A_REQUEST} AS request, jsonb_build_object('k', '${round}' || m, 'p', 'x',
        'u', CASE WHEN ${percent(13)} < ${SHARES.stranger} THEN '${round}new' || m ELSE 'u' || 1 + floor(${users} * power(${draw(1)}, 3))::bigint END,
        't', (ARRAY[1, 1, 1, 1, 2, 2, 3, 4, 5, 6])[1 + floor(10 * ${draw(2)})::int], 'v', 1000,
        'c', CASE WHEN ${percent(14)} < ${SHARES.post} THEN 'post_' || lpad((1 + floor(${POSTS - 100} * ${draw(3)}))::text, 10, '0') END,
        'a', to_char((${at} - CASE WHEN ${percent(15)} < ${SHARES.late} THEN interval '60 days' ELSE interval '1 hour' END * ${draw(4)}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'r', false, 'm', NULL) AS event
      FROM (
        SELECT n, CASE WHEN n > 1 AND (hashint8extended(n, 16) & 2147483647) % 100 < ${SHARES.repeated}
          THEN greatest(1, n - 1 - (hashint8extended(n, 17) & 2147483647) % 10000) ELSE n END AS m
        FROM generate_series(1, ${count}::bigint) AS n
      ) AS drawn
    ) AS made GROUP BY request`)
  await exec("ANALYZE event_inbox")
}

/** How many different events a round of `fillInbox` holds. */
export async function countDifferent({ client }: Stand): Promise<number> {
  const { rows } = await client.query<{ n: string }>(
    "SELECT count(DISTINCT e ->> 'k') AS n FROM event_inbox, jsonb_array_elements(events) AS e",
  )
  return Number(rows[0]?.n)
}
