// Tables of what the studio saw; checks, indexes and grants are in drizzle/0003_market.sql.
import { integer, numeric, pgTable, text, timestamp } from "drizzle-orm/pg-core"

const time = (name: string) => timestamp(name, { withTimezone: true })

export const candles = pgTable("candles", {
  asset: text("asset").notNull(),
  openTime: time("open_time").notNull(),
  open: numeric("open").notNull(),
  high: numeric("high").notNull(),
  low: numeric("low").notNull(),
  close: numeric("close").notNull(),
  volume: numeric("volume").notNull(),
  source: text("source").notNull(),
  knownAt: time("known_at").notNull(),
  agreement: text("agreement", { enum: ["agreed", "disputed", "single"] }).notNull(),
  secondSource: text("second_source"),
  secondClose: numeric("second_close"),
  deviationBps: numeric("deviation_bps"),
  checkedAt: time("checked_at"),
})

export const quotes = pgTable("quotes", {
  asset: text("asset").notNull(),
  observedAt: time("observed_at").notNull(),
  price: numeric("price").notNull(),
  volume24h: numeric("volume_24h").notNull(),
  changePct24h: numeric("change_pct_24h"),
  closedAt: time("closed_at"),
  source: text("source").notNull(),
  agreement: text("agreement", { enum: ["agreed", "disputed", "single"] }).notNull(),
  secondSource: text("second_source"),
  secondPrice: numeric("second_price"),
  deviationBps: numeric("deviation_bps"),
  state: text("state", { enum: ["live", "stale", "halted"] }).notNull(),
})

export const newsStories = pgTable("news_stories", {
  id: text("id").primaryKey(),
  title: text("title").notNull(),
  assets: text("assets").array().notNull(),
  polarity: numeric("polarity").notNull(),
  sources: text("sources").array().notNull(),
  firstSeenAt: time("first_seen_at").notNull(),
  lastSeenAt: time("last_seen_at").notNull(),
})

export const newsArticles = pgTable("news_articles", {
  id: text("id").primaryKey(),
  source: text("source").notNull(),
  externalId: text("external_id").notNull(),
  url: text("url").notNull(),
  title: text("title").notNull(),
  summary: text("summary").notNull(),
  publishedAt: time("published_at"),
  knownAt: time("known_at").notNull(),
  assets: text("assets").array().notNull(),
  polarity: numeric("polarity").notNull(),
  storyId: text("story_id").notNull(),
})

export const sentimentReadings = pgTable("sentiment_readings", {
  subject: text("subject").notNull(),
  source: text("source", { enum: ["fear-greed", "news"] }).notNull(),
  observedAt: time("observed_at").notNull(),
  value: numeric("value").notNull(),
  count: integer("count").notNull(),
  knownAt: time("known_at").notNull(),
})
