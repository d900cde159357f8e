// What does the studio intend to post? One insight on one channel at one time, why, and what it decided against.
import * as z from "zod"
import { ChannelName, PostFormat } from "./post.ts"

/** `insight`: a new post. `correction`: about a published post whose facts changed. `repurpose`: about a published post that did well. */
export const PlanKind = z.enum(["insight", "correction", "repurpose"])
export type PlanKind = z.infer<typeof PlanKind>

/**
 * `planned`: no text yet. `checking`: a version waits for its guards or its picture. `blocked`: a guard refused it, an edit may mend it.
 * `waiting`: for a person. `approved`: exactly the current version. `released`: a delivery has begun, nothing can be taken back.
 */
export const PlanState = z.enum(["planned", "checking", "blocked", "waiting", "approved", "released", "rejected", "expired", "failed"])
export type PlanState = z.infer<typeof PlanState>

/** Free for all, or for members only. */
export const Tier = z.enum(["public", "members"])
export type Tier = z.infer<typeof Tier>

/** Why this plan, in sentences, and which options which rule rejected; `channel` or `format` is null where all were. */
export const PlanReasons = z.object({
  why: z.array(z.string().min(1).max(300)),
  rejected: z.array(
    z.object({
      channel: ChannelName.nullable(),
      format: PostFormat.nullable(),
      rule: z.string().min(1).max(60),
      text: z.string().min(1).max(300),
    }),
  ),
})
export type PlanReasons = z.infer<typeof PlanReasons>
