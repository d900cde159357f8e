// What may leave the house? The answers of the gate that every request to a channel passes, and when a channel's breaker opens.
import type { ChannelName } from "./post.ts"

/**
 * `stopped`: a switch is on. `dry`: the channel isn't turned on, so nothing is sent. `resting`: it failed too often. `spent`: a cap would be
 * passed. `lost`: what was to be sent is somebody else's by now. Only after `go` may a request be made.
 */
export type EgressVerdict =
  | { readonly answer: "go" | "dry" | "spent" | "lost" }
  | { readonly answer: "stopped"; readonly by: string }
  | { readonly answer: "resting"; readonly until: Date }

/** Failures in a row that open a channel's breaker, how long it then rests before one request tries it, and how soon others look again. */
export const BREAKER = { failures: 5, restMs: 60_000, probeMs: 5_000 } as const

/**
 * Where requests may go: a channel, `review`, the reviewers' own chats, or `webhook`, other people's programs. Each has its switches and its
 * money, and a breaker but for webhooks: there each endpoint is left alone by itself.
 */
export type WayOut = ChannelName | "review" | "webhook"

/** The row of `source_states` that holds a channel's breaker. */
export const channelSource = (channel: WayOut): string => `channel:${channel}`

/** Midnight after a moment, in UTC: caps are of a day. */
export const nextUtcDay = (now: Date): Date => new Date((Math.floor(now.getTime() / 86_400_000) + 1) * 86_400_000)
