import { describe, expect, test } from "vitest"
import { maxLength, textLength } from "../../../shared/domain/text-length.ts"
import { mutate, MUTATIONS } from "../../domain/mutate-draft.ts"
import { INSIGHTS } from "../../domain/insights.ts"
import { seededRandom } from "../../../shared/kit/random.ts"
import { withDisclosure } from "../../../shared/domain/writing/disclosure.ts"
import type { WritingOrder } from "../../../shared/domain/writing-order.ts"
import { decide } from "../../../workers/agents/content-creation/decide.ts"
import type { Decision, Reply } from "../../../workers/agents/content-creation/facts.ts"
import { citedNow, everyOrder, momentOf, order, version } from "./orders.ts"

const insight = INSIGHTS[0]!
const at = momentOf(insight)
const written = (facts: WritingOrder, reply: Reply | null = null, now = at.now): Extract<Decision, { kind: "write" }> => {
  const decision = decide({ task: "write", order: facts, linkHosts: [] }, reply, {}, { now })
  if (decision.kind !== "write") throw new Error(`expected a text, got ${JSON.stringify(decision)}`)
  return decision
}
const judged = (facts: WritingOrder, now = at.now): Decision => decide({ task: "check", order: facts, linkHosts: [] }, null, {}, { now })
/** A text that is true of the order, as a good model would write it. */
const honest = (facts: WritingOrder): Reply => {
  const { post } = written({ ...facts, plan: { ...facts.plan, disclosure: "none" } })
  return { title: post.title, parts: post.parts }
}

describe("the studio's own text", () => {
  test("passes every guard on every channel, in every format, voice, language and disclosure profile", () => {
    let count = 0
    for (const { order: facts, now } of everyOrder()) {
      if ((count += 1) > 660) break
      const { passes, note, post, needsPicture, state } = written(facts, null, now)
      expect({ passes, note }, `${JSON.stringify(facts.plan)}\n${post.parts.join("\n")}`).toEqual({ passes: true, note: null })
      expect(state).toBe(facts.plan.format === "picture" ? "checking" : "waiting")
      post.parts.forEach((part, i) => {
        const most = maxLength(post.channel, { hasPicture: needsPicture && i === 0 })
        expect(textLength(post.channel, part), part).toBeLessThanOrEqual(most)
      })
    }
  })

  test("is another where the first was said before, and waits for a person where all were", () => {
    const first = written(order(insight))
    const second = written(order(insight, {}, { recent: [first.post.parts.join("\n")] }))
    expect(second.post.parts).not.toEqual(first.post.parts)
    expect(second).toMatchObject({ passes: true, state: "waiting" })
    const all = Array.from({ length: 3 }, (_, n) => n).reduce<string[]>(
      (said) => [...said, written(order(insight, {}, { recent: said })).post.parts.join("\n")],
      [],
    )
    const last = written(order(insight, {}, { recent: all }))
    expect(last).toMatchObject({ passes: false, state: "blocked", author: "studio" })
    expect(last.note).toMatch(/own text was refused: nearDuplicate/)
  })

  test("cites no price on which the exchanges disagree today", () => {
    const disputed = { ...insight, evidence: citedNow(insight, { agreementNow: "disputed" }) }
    const decision = written(order(insight, {}, { insight: disputed }))
    expect(decision.state).toBe("blocked")
    expect(decision.note).toMatch(/its sources disagree/)
  })

  test("is not written once the plan is over, gone or written already", () => {
    const late = new Date(Date.parse(order(insight).plan.expiresAt))
    expect(decide({ task: "write", order: order(insight), linkHosts: [] }, null, {}, { now: late }).kind).toBe("nothing")
    expect(decide({ task: "write", order: null, linkHosts: [] }, null, {}, at).kind).toBe("nothing")
    expect(decide({ task: "write", order: order(insight, { state: "rejected" }), linkHosts: [] }, null, {}, at).kind).toBe("nothing")
    const draft = version({ parts: ["x"] }, { version: 1, passes: true, author: "studio" })
    const before = order(insight, { state: "waiting", version: 1 }, { draft })
    expect(decide({ task: "write", order: before, linkHosts: [] }, null, {}, at)).toEqual({
      kind: "done",
      planId: before.plan.id,
      draftId: draft.id,
      author: "studio",
      state: "waiting",
    })
  })
})

describe("a model's text", () => {
  test("is taken where it passes every guard, with the disclosure added", () => {
    const facts = order(insight)
    const decision = written(facts, honest(facts))
    expect(decision).toMatchObject({ author: "model", passes: true, note: null })
    expect(decision.post).toEqual(withDisclosure(decision.post, "eu"))
  })

  test("is refused with the guard and the words named, and the studio writes its own", () => {
    const facts = order(insight)
    const { title, parts } = honest(facts)
    const decision = written(facts, { title, parts: parts.map((part) => part.replace(/\$86,\d/, "$87,9")) })
    expect(decision).toMatchObject({ author: "studio", passes: true })
    expect(decision.note).toMatch(/^The model's text was refused: figures \(«\$87,9/)
  })

  test.each([
    ["it is empty", { title: null, parts: ["  "] }, {}],
    ["it has no title", { title: " ", parts: ["BTC rose."] }, { channel: "feed", format: "long" }],
    ["a thread has several parts", { title: null, parts: ["BTC rose."] }, { channel: "x", format: "thread" }],
  ] as const)("is refused where %s", (why, reply, plan) => {
    expect(written(order(insight, plan), reply)).toMatchObject({
      author: "studio",
      passes: true,
      note: `The model's text was refused: ${why}.`,
    })
  })

  test("never gets a lie past the guards that a mutation tells", () => {
    const random = seededRandom("content-creation lies")
    let [told, refused] = [0, 0]
    for (const { order: facts, now } of everyOrder()) {
      if (told >= 400) break
      const { title, parts } = honest(facts)
      const kind = MUTATIONS[Math.floor(random() * MUTATIONS.length)]!
      const lie = mutate(parts[0]!, kind, facts.plan.language, random)
      if (lie === null) continue
      told += 1
      if (written(facts, { title, parts: parts.with(0, lie) }, now).author === "studio") refused += 1
    }
    expect(refused / told).toBeGreaterThanOrEqual(0.995)
  })
})

describe("a person's text", () => {
  const facts = (text: string, rest: Partial<Parameters<typeof version>[1]> = {}): WritingOrder =>
    order(insight, { state: "checking", version: 2, disclosure: "none" }, { draft: version({ parts: [text] }, rest) })
  const [truth = ""] = honest(order(insight)).parts

  test("waits for approval where it is true", () => {
    expect(judged(facts(truth))).toMatchObject({ kind: "check", state: "waiting", passes: true, draftId: "draft_0000000002" })
  })

  test("is blocked by a false figure, with its span", () => {
    const decision = judged(facts(`${truth} BTC stands at $99,999.`))
    expect(decision).toMatchObject({ kind: "check", state: "blocked", passes: false })
    const guard = decision.kind === "check" ? decision.guards.find(({ name }) => name === "figures") : undefined
    expect(guard?.spans).toMatchObject([{ in: 0, start: truth.length + 15, end: truth.length + 22 }])
  })

  test("asks for a picture where it lacks one, and not where it has it", () => {
    expect(judged(facts(truth, { needsPicture: true, format: "picture" }))).toMatchObject({ state: "checking" })
    expect(judged(facts(truth, { needsPicture: true, format: "picture", mediaHash: "a".repeat(64) }))).toMatchObject({ state: "waiting" })
  })

  test("is left alone where another version counts by now", () => {
    expect(judged(order(insight, { state: "checking", version: 3 }, { draft: version({ parts: [truth] }) })).kind).toBe("nothing")
    expect(judged(order(insight, { state: "rejected", version: 2 }, { draft: version({ parts: [truth] }) })).kind).toBe("nothing")
  })
})
