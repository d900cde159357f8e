// How is a post doing? Readings at fixed ages, so that posts are compared when they are equally old.
import type { ChannelName } from "./post.ts"

/** Ages at which a post is read, in hours. */
export const AGE_BANDS = [1, 6, 24, 72, 168] as const

/** The age at which posts are compared: most of what comes has come, and it is not long to wait. */
export const COMPARED_AT_HOURS = 24

/** Engagements for each million impressions above which a rate is not told apart: what a platform says stays within what sums can hold. */
export const HIGHEST_MICRO_RATE = 1_000_000_000_000

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
