// Days of posts on either side of a trial, for what strategy-tuning reads.
import type { Session } from "../world/postgres-session.ts"

export type Side = {
  /** A version, or `frozen`. */
  readonly arm: string
  readonly channel: string
  readonly postsPerDay: number
  /** Mean rate in millionths; the posts vary by eight tenths of it. */
  readonly microRate: number
}

/** The same posts on each of these days, both included, at the age of 24 hours, and as many of the format `single`. */
export async function insertPostDays(
  session: Pick<Session, "exec">,
  sides: readonly Side[],
  { from, until }: { readonly from: string; readonly until: string },
): Promise<void> {
  const rows = sides.map(({ arm, channel, postsPerDay: n, microRate: rate }) => {
    const sums = [n, n, n * 1_000, Math.round((n * rate) / 1_000), n * rate, Math.round(n * rate * rate * 1.64)].join(", ")
    return `('policy-channel', '${arm}/${channel}', ${sums}), ('format', 'single', ${sums})`
  })
  await session.exec(`
    INSERT INTO post_days AS s (day, band_hours, dimension, value, posts, rated, impressions, engagements, micro_rates, micro_rate_squares)
    SELECT day, 24, dimension, value, sum(posts), sum(rated), sum(impressions), sum(engagements), sum(rates), sum(squares)
    FROM generate_series(date '${from}', date '${until}', interval '1 day') AS day,
      (VALUES ${rows.join(", ")}) AS r (dimension, value, posts, rated, impressions, engagements, rates, squares)
    GROUP BY day, dimension, value
    ON CONFLICT (band_hours, dimension, day, value) DO UPDATE SET posts = s.posts + excluded.posts, rated = s.rated + excluded.rated,
      impressions = s.impressions + excluded.impressions, engagements = s.engagements + excluded.engagements,
      micro_rates = s.micro_rates + excluded.micro_rates, micro_rate_squares = s.micro_rate_squares + excluded.micro_rate_squares`)
}

/** Enough posts for a first trial, spread over as many days and versions of other times as make up `rows`. */
export async function insertFrozenPosts(session: Pick<Session, "exec">, rows: number): Promise<void> {
  await insertPostDays(session, [{ arm: "frozen", channel: "x", postsPerDay: 20, microRate: 20_000 }], {
    from: "2026-11-10",
    until: "2026-11-20",
  })
  await session.exec(`
    INSERT INTO post_days (day, band_hours, dimension, value, posts, rated, impressions, engagements, micro_rates, micro_rate_squares)
    SELECT date '2026-11-20' - n / 20, 24, 'policy-channel', (1000 + n % 20) || '/x', 1, 1, 1000, 20, 20000, 400000000 FROM generate_series(1, ${rows}) AS n
    ON CONFLICT DO NOTHING`)
}
