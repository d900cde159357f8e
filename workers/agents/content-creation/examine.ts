// Do the guards let a text pass? With its channel's real counting, and with what the channel has said before.
import { checkDraft } from "../../../shared/domain/guards.ts"
import type { Claim, PostText } from "../../../shared/domain/post.ts"
import { maxLength, textLength } from "../../../shared/domain/text-length.ts"
import type { WritingOrder } from "../../../shared/domain/writing-order.ts"
import type { Checked } from "./facts.ts"
import { KINDS } from "./kinds.ts"

export type Examination = {
  readonly plan: WritingOrder["plan"]
  readonly claims: readonly Claim[]
  readonly recent: readonly string[]
  readonly linkHosts: readonly string[]
  readonly needsPicture: boolean
  readonly now: Date
}

/** Every guard's verdict. A part with a picture is as long as the channel's captions may be. */
export function examine(post: PostText, { plan, claims, recent, linkHosts, needsPicture, now }: Examination): Checked {
  const guards = checkDraft(post, {
    claims,
    voice: plan.voice,
    profile: plan.disclosure,
    now: now.getTime(),
    freshness: KINDS[plan.kind].freshness,
    recent,
    linkHosts,
    lengthOf: (text) => textLength(plan.channel, text),
    limitOf: (part) => maxLength(plan.channel, { hasPicture: needsPicture && part === 0 }),
  })
  return { post, claims, guards, passes: guards.every(({ pass }) => pass) }
}

/** Which guards refused, and the words that they name. */
export function refusalText({ post, guards }: Checked): string {
  const wordsAt = (place: number | "title" | "alt", start: number, end: number): string =>
    (typeof place === "number" ? post.parts[place] : post[place])?.slice(start, Math.min(end, start + 60)) ?? ""
  return guards
    .filter(({ pass }) => !pass)
    .map(({ name, spans }) => {
      const [first] = spans
      return first === undefined ? name : `${name} («${wordsAt(first.in, first.start, first.end)}»: ${first.reason})`
    })
    .join(", ")
}
