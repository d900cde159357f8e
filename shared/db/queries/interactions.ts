// Questions that count what people did: taking waiting events out of the inbox, once each, and setting aside what can't be counted.
import { type SQL, sql } from "drizzle-orm"
import { newId } from "../../kit/ids.ts"
import { type Db, rowsAs } from "../client.ts"
import { asideId } from "./inbox-refusals.ts"

/** What became of the events of some rows of the inbox: `events` is the sum of all that follows it but `peopleCreated`. */
export type Counts = {
  /** Rows of the inbox. */
  readonly batches: number
  readonly events: number
  readonly counted: number
  /** Said before: nothing follows from them. */
  readonly duplicates: number
  /** Taken back, or noted for what is still to come. */
  readonly retracted: number
  /** Of people who asked to be forgotten: nothing of them is kept. */
  readonly forgotten: number
  /** Can't be counted now: kept with the reason. */
  readonly aside: number
  /** Taking back what another batch was just counting: they wait in the inbox again. */
  readonly postponed: number
  readonly peopleCreated: number
}

type Order = {
  /** Most rows of the inbox; each has up to 1,000 events. */
  readonly limit: number
  readonly now: Date
  /** Only this row. */
  readonly only?: string
}

/** An event as the inbox has it, from the columns of `said`. */
const AS_EVENT = sql`jsonb_build_object('k', j.k, 'p', j.p, 'u', j.u, 't', j.t, 'v', j.v, 'c', j.c,
        'a', to_char(j.a AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'r', j.r, 'm', j.m)`

/**
 * The rows of the inbox that nobody else has, and what they say: each event once, taking back before doing. The sort is also the order in
 * which every statement takes its locks.
 */
const said = ({ limit, only }: Order): SQL => sql`taken AS MATERIALIZED (
        DELETE FROM event_inbox
        WHERE id = ANY (ARRAY(
          SELECT id FROM event_inbox ${only === undefined ? sql`` : sql`WHERE id = ${only}`} ORDER BY id LIMIT ${limit}::int FOR UPDATE SKIP LOCKED))
        RETURNING id, source, received_at, events
      ), said AS MATERIALIZED (
        SELECT DISTINCT ON (b.source, e.k) b.source, b.received_at, e.*
        FROM taken AS b, ROWS FROM (jsonb_to_recordset(b.events) AS (k text COLLATE "C", p text COLLATE "C", u text COLLATE "C", t smallint,
          v integer, c text COLLATE "C", a timestamptz, r boolean, m jsonb)) WITH ORDINALITY AS e (k, p, u, t, v, c, a, r, m, place)
        ORDER BY b.source, e.k, e.r DESC, b.id, e.place
      )`

/**
 * Whose and about what each event is, and why it can't be counted. The known accounts are held, so that nobody is joined, parted or forgotten
 * meanwhile. FULL JOIN finds the same as LEFT JOIN here, but is never done as a nested loop, which the planner takes for the best way
 * to join what it thinks is one row: with thousands it takes seconds.
 */
const JUDGED = sql`known AS MATERIALIZED (
        SELECT i.platform AS p, i.external_id AS u, i.user_id
        FROM (SELECT DISTINCT p, u FROM said) AS w JOIN user_identities AS i ON i.platform = w.p AND i.external_id = w.u
        ORDER BY i.platform, i.external_id FOR KEY SHARE OF i
      ), posts AS MATERIALIZED (
        SELECT w.p, w.c, x.id, x.asset, x.topic
        FROM (SELECT DISTINCT p, c FROM said WHERE c IS NOT NULL AND NOT r) AS w
        CROSS JOIN LATERAL (
          SELECT id, asset, topic FROM published_content WHERE id = w.c
          UNION ALL SELECT id, asset, topic FROM published_content
          WHERE w.c LIKE 'ext:%' AND channel = w.p COLLATE "default" AND external_id = substr(w.c, 5) COLLATE "default"
        ) AS x
      ), oldest AS (
        SELECT min(to_date(right(c.relname, 7), 'YYYY_MM'))::timestamp AT TIME ZONE 'UTC' AS at
        FROM pg_inherits AS h JOIN pg_class AS c ON c.oid = h.inhrelid
        WHERE h.inhparent = 'user_interactions'::regclass AND c.relname ~ '^user_interactions_\\d{4}_\\d{2}$'
      ), judged AS MATERIALIZED (
        SELECT s.*, i.user_id, x.id AS post_id, x.asset, x.topic,
          CASE WHEN s.r THEN NULL WHEN s.c IS NOT NULL AND x.id IS NULL THEN 'unknown-post' WHEN s.a < (SELECT at FROM oldest) THEN 'too-old' END AS reason
        FROM said AS s FULL JOIN known AS i ON i.p = s.p AND i.u = s.u FULL JOIN posts AS x ON x.p = s.p AND x.c = s.c
      ), forgotten AS MATERIALIZED (
        SELECT s.p, s.u FROM (SELECT DISTINCT p, u FROM judged WHERE user_id IS NULL) AS s CROSS JOIN identity_salt AS z
        JOIN forgotten_identities AS f ON f.identity_hash = encode(sha256(convert_to(z.salt || s.p || ':' || s.u, 'UTF8')), 'hex')
      )`

const isForgotten = (alias: SQL): SQL => sql`EXISTS (SELECT FROM forgotten AS f WHERE f.p = ${alias}.p AND f.u = ${alias}.u)`
/** OFFSET 0 has it looked up event by event: the planner expects many more than there are, and would read all keys instead. */
const isSaidBefore = (alias: SQL): SQL =>
  sql`EXISTS (SELECT FROM interaction_keys AS y WHERE y.source = ${alias}.source AND y.external_id = ${alias}.k OFFSET 0)`

/** New people, for events that will be counted. Whoever was made by another batch meanwhile is that batch's. */
const people = (now: SQL): SQL => sql`proposed AS MATERIALIZED (
        SELECT p, u, nextval('community_users_id_seq') AS user_id
        FROM (SELECT DISTINCT p, u FROM judged AS j WHERE user_id IS NULL AND reason IS NULL AND NOT r
          AND NOT ${isForgotten(sql`j`)} AND NOT ${isSaidBefore(sql`j`)} ORDER BY p, u) AS n
      ), named AS MATERIALIZED (
        INSERT INTO user_identities AS i (platform, external_id, user_id, first_seen_at)
        SELECT p, u, user_id, ${now} FROM proposed ORDER BY p, u
        ON CONFLICT (platform, external_id) DO UPDATE SET first_seen_at = i.first_seen_at
        RETURNING platform AS p, external_id AS u, user_id, xmax = 0 AS is_new
      ), people AS (
        INSERT INTO community_users (id, first_seen_at) SELECT user_id, ${now} FROM named WHERE is_new RETURNING id
      ), placed AS MATERIALIZED (
        SELECT j.*, coalesce(j.user_id, n.user_id) AS person, NOT j.r AND j.reason IS NULL AS is_fit
        FROM judged AS j FULL JOIN named AS n ON n.p = j.p AND n.u = j.u
      )`

/**
 * The keys, which decide what counts: an event whose key is there was said before. A key without a moment was taken back; `-infinity` asks for
 * that where the key is there. All in one pass in the order of the keys: with a pass for what is new and one for what is taken back
 * two statements can wait for each other.
 */
const KEYED = sql`taking AS MATERIALIZED (
        SELECT j.*, y.user_id AS owner, y.at AS stood, y.source IS NOT NULL AS is_known
        FROM judged AS j LEFT JOIN LATERAL (
          SELECT source, user_id, at FROM interaction_keys WHERE source = j.source AND external_id = j.k OFFSET 0
        ) AS y ON true
        WHERE j.r AND NOT ${isForgotten(sql`j`)}
      ), keyed AS MATERIALIZED (
        INSERT INTO interaction_keys AS y (source, external_id, user_id, at)
        SELECT source, k, person, a FROM (
          SELECT source, k, person, a FROM placed WHERE is_fit AND person IS NOT NULL
          UNION ALL SELECT source, k, CASE WHEN is_known THEN owner ELSE user_id END, CASE WHEN is_known THEN timestamptz '-infinity' END
          FROM taking WHERE NOT is_known OR stood IS NOT NULL
        ) AS n
        WHERE (SELECT count(*) FROM named) >= 0
        ORDER BY source, k
        ON CONFLICT (source, external_id) DO UPDATE SET at = NULL WHERE excluded.at = '-infinity' AND y.at IS NOT NULL
        RETURNING source, external_id AS k, user_id, at
      )`

/** The interactions themselves: what is new, and the negative of what is taken back, at the same moment of the same person. */
const stored = (now: SQL): SQL => sql`joined AS MATERIALIZED (
        SELECT n.*, y.at > '-infinity' AS is_counted FROM placed AS n FULL JOIN keyed AS y ON y.source = n.source AND y.k = n.k
      ), counting AS MATERIALIZED (
        SELECT person, a AS at, t AS type, v AS milli_value, p AS platform, post_id, source, k, m AS metadata, asset, topic, 1 AS sign
        FROM joined WHERE is_counted
        UNION ALL
        SELECT y.user_id, x.at, x.type, -x.milli_value, x.platform, x.post_id, x.source, x.external_id, NULL, c.asset, c.topic, -1
        FROM taking AS g JOIN keyed AS y ON y.source = g.source AND y.k = g.k AND g.is_known
        JOIN user_interactions AS x ON x.user_id = g.owner AND x.at = g.stood AND x.source = g.source AND x.external_id = g.k AND x.milli_value > 0
        LEFT JOIN published_content AS c ON c.id = x.post_id
      ), stored AS (
        INSERT INTO user_interactions (user_id, at, type, milli_value, platform, post_id, source, external_id, stored_at, metadata)
        SELECT person, at, type, milli_value, platform, post_id, source, k, ${now}, metadata FROM counting
        RETURNING type
      )`

/** What was left out: kept with its reason, or back in the inbox. */
const left = (now: SQL, id: string): SQL => sql`aside AS (
        INSERT INTO events_aside (id, source, external_id, event, reason, received_at, set_aside_at)
        SELECT ${asideId(sql`j.source`, sql`j.k`)} AS id, j.source, j.k, ${AS_EVENT}, j.reason, j.received_at, ${now}
        FROM judged AS j
        WHERE j.reason IS NOT NULL AND NOT ${isForgotten(sql`j`)} AND NOT ${isSaidBefore(sql`j`)} AND (SELECT count(*) FROM stored) >= 0
        ORDER BY 1
        ON CONFLICT (id) DO UPDATE SET event = excluded.event, reason = excluded.reason, detail = NULL, set_aside_at = excluded.set_aside_at, replayed_at = NULL
        RETURNING 1
      ), postponed AS (
        INSERT INTO event_inbox (id, source, received_at, events)
        SELECT ${id} || lpad(row_number() OVER (ORDER BY j.source)::text, 4, '0'), j.source, min(j.received_at), jsonb_agg(${AS_EVENT})
        FROM taking AS j WHERE NOT j.is_known AND NOT EXISTS (SELECT FROM keyed AS y WHERE y.source = j.source AND y.k = j.k)
        GROUP BY j.source
        RETURNING jsonb_array_length(events) AS events
      )`

/** The sums, last: their rows are few, and everybody waits for whoever holds them. */
const SUMMED = sql`hours AS (
        INSERT INTO topic_hours AS o (hour, asset, topic, interactions, milli_value)
        SELECT date_trunc('hour', at, 'UTC'), asset, topic, sum(sign), sum(milli_value) FROM counting
        WHERE asset IS NOT NULL AND (SELECT count(*) FROM aside) >= 0
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        ON CONFLICT (hour, asset, topic) DO UPDATE
          SET interactions = o.interactions + excluded.interactions, milli_value = o.milli_value + excluded.milli_value
        RETURNING 1
      ), days AS (
        INSERT INTO interaction_days AS o (day, platform, type, interactions, milli_value)
        SELECT (at AT TIME ZONE 'UTC')::date, platform, type, sum(sign), sum(milli_value) FROM counting
        WHERE (SELECT count(*) FROM hours) >= 0
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        ON CONFLICT (day, platform, type) DO UPDATE
          SET interactions = o.interactions + excluded.interactions, milli_value = o.milli_value + excluded.milli_value
        RETURNING 1
      )`

/**
 * Counts the events of up to `limit` rows of the inbox that nobody else is counting, and removes the rows: one transaction, so whatever is
 * cut off is done again, and nothing twice. Several at once neither wait for each other's rows nor deadlock: accounts, keys, what is set aside
 * and sums are taken in this order, each sorted. The conditions `(SELECT count(*) ...) >= 0` say nothing but "after".
 */
export async function countInbox(db: Db, order: Order): Promise<Counts> {
  const now = sql`${order.now.toISOString()}::timestamptz`
  const [row] = await rowsAs<Omit<Counts, "duplicates">>(
    db,
    sql`
      WITH ${said(order)}, ${JUDGED}, ${people(now)}, ${KEYED}, ${stored(now)}, ${left(now, newId("inb", order.now))}, ${SUMMED}
      SELECT (SELECT count(*) FROM taken)::int AS batches, (SELECT coalesce(sum(jsonb_array_length(events)), 0) FROM taken)::int AS events,
        (SELECT count(*) FROM keyed WHERE at > '-infinity')::int AS counted,
        (SELECT count(*) FROM keyed WHERE at IS NULL OR at = '-infinity')::int AS retracted,
        (SELECT count(*) FROM judged AS j WHERE ${isForgotten(sql`j`)})::int AS forgotten, (SELECT count(*) FROM aside)::int AS aside,
        (SELECT coalesce(sum(events), 0) FROM postponed)::int AS postponed, (SELECT count(*) FROM people)::int AS "peopleCreated",
        (SELECT count(*) FROM days)::int AS days`,
  )
  if (row === undefined) throw new Error("A statement of one row gave none.")
  const { batches, events, counted, retracted, forgotten, aside, postponed, peopleCreated } = row
  const duplicates = events - counted - retracted - forgotten - aside - postponed
  return { batches, events, counted, duplicates, retracted, forgotten, aside, postponed, peopleCreated }
}
