// Rows of a community, for tests: people, what they did, their scores, and who agreed to offers.
import type { TestDatabase } from "./database.ts"

const NOON = "2026-11-21T12:00:00Z"

/**
 * So many interactions of a tenth as many people, two hours apart from NOON (2026-11-21 12:00 UTC) backwards. Everyone has an account on X and
 * agreed to offers.
 */
export async function insertPeople({ postgres }: TestDatabase, interactions: number): Promise<void> {
  const people = Math.max(1, Math.floor(interactions / 10))
  await postgres.exec(`
    INSERT INTO community_users (id, first_seen_at, consent_at, consent_how) SELECT n, '2026-01-01Z', '2026-01-02Z', 'asked' FROM generate_series(1, ${people}) AS n;
    INSERT INTO user_identities (platform, external_id, user_id, first_seen_at) SELECT 'x', 'u' || id, id, first_seen_at FROM community_users;
    INSERT INTO user_interactions (user_id, at, type, milli_value, platform, source, external_id, stored_at)
    SELECT 1 + n % ${people}, t, 1 + n % 6, 5000, 'x', 'test', 'e' || n, t
    FROM generate_series(1, ${interactions}) AS n, LATERAL (SELECT timestamptz '${NOON}' - n % 300 * interval '2 hours' AS t) AS v`)
}

/** The same, scored at NOON with the usual weights by a run that is there too. */
export async function insertScored(database: TestDatabase, interactions: number): Promise<void> {
  await insertPeople(database, interactions)
  await database.postgres.exec(`${SCORING};
    INSERT INTO engagement_scores (user_id, micro_points, score, interactions, last_at, scored_at)
    SELECT user_id, sum(p), least(100, round(sum(p) / 500000.0, 2)), count(*), max(at), '${NOON}'
    FROM user_interactions, LATERAL (SELECT milli_value::bigint * (ARRAY[1000, 2000, 3000, 4000, 5000, 10000])[type] AS p) AS v
    WHERE at > timestamptz '${NOON}' - interval '720 hours' GROUP BY user_id`)
}

/** A scoring of everyone at NOON. */
export const SCORING = `
    INSERT INTO runs (id, agent, key, trigger, input, state, attempt, moment, started_at, finished_at)
    VALUES ('run_scoring0000', 'engagement', 'engagement:seed', 'manual', '{}', 'succeeded', 1, '${NOON}', '${NOON}', '${NOON}');
    INSERT INTO scorings (run_id, kind, at, window_from, weights, people, changed)
    VALUES ('run_scoring0000', 'full', '${NOON}', timestamptz '${NOON}' - interval '720 hours',
      '{"1": 1000, "2": 2000, "3": 3000, "4": 4000, "5": 5000, "6": 10000, "rest": 1000}', 1, 1)`

/** Interactions, consents and drafts of the people who are there already, for questions about large tables. */
export const FILL_PEOPLE = `
  ${SCORING};
  UPDATE community_users SET consent_at = first_seen_at, consent_how = 'asked' WHERE id % 3 = 0;
  INSERT INTO user_interactions (user_id, at, type, milli_value, platform, source, external_id, stored_at)
  SELECT id, t, 1 + n % 6, 1000, 'x', 'fill', id || ':' || n, t
  FROM community_users, generate_series(1, 5) AS n, LATERAL (SELECT timestamptz '${NOON}' - (id % 30) * interval '1 day' - n * interval '1 hour' AS t) AS v;
  INSERT INTO conversion_attempts (id, user_id, platform, tier, text, reasons, score, state, run_id, drafted_at, expires_at)
  SELECT 'cnv_fill' || lpad(id::text, 10, '0'), id, 'x', 'basic', 'x', '{}', 60, CASE WHEN id % 100 = 0 THEN 'drafted' ELSE 'expired' END, 'run_scoring0000',
    '${NOON}', timestamptz '${NOON}' + interval '7 days'
  FROM community_users;`
