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
