// Figures of a studio that has gone for three weeks, and a small community: what the pages of analytics and of the audience are shown with.
import { insertPostReadings } from "../../shared/db/queries/post-readings.ts"
import type { TestDatabase } from "../db/database.ts"
import { toSnapshot } from "../../shared/domain/period-sums.ts"
import { insertFirstRun, insertSnapshots, sumsOfDay } from "../db/performance-rows.ts"
import { insertPosts, type PostRow, postIdOf, randomPost } from "../db/post-rows.ts"
import { seededRandom } from "../../shared/kit/random.ts"

const UNKNOWN = { impressions: null, likes: null, replies: null, reposts: null, quotes: null, bookmarks: null }
/** Points of the second person: 20 likes a day over two days, and five replies. */
export const BORIS = { id: 2, points: 55, score: 100 } as const

/** Threads on X do two and a half times as well as all else; Telegram tells nothing. */
export async function seedPosts(database: TestDatabase, now: Date): Promise<readonly PostRow[]> {
  const draw = seededRandom("stats-cast")
  const posts = Array.from({ length: 240 }, (_, i): PostRow => {
    const post = randomPost(i + 1, draw, { until: new Date(now.getTime() - 25 * 3_600_000), hours: 480 })
    return { ...post, channel: draw() < 0.2 ? "telegram" : "x", format: draw() < 0.3 ? "thread" : "single" }
  })
  await insertPosts(database.postgres, posts)
  const readings = posts.map((post) => {
    const base = { ...UNKNOWN, postId: postIdOf(post.number), bandHours: 24, state: "measured" as const }
    const impressions = 400 + Math.floor(draw() * 2_000)
    const rate = (post.format === "thread" ? 0.05 : 0.02) * (0.5 + draw())
    return post.channel === "telegram" ? base : { ...base, impressions, likes: Math.round(impressions * rate) }
  })
  await insertPostReadings(database.db("studio_agents"), readings, now)
  return posts
}

/** What happened to whom in eight days: BTC's price is taken up five times as much as usual. */
export async function seedTopics({ postgres }: TestDatabase, now: Date): Promise<void> {
  const end = new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000).toISOString()
  await postgres.exec(`
    INSERT INTO topic_hours (hour, asset, topic, interactions, milli_value)
    SELECT timestamptz '${end}' - n * interval '1 hour', asset, topic, CASE WHEN n <= 24 AND asset = 'BTC' AND topic = 'price' THEN 20 ELSE 4 END, 4000
    FROM generate_series(1, 192) AS n, unnest(ARRAY['BTC', 'ETH', 'SOL']) AS asset, unnest(ARRAY['price', 'news']) AS topic`)
}

/** Two people with scores, events that could not be counted, and some that wait. Whatever a platform or a program says reads `text`. */
export async function seedPeople({ postgres }: TestDatabase, now: Date, text = "2244994945"): Promise<void> {
  const at = `timestamptz '${now.toISOString()}'`
  const day = now.toISOString().slice(0, 10)
  const said = (longest: number) => `'${[...text].slice(0, longest).join("").replaceAll("'", "''")}'`
  await postgres.exec(`
    INSERT INTO audience_days (day, people, active_1d, active_7d, active_30d, micro_points, by_score)
    VALUES ('${day}', 12, 3, 5, 9, 0, '{3,2,1,1,1,1,1,0,1,0,1}'), (date '${day}' - 1, 10, 2, 4, 8, 0, '{3,2,1,1,1,1,0,0,1,0,0}');
    INSERT INTO runs (id, agent, key, trigger, input, state, attempt, moment, started_at, finished_at)
    VALUES ('run_statscast1', 'engagement', 'engagement:cast', 'manual', '{}', 'succeeded', 1, ${at}, ${at}, ${at});
    INSERT INTO scorings (run_id, kind, at, window_from, weights, people, changed)
    VALUES ('run_statscast1', 'full', ${at}, ${at} - interval '720 hours', '{"1": 1000, "3": 3000, "rest": 1000}', 2, 2);
    INSERT INTO community_users (id, tier, first_seen_at) VALUES (1, 'premium', ${at} - interval '9 days'), (2, 'free', ${at} - interval '2 days');
    INSERT INTO user_identities (platform, external_id, user_id, first_seen_at) VALUES ('telegram', ${said(100)}, 2, ${at}), ('x', 'x-2', 2, ${at}), ('x', 'x-1', 1, ${at});
    INSERT INTO user_interactions (user_id, at, type, milli_value, platform, source, external_id, stored_at)
    SELECT 2, t, 1, 1000, 'x', 'forum', 'like-' || n, t FROM generate_series(1, 40) AS n, LATERAL (SELECT ${at} - (n % 2) * interval '1 day' - interval '1 hour' AS t) AS v
    UNION ALL SELECT 2, t, 3, 1000, 'x', 'forum', 'reply-' || n, t FROM generate_series(1, 5) AS n, LATERAL (SELECT ${at} - interval '2 hours' AS t) AS v;
    INSERT INTO engagement_scores (user_id, micro_points, score, interactions, last_at, scored_at)
    VALUES (2, ${BORIS.points}000000, ${BORIS.score}, 45, ${at} - interval '1 hour', ${at}), (1, 7500000, 15, 3, ${at} - interval '3 days', ${at});
    INSERT INTO events_aside (id, source, external_id, event, reason, detail, received_at, set_aside_at)
    VALUES ('asd_statscast001', 'forum', ${said(200)}, '{"k": "e1", "p": "x", "u": "1", "t": 1, "v": 1000, "c": null, "a": "${now.toISOString()}", "r": false, "m": null}', 'unknown-post', ${said(900)}, ${at}, ${at});
    INSERT INTO event_inbox (id, source, received_at, events) VALUES ('inb_statscast001', 'forum', ${at} - interval '4 minutes', '[{}, {}, {}]')`)
}

/** A day of runs, and what the daily tests found. */
export async function seedOperation({ postgres }: TestDatabase, now: Date): Promise<void> {
  const at = `timestamptz '${now.toISOString()}'`
  await postgres.exec(`
    INSERT INTO run_stats (grain, period_start, agent, succeeded, bucket, runs, wall_ms)
    VALUES ('hour', date_trunc('hour', ${at}, 'UTC'), 'analysis', true, 58, 39, 39000), ('hour', date_trunc('hour', ${at}, 'UTC'), 'analysis', false, 73, 1, 1000);
    INSERT INTO findings (id, kind, metric, period, starts_on, direction, detail, found_at, run_id) VALUES
      ('fnd_statscast001', 'anomaly', 'impressions', 'day', '2026-11-20', 'up',
        '{"test": "seasonal-robust-t", "n": 30, "value": 9000, "expected": 4000, "deviations": 5.25, "p": 0.00001, "falseDiscoveries": 0.05, "metrics": 9}', ${at}, 'run_statscast1');
    INSERT INTO forecasts (id, metric, period, starts_on, model, low, middle, high, coverage, made_at, run_id, actual, score, settled_at) VALUES
      ('fct_statscast001', 'mean-rate', 'day', '2026-11-20', 'weekday-level', 0.02, 0.03, 0.04, 0.8, ${at}, 'run_statscast1', 0.025, 0.02, ${at}),
      ('fct_statscast002', 'spend', 'day', '2026-11-22', 'weekday-level', 1000000, 1200000, 1500000, 0.8, ${at}, 'run_statscast1', NULL, NULL, NULL)`)
}

/** A day summed up (`snp_day20261116`), and a first trial of the strategy. */
export async function seedLooks({ postgres }: TestDatabase): Promise<void> {
  await insertFirstRun(postgres, "2026-08-01T12:00:00Z")
  await insertSnapshots(postgres, [toSnapshot(sumsOfDay("2026-11-16", 100))])
  await postgres.exec(`
    INSERT INTO policy_versions (agent, version, tunables, change, state, actor, began_at) VALUES ('content-strategy', 1, '{"scoreMin": 0.5}',
      '{"kind": "step", "base": null, "changes": [{"name": "scoreMin", "from": 0.45, "to": 0.5}], "why": "Fewer posts, and better ones."}', 'trial', 'strategy-tuning', '2026-11-10')`)
}
