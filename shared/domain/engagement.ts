// How is a post doing? Readings at fixed ages, so that posts are compared when they are equally old.
import type { ChannelName } from "./post.ts"

/** Ages at which a post is read, in hours. */
export const AGE_BANDS = [1, 6, 24, 72, 168] as const

/** How late a reading may be and still stand for its age: a tenth of it, and half an hour at least. */
export const lateMs = (bandHours: number): number => Math.max(0.5, bandHours / 10) * 3_600_000

export type Counts = {
  readonly impressions: number | null
  readonly likes: number | null
  readonly replies: number | null
  readonly reposts: number | null
  readonly quotes: number | null
  readonly bookmarks: number | null
}

/** A post whose reading at an age is due. */
export type DueReading = {
  readonly postId: string
  readonly channel: ChannelName
  readonly externalId: string
  readonly bandHours: number
}

export type PostReading = Counts & { readonly postId: string; readonly bandHours: number; readonly state: "measured" | "gone" }

/**
 * Interactions for each thousand impressions: likes, replies, reposts, quotes and bookmarks, each counted once. Null where the platform tells no
 * impressions, or none of the rest.
 */
export function engagementRate({ impressions, ...rest }: Counts): number | null {
  const counted = Object.values(rest).filter((count) => count !== null)
  if (impressions === null || impressions === 0 || counted.length === 0) return null
  return (counted.reduce((sum, count) => sum + count, 0) / impressions) * 1_000
}

/** Share of the others, read at the same age on the same channel, that did worse, ties as half: 0.5 is the usual post. Null without others. */
export function rankAmong(rate: number, others: readonly number[]): number | null {
  if (others.length === 0) return null
  const worse = others.filter((other) => other < rate).length
  const equal = others.filter((other) => other === rate).length
  return (worse + equal / 2) / others.length
}
