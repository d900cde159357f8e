import { describe, expect, test } from "vitest"
import type { InsightDraft } from "../../../shared/domain/insight.ts"
import { promptMessages } from "../../../shared/domain/prompt.ts"
import { UNTRUSTED_END, UNTRUSTED_START, visibleText } from "../../../shared/domain/untrusted.ts"
import { decide } from "../../../workers/agents/content-creation/decide.ts"
import type { Decision, Reply } from "../../../workers/agents/content-creation/facts.ts"
import { writingPrompt } from "../../../workers/agents/content-creation/prompt.ts"
import { HOSTILE_KINDS, hostileTexts } from "../../domain/hostile.ts"
import { INSIGHTS } from "../../domain/insights.ts"
import { FORMS, LANGUAGES, momentOf, order, VOICES } from "./orders.ts"

const HOSTILE = hostileTexts(200)
const NEWS = INSIGHTS.filter(({ type }) => type === "news_impact")
/** The insight with the text as the headline of the story that it cites. */
const about = (insight: InsightDraft, headline: string): InsightDraft => ({
  ...insight,
  evidence: insight.evidence.map((row) => (row.kind === "story" ? { ...row, label: headline } : row)),
})
const CASES = HOSTILE.map((hostile, i) => {
  const insight = NEWS[i % NEWS.length]!
  const [channel, format] = FORMS[i % FORMS.length]!
  const plan = { channel, format, voice: VOICES[i % 3]!, language: LANGUAGES[i % 2]! }
  return {
    hostile,
    facts: order(about(insight, hostile.text), plan),
    plain: order(about(insight, "Bitcoin fund news"), plan),
    at: momentOf(insight),
  }
})
const written = (facts: (typeof CASES)[number]["facts"], reply: Reply | null, at: { now: Date }): Decision =>
  decide({ task: "write", order: facts, linkHosts: [] }, reply, {}, at)

test("there are 200 hostile headlines of every kind, with marks of their own", () => {
  expect(new Set(HOSTILE.map(({ mark }) => mark)).size).toBe(200)
  for (const kind of HOSTILE_KINDS) expect(HOSTILE.filter((each) => each.kind === kind).length).toBe(25)
})

describe("a hostile headline", () => {
  test("changes nothing of what is decided", () => {
    for (const { facts, plain, at } of CASES) expect(written(facts, null, at)).toEqual(written(plain, null, at))
  })

  test("stands nowhere in a draft, its claims or its note", () => {
    for (const { facts, hostile, at } of CASES) expect(JSON.stringify(written(facts, null, at))).not.toContain(hostile.mark)
  })

  test("stands in the prompt's data alone, and can't end it", () => {
    for (const { facts, plain, hostile } of CASES) {
      const prompt = writingPrompt(facts)
      const without = writingPrompt(plain)
      expect([prompt.system, prompt.trusted]).toEqual([without.system, without.trusted])
      const { system, user } = promptMessages(prompt)
      expect(system).not.toContain(hostile.mark)
      expect(user.split(UNTRUSTED_START)).toHaveLength(2)
      expect(user.split(UNTRUSTED_END)).toHaveLength(2)
      const [before = "", data = ""] = user.split(UNTRUSTED_START)
      expect(before).not.toContain(hostile.mark)
      expect(JSON.parse(data.split(UNTRUSTED_END)[0] ?? "")).toEqual([visibleText(hostile.text)])
    }
  })

  test("is not let out by a model that repeats it, alone or beside a true text", () => {
    for (const { facts, hostile, at } of CASES) {
      const own = written(facts, null, at)
      const parts = own.kind === "write" ? own.post.parts : []
      const title = facts.plan.format === "long" ? "A title" : null
      const replies: Reply[] = [
        { title, parts: [hostile.text] },
        { title, parts: [visibleText(hostile.text)] },
        { title, parts: parts.with(0, `${parts[0]} ${hostile.text}`) },
        { title, parts: parts.with(0, `${parts[0]} ${visibleText(hostile.text)}`) },
      ]
      for (const reply of replies) {
        const decision = written(facts, reply, at)
        expect(decision, JSON.stringify(reply)).toMatchObject({ kind: "write", author: "studio", passes: true })
        const { post } = decision as Extract<Decision, { kind: "write" }>
        expect(JSON.stringify(post)).not.toContain(hostile.mark)
      }
    }
  })
})
