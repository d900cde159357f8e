// Which text stands for a plan? The model's where it passes every guard, else the studio's own, else the one that comes nearest, blocked.
import type { PostText } from "../../../shared/domain/post.ts"
import { withDisclosure } from "../../../shared/domain/writing/disclosure.ts"
import { headlinesOf, type WritingOrder } from "../../../shared/domain/writing-order.ts"
import { echoes } from "./echo.ts"
import { examine, type Examination, refusalText } from "./examine.ts"
import type { Checked, Decision, Facts, Reply, State } from "./facts.ts"
import { KINDS } from "./kinds.ts"

/** So many texts of the studio's own writer are tried. */
const SEEDS = 3
/** A note is a sentence, not the whole text. */
const NOTE_CHARACTERS = 1_000

const nothing = (why: string): Decision => ({ kind: "nothing", why })

const stateOf = (passes: boolean, lacksPicture: boolean): State => (!passes ? "blocked" : lacksPicture ? "checking" : "waiting")

/** Pure: the same facts, reply and moment give the same text. */
export function decide({ task, order, linkHosts }: Facts, reply: Reply | null, _policy: unknown, at: { readonly now: Date }): Decision {
  if (order === null) return nothing("there is no such plan")
  const { plan, draft, recent } = order
  if (Date.parse(plan.expiresAt) <= at.now.getTime()) return nothing("the plan's time is over")
  if (draft !== null && draft.passes !== null) return doneBefore(order)
  // Only a finding has a picture: the rows of a correction are in doubt.
  const needsPicture = task === "write" ? plan.format === "picture" && plan.kind === "insight" : (draft?.needsPicture ?? false)
  const exam: Examination = { plan, claims: KINDS[plan.kind].claims(order), recent, linkHosts, needsPicture, now: at.now }
  if (task === "check") return judge(order, exam)
  if (plan.state !== "planned") return nothing(`the plan is ${plan.state}`)
  const composed = compose(order, reply, exam)
  if (composed === null) return nothing("there is nothing to be said any more")
  const { checked, author, note } = composed
  return {
    kind: "write",
    ...checked,
    planId: plan.id,
    version: 1,
    createdAt: plan.createdAt,
    needsPicture,
    scheduledAt: plan.scheduledAt,
    state: stateOf(checked.passes, needsPicture),
    author,
    note: note === null ? null : note.slice(0, NOTE_CHARACTERS),
  }
}

function doneBefore({ plan, draft }: WritingOrder): Decision {
  if (draft === null || draft.version !== plan.version) return nothing("another version counts")
  const state = stateOf(draft.passes === true, draft.needsPicture && draft.mediaHash === null)
  return { kind: "done", planId: plan.id, draftId: draft.id, author: draft.author, state }
}

/** A person's text is guarded like any other. */
function judge({ plan, draft }: WritingOrder, exam: Examination): Decision {
  if (draft === null) return nothing("there is no such version")
  if (draft.version !== plan.version || plan.state !== "checking") return nothing("another version counts")
  const { format, title, parts, alt } = draft
  const checked = examine({ channel: plan.channel, language: plan.language, format, title, parts: [...parts], alt }, exam)
  return {
    kind: "check",
    ...checked,
    planId: plan.id,
    draftId: draft.id,
    version: draft.version,
    needsPicture: draft.needsPicture,
    mediaHash: draft.mediaHash,
    scheduledAt: draft.scheduledAt,
    state: stateOf(checked.passes, draft.needsPicture && draft.mediaHash === null),
  }
}

type Composed = { readonly checked: Checked; readonly author: "studio" | "model"; readonly note: string | null }

function compose(order: WritingOrder, reply: Reply | null, exam: Examination): Composed | null {
  const told = reply === null ? null : ofModel(order, reply, exam)
  if (told !== null && typeof told !== "string") return { checked: told, author: "model", note: null }
  const why = told === null ? [] : [`The model's text was refused: ${told}.`]
  const tried = [...ownTexts(order, exam)]
  const passing = tried.find(({ passes }) => passes)
  const [first] = tried
  const checked = passing ?? first
  if (checked === undefined) return null
  const blocked = passing === undefined ? [`The studio's own text was refused: ${refusalText(checked)}.`] : []
  const notes = [...why, ...blocked]
  return { checked, author: "studio", note: notes.length === 0 ? null : notes.join(" ") }
}

/** The model's text where it passes, else why it doesn't. */
function ofModel(order: WritingOrder, { title, parts }: Reply, exam: Examination): Checked | string {
  const { plan } = order
  const own = ownText(order, exam.claims, 0)
  const text: PostText = {
    channel: plan.channel,
    format: plan.format,
    language: plan.language,
    parts: parts.map((part) => part.trim()).filter((part) => part !== ""),
    title: plan.format === "long" ? (title?.trim() ?? "") || null : null,
    alt: own?.alt ?? null,
  }
  if (text.parts.length === 0) return "it is empty"
  if (plan.format === "long" && text.title === null) return "it has no title"
  if (plan.format === "thread" && text.parts.length < 2) return "a thread has several parts"
  const heard = echoes([text.title ?? "", ...text.parts], headlinesOf(order))
  if (heard !== null) return `it repeats a stranger's words («${heard}»)`
  const checked = examine(withDisclosure(text, plan.disclosure), exam)
  return checked.passes ? checked : refusalText(checked)
}

const ownText = (order: WritingOrder, claims: Examination["claims"], seed: number): PostText | null =>
  KINDS[order.plan.kind].write(order, claims, `${order.plan.id}:${seed}`)

/** One after another, so that the second is written only where the first was refused. */
function* ownTexts(order: WritingOrder, exam: Examination): Generator<Checked> {
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const text = ownText(order, exam.claims, seed)
    if (text === null) return
    const checked = examine(withDisclosure(text, order.plan.disclosure), exam)
    yield checked
    if (checked.passes) return
  }
}
