// How long may a text be in each channel, and how long is it there? Each platform counts in its own unit.
import { escapeDiscord } from "./discord-text.ts"
import type { ChannelName } from "./post.ts"
import { xLength } from "./x-length.ts"

export type TextLimit = {
  /** The longest part of a post, in the channel's own unit. */
  readonly max: number
  /** The longest text beside a picture, where that is another. */
  readonly caption: number
  /** Most parts of one post. */
  readonly parts: number
  readonly unit: "weighted characters" | "UTF-16 units" | "code points"
  /** Length of a plain text as the channel will count it once it is rendered. */
  readonly measure: (text: string) => number
}

const utf16 = (text: string): number => text.length

/** The limits of each channel as documented in October 2026; Discord counts code points of what is sent, markup escapes included. */
export const TEXT_LIMITS: Readonly<Record<ChannelName, TextLimit>> = {
  x: { max: 280, caption: 280, parts: 25, unit: "weighted characters", measure: xLength },
  telegram: { max: 4_096, caption: 1_024, parts: 10, unit: "UTF-16 units", measure: utf16 },
  discord: { max: 2_000, caption: 2_000, parts: 10, unit: "code points", measure: (text) => [...escapeDiscord(text)].length },
  feed: { max: 20_000, caption: 20_000, parts: 25, unit: "UTF-16 units", measure: utf16 },
}

/** Length of a part of a post in the channel's own unit. */
export const textLength = (channel: ChannelName, text: string): number => TEXT_LIMITS[channel].measure(text)

/** The longest that a part may be. A picture hangs on the first part. */
export function maxLength(channel: ChannelName, part: { readonly hasPicture: boolean }): number {
  return part.hasPicture ? TEXT_LIMITS[channel].caption : TEXT_LIMITS[channel].max
}
