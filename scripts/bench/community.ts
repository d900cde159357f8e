// Which people and interactions is engagement measured on? Drawn from hashes, so that the same size is the same data, in both systems.
import type { Stand } from "./stand.ts"
import { EARLIER_INDEXES, EARLIER_TABLES } from "./earlier-tables.ts"

/** The moment of every measurement; interactions lie in the 60 days before it, evenly. */
export const NOW = new Date("2026-11-21T12:00:00Z")
export const WINDOW_FROM = new Date("2026-10-22T12:00:00Z")

/** A million people have ten interactions each, fewer have twenty, half of them within the window. */
export const interactionsOf = (users: number): number => users * (users >= 1_000_000 ? 10 : 20)

/** A number from 0 to 1 (without it) for row n, the same at every run. */
const draw = (seed: number): string => `((hashint8extended(n, ${seed}) & 9007199254740991)::float8 / 9007199254740992)`

/**
 * Person, moment, type code and value of interaction n. The first of N people has the share N^(-1/2) of all interactions, and the k-th one
 * about k^(-1/2) / 2 of that: a few act all the time, most seldom (a Zipf law with exponent 1/2; a steeper one gives a person hundreds of
 * interactions a day).
 */
const drawn = (users: number, interactions: number): string => `
  SELECT n, 1 + floor(${users} * power(${draw(1)}, 2))::bigint AS user_id,
    timestamptz '${NOW.toISOString()}' - interval '60 days' * (1 - n::float8 / ${interactions}) AS at,
    (ARRAY[1, 1, 1, 1, 2, 2, 3, 4, 5, 6])[1 + floor(10 * ${draw(2)})::int]::smallint AS type
  FROM generate_series(1, ${interactions}::bigint) AS n`

const NAMES = "ARRAY['like', 'retweet', 'reply', 'quote', 'dm_open', 'dm_click']"

/** Empties and fills ours; people came one after the other in three years. Foreign keys are not looked up meanwhile. */
export async function fillCommunity({ exec }: Stand, users: number, interactions = interactionsOf(users)): Promise<void> {
  await exec(`
    SET session_replication_role = replica;
    TRUNCATE community_users, user_identities, interaction_keys, user_interactions, engagement_scores, scorings, audience_days, conversion_attempts;
    SELECT make_interaction_partitions(timestamptz '${NOW.toISOString()}' - interval '3 months', timestamptz '${NOW.toISOString()}' + interval '1 month');
    INSERT INTO community_users (id, tier, first_seen_at, consent_at, consent_how)
    SELECT n, CASE WHEN n % 20 = 0 THEN 'basic' ELSE 'free' END, timestamptz '${NOW.toISOString()}' - interval '3 years' * (1 - n::float8 / ${users}),
      CASE WHEN n % 3 > 0 THEN timestamptz '${NOW.toISOString()}' - interval '60 days' END, CASE WHEN n % 3 > 0 THEN 'asked' END
    FROM generate_series(1, ${users}::bigint) AS n;
    INSERT INTO user_identities (platform, external_id, user_id, first_seen_at)
    SELECT 'x', 'u' || id, id, first_seen_at FROM community_users;
    INSERT INTO user_interactions (user_id, at, type, milli_value, platform, source, external_id, stored_at)
    SELECT user_id, at, type, 1000, 'x', 'bench', 'e' || n, at FROM (${drawn(users, interactions)}) AS d;
    SET session_replication_role = origin;`)
  await exec("VACUUM (ANALYZE) community_users, user_identities, user_interactions")
}

/** The same people and interactions in the earlier system's tables. */
export async function fillEarlierCommunity({ exec }: Stand, users: number): Promise<void> {
  await exec(`${EARLIER_TABLES}
    INSERT INTO earlier.community_users
    SELECT n, 'u' || n, 'name' || n, NULL, NULL, NULL, NULL, NULL, (CASE WHEN n % 20 = 0 THEN 'basic' ELSE 'free' END)::earlier.user_tier, 'inactive',
      0, NULL, 0, false, NULL, false, false, timestamp '2026-09-22', NULL, timestamp '2026-09-22', timestamp '2026-09-22'
    FROM generate_series(1, ${users}) AS n;
    INSERT INTO earlier.user_interactions (user_id, interaction_type, platform, interaction_metadata, engagement_value, "timestamp")
    SELECT user_id, (${NAMES})[type], 'x', '{}', 1.0, at AT TIME ZONE 'UTC' FROM (${drawn(users, interactionsOf(users))}) AS d;
    ${EARLIER_INDEXES.engagement}`)
  await exec("VACUUM (ANALYZE) earlier.community_users, earlier.user_interactions")
}
