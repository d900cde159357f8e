// Questions about articles and the stories that they tell together.
import { sql } from "drizzle-orm"
import type { AssetSymbol } from "../../domain/asset.ts"
import { stableId } from "../../kit/ids.ts"
import { type Db, rowsAs } from "../client.ts"
import { noteSources, type SourceReport } from "./sources.ts"

export type NewArticle = {
  readonly source: string
  readonly externalId: string
  readonly url: string
  readonly title: string
  readonly summary: string
  readonly publishedAt: Date | null
  readonly assets: readonly AssetSymbol[]
  readonly polarity: number
  readonly storyId: string
}

export type StoryRow = {
  readonly id: string
  readonly title: string
  readonly assets: readonly AssetSymbol[]
  readonly polarity: number
  readonly sources: readonly string[]
  readonly firstSeenAt: Date
  readonly lastSeenAt: Date
}

export type NewsScan = {
  readonly articles: readonly NewArticle[]
  readonly stories: readonly StoryRow[]
  readonly sources: readonly SourceReport[]
}

/** Stores articles, the stories they belong to and how the feeds did, in one statement; what is known stays. Gives the number of new articles. */
export async function insertNews(db: Db, news: NewsScan, now: Date): Promise<number> {
  const at = now.toISOString()
  const stories = news.stories.map((s) => ({
    ...s,
    polarity: s.polarity.toFixed(3),
    first_seen_at: s.firstSeenAt.toISOString(),
    last_seen_at: s.lastSeenAt.toISOString(),
  }))
  const articles = news.articles.map((a) => ({
    ...a,
    id: stableId("art", now, `${a.source}\n${a.externalId}`),
    external_id: a.externalId,
    published_at: a.publishedAt?.toISOString() ?? null,
    polarity: a.polarity.toFixed(3),
    story_id: a.storyId,
  }))
  const [row] = await rowsAs<{ inserted: number }>(
    db,
    sql`
      WITH stories AS (
        INSERT INTO news_stories (id, title, assets, polarity, sources, first_seen_at, last_seen_at)
        SELECT id, title, assets, polarity, sources, first_seen_at, last_seen_at
        FROM jsonb_to_recordset(${JSON.stringify(stories)}::jsonb) AS s (id text, title text, assets text[], polarity numeric, sources text[], first_seen_at timestamptz, last_seen_at timestamptz)
        ORDER BY id
        ON CONFLICT (id) DO UPDATE SET assets = excluded.assets, polarity = excluded.polarity, sources = excluded.sources, last_seen_at = excluded.last_seen_at
        WHERE (news_stories.assets, news_stories.polarity, news_stories.sources, news_stories.last_seen_at)
          IS DISTINCT FROM (excluded.assets, excluded.polarity, excluded.sources, excluded.last_seen_at)
      ), articles AS (
        INSERT INTO news_articles (id, source, external_id, url, title, summary, published_at, known_at, assets, polarity, story_id)
        SELECT id, source, external_id, url, title, summary, published_at, ${at}::timestamptz, assets, polarity, story_id
        FROM jsonb_to_recordset(${JSON.stringify(articles)}::jsonb) AS a (id text, source text, external_id text, url text, title text, summary text, published_at timestamptz, assets text[], polarity numeric, story_id text)
        ORDER BY source, external_id
        ON CONFLICT (source, external_id) DO NOTHING
        RETURNING 1
      ), noted AS (${noteSources(news.sources, now)})
      SELECT count(*)::int AS inserted FROM articles`,
  )
  return row?.inserted ?? 0
}

/** Which of these articles are known at `now`; each as `source` and `externalId`. */
export async function listKnownArticles(
  db: Db,
  items: readonly { source: string; externalId: string }[],
  now: Date,
): Promise<{ source: string; externalId: string }[]> {
  if (items.length === 0) return []
  const rows = await rowsAs<{ source: string; external_id: string }>(
    db,
    sql`
      SELECT a.source, a.external_id FROM news_articles a
      JOIN jsonb_to_recordset(${JSON.stringify(items)}::jsonb) AS wanted (source text, "externalId" text) ON a.source = wanted.source AND a.external_id = wanted."externalId"
      WHERE a.known_at < ${now.toISOString()}::timestamptz`,
  )
  return rows.map((row) => ({ source: row.source, externalId: row.external_id }))
}

/**
 * Stories with an article that became known in the `hours` before `now`, built from the articles known at that moment,
 * newest first, at most 500: a witness that came later doesn't count yet. `inclusive` counts articles known at `now` itself.
 */
export async function listStoriesAsOf(db: Db, now: Date, hours: number, inclusive: boolean): Promise<(StoryRow & { witnesses: number })[]> {
  const at = now.toISOString()
  const since = new Date(now.getTime() - hours * 3_600_000).toISOString()
  const known = inclusive ? sql`known_at <= ${at}::timestamptz` : sql`known_at < ${at}::timestamptz`
  const rows = await rowsAs<{
    id: string
    title: string
    assets: string[]
    polarity: number
    sources: string[]
    first_seen: string
    last_seen: string
  }>(
    db,
    sql`
      WITH recent AS (
        SELECT DISTINCT story_id FROM news_articles WHERE known_at >= ${since}::timestamptz AND ${known}
      ), told AS MATERIALIZED (
        SELECT story_id, source, polarity, known_at, assets FROM recent JOIN news_articles USING (story_id) WHERE ${known}
      ), heard AS (
        -- Each source has one voice, however often it updates.
        SELECT story_id, array_agg(source ORDER BY source) AS sources, avg(voice)::float8 AS polarity, max(last) AS last_seen
        FROM (SELECT story_id, source, avg(polarity) AS voice, max(known_at) AS last FROM told GROUP BY story_id, source) AS voices GROUP BY story_id
      ), named AS (
        SELECT story_id, array_agg(DISTINCT asset) AS assets FROM told, unnest(assets) AS asset GROUP BY story_id
      )
      SELECT s.id, s.title, coalesce(named.assets, '{}') AS assets, heard.polarity, heard.sources, s.first_seen_at AS first_seen, heard.last_seen
      FROM heard JOIN news_stories AS s ON s.id = heard.story_id LEFT JOIN named ON named.story_id = s.id
      ORDER BY s.first_seen_at DESC, s.id DESC
      LIMIT 500`,
  )
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    assets: row.assets,
    polarity: row.polarity,
    sources: row.sources,
    witnesses: row.sources.length,
    firstSeenAt: new Date(row.first_seen),
    lastSeenAt: new Date(row.last_seen),
  }))
}
