// What does content-creation know and decide? A plan's order with the task, and the version of the text that comes of it.
import type { GuardResult } from "../../../shared/domain/guards.ts"
import type { Claim, PostText } from "../../../shared/domain/post.ts"
import type { WritingOrder } from "../../../shared/domain/writing-order.ts"

/** `write`: the first version of a plan. `check`: a version that a person wrote. */
export type Task = "write" | "check"

export type Facts = {
  readonly task: Task
  /** Null where there is no such plan. */
  readonly order: WritingOrder | null
  /** Hosts that a link of the channel may lead to. */
  readonly linkHosts: readonly string[]
}

/** What a model answers. */
export type Reply = { readonly title: string | null; readonly parts: readonly string[] }

/** Where the plan stands with the version. */
export type State = "blocked" | "checking" | "waiting"

/** A text as the guards saw it. */
export type Checked = {
  readonly post: PostText
  readonly claims: readonly Claim[]
  readonly guards: readonly GuardResult[]
  readonly passes: boolean
}

type Placed = {
  readonly planId: string
  readonly version: number
  readonly needsPicture: boolean
  readonly scheduledAt: string
  readonly state: State
}

export type Decision =
  /** Nothing to do: the plan is gone, over, or another version counts. */
  | { readonly kind: "nothing"; readonly why: string }
  /** An earlier attempt has done it: only the news of it may be missing. */
  | { readonly kind: "done"; readonly planId: string; readonly draftId: string; readonly author: string; readonly state: State }
  | (Placed &
      Checked & { readonly kind: "write"; readonly createdAt: string; readonly author: "studio" | "model"; readonly note: string | null })
  | (Placed & Checked & { readonly kind: "check"; readonly draftId: string; readonly mediaHash: string | null })
