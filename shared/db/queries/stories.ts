// Questions that readers ask of news: stories with the articles that tell them.
import { sql } from "drizzle-orm"
import type { AssetSymbol } from "../../domain/asset.ts"
import { type Db, type Order, rowsAs } from "../client.ts"

export type StoryArticle = {
  readonly source: string
  readonly title: string
  readonly url: string
  readonly published_at: string | null
  readonly known_at: string
  readonly polarity: number
}

export type StoryWithArticles = {
  readonly id: string
  readonly title: string
  readonly assets: readonly string[]
  readonly polarity: number
  readonly sources: readonly string[]
  readonly first_seen_at: string
  readonly last_seen_at: string
  /** Oldest first. */
  readonly articles: readonly StoryArticle[]
}

export type StoryFilter = {
  readonly asset?: AssetSymbol | undefined
  /** A feed that carries it. */
  readonly source?: string | undefined
  /** First seen at or after the one moment, and before the other. */
  readonly since?: Date | undefined
  readonly until?: Date | undefined
  /** Newest first, unless it says otherwise. */
  readonly order?: Order | undefined
  /** Place of the last story seen, in that order. */
  readonly before?: { readonly firstSeenAt: string; readonly id: string } | undefined
  readonly limit: number
}

const articles = sql`(
  SELECT coalesce(jsonb_agg(jsonb_build_object('source', a.source, 'title', a.title, 'url', a.url, 'published_at', a.published_at, 'known_at', a.known_at, 'polarity', a.polarity)
    ORDER BY a.known_at, a.id), '[]')
  FROM news_articles a WHERE a.story_id = s.id) AS articles`
const columns = sql`s.id, s.title, s.assets, s.polarity::float8 AS polarity, s.sources, s.first_seen_at, s.last_seen_at`

/** Stories by the moment they were first seen, each with its articles. One statement. */
export async function listStories(
  db: Db,
  { asset, source, since, until, order = "newest", before, limit }: StoryFilter,
): Promise<StoryWithArticles[]> {
  const isNewest = order === "newest"
  const wanted = [
    asset === undefined ? [] : [sql`s.assets @> ARRAY[${asset}]::text[]`],
    source === undefined ? [] : [sql`s.sources @> ARRAY[${source}]::text[]`],
    since === undefined ? [] : [sql`s.first_seen_at >= ${since.toISOString()}::timestamptz`],
    until === undefined ? [] : [sql`s.first_seen_at < ${until.toISOString()}::timestamptz`],
    before === undefined
      ? []
      : [sql`(s.first_seen_at, s.id) ${isNewest ? sql`<` : sql`>`} (${before.firstSeenAt}::timestamptz, ${before.id})`],
  ].flat()
  const direction = isNewest ? sql`DESC` : sql`ASC`
  return rowsAs<StoryWithArticles>(
    db,
    sql`SELECT ${columns}, ${articles} FROM news_stories s WHERE ${sql.join([sql`true`, ...wanted], sql` AND `)}
      ORDER BY s.first_seen_at ${direction}, s.id ${direction} LIMIT ${limit}::int`,
  )
}

/** One story with its articles, or null. */
export async function findStory(db: Db, id: string): Promise<StoryWithArticles | null> {
  const [row] = await rowsAs<StoryWithArticles>(db, sql`SELECT ${columns}, ${articles} FROM news_stories s WHERE s.id = ${id}`)
  return row ?? null
}
