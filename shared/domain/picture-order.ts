// What is a picture drawn from? The version of a text that lacks it, the insight that it cites, and the rows of that insight's market.
import type { ChannelName, PostFormat } from "./post.ts"
import type { StoredVersion, WritingOrder } from "./writing-order.ts"

/** Moments in UTC, rows oldest first. */
export type PictureOrder = Pick<WritingOrder, "plan" | "insight"> & {
  readonly draft: StoredVersion & { readonly hash: string | null }
  readonly candles: readonly { readonly openTime: string; readonly close: string; readonly volume: string }[]
  readonly readings: readonly { readonly source: string; readonly subject: string; readonly observedAt: string; readonly value: string }[]
  readonly stories: readonly { readonly id: string; readonly firstSeenAt: string; readonly polarity: number }[]
}

/** A version that has waited for its picture for too long. */
export type OverduePicture = Pick<WritingOrder, "plan"> & { readonly draft: StoredVersion & { readonly hash: string | null } }

const PLAIN: Readonly<Record<ChannelName, PostFormat>> = { x: "single", telegram: "message", discord: "message", feed: "long" }

/** The format of the same text without a picture. */
export const plainFormat = (channel: ChannelName, { format, title }: Pick<StoredVersion, "format" | "title">): PostFormat =>
  format !== "picture" ? format : channel === "feed" && title === null ? "message" : PLAIN[channel]
