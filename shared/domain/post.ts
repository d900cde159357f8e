// A post as it is written, approved and sent: the exact texts, in the order of their parts.
import * as z from "zod"
import { AssetSymbol } from "./asset.ts"
import { Agreement, Decimal } from "./market.ts"

export const ChannelName = z.enum(["x", "telegram", "discord", "feed"])
export type ChannelName = z.infer<typeof ChannelName>

export const Language = z.enum(["en", "nl"])
export type Language = z.infer<typeof Language>

export const Voice = z.enum(["analytical", "bold", "educational"])
export type Voice = z.infer<typeof Voice>

/** `thread` has several parts, every other format one. `long` is an article of the feed, `message` a message to a channel's members. */
export const PostFormat = z.enum(["single", "thread", "long", "message", "picture"])
export type PostFormat = z.infer<typeof PostFormat>

/**
 * Something that a text may say, with the stored row that it comes from: `evidence` is the row's place in the insight's evidence, null
 * where the insight itself states it (its probability, level and deadline). A numeral, percentage, date or ticker in a text has to be one
 * of these, rounded as the text's language rounds. A `date` is in milliseconds since 1970 UTC, a `probability` from 0 to 1; a `sign` is
 * 1, -1 or 0 and allows words of direction, not a numeral.
 */
export const Claim = z.object({
  measure: z.string().regex(/^[a-z0-9_]+$/),
  asset: AssetSymbol.nullable(),
  value: Decimal,
  unit: z.enum(["usd", "pct", "sigma", "ratio", "hours", "days", "score", "count", "probability", "date", "sign"]),
  /** The moment of the row, in UTC. */
  at: z.iso.datetime(),
  evidence: z.int().nonnegative().nullable(),
  /** When it was concluded from the rows, in UTC: from then on it grows stale. */
  asOf: z.iso.datetime(),
  /** Of the row's sources; null where it is no row of the market. */
  agreement: Agreement.nullable(),
})
export type Claim = z.infer<typeof Claim>

/** Plain texts, each within its channel's limit; a channel's own markup is added when it is rendered. */
export const PostText = z.object({
  channel: ChannelName,
  format: PostFormat,
  language: Language,
  parts: z.array(z.string().min(1)).min(1).max(25),
  /** Of a `long` post. */
  title: z.string().min(1).max(200).nullable(),
  /** What the picture shows, for those who can't see it; null where there is none. */
  alt: z.string().min(1).max(1_000).nullable(),
})
export type PostText = z.infer<typeof PostText>
