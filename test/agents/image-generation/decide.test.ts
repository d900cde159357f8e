import { describe, expect, test } from "vitest"
import { altText, drawChart } from "../../../shared/domain/chart.ts"
import { checkDraft } from "../../../shared/domain/guards.ts"
import type { InsightDraft } from "../../../shared/domain/insight.ts"
import type { PictureOrder } from "../../../shared/domain/picture-order.ts"
import { decide } from "../../../workers/agents/image-generation/decide.ts"
import type { Facts } from "../../../workers/agents/image-generation/facts.ts"
import { rowsFor } from "../../domain/chart-rows.ts"
import { INSIGHTS } from "../../domain/insights.ts"
import { LANGUAGES, momentOf, order, version } from "../content-creation/orders.ts"

function pictured(insight: InsightDraft, language: "en" | "nl" = "en", draft: Partial<PictureOrder["draft"]> = {}): Facts {
  const { plan, insight: cited } = order(insight, { channel: "x", format: "picture", state: "checking", version: 1, language })
  const rows = rowsFor(insight)
  const text = version(
    { parts: ["The text."] },
    { id: "draft_0000000001", version: 1, passes: true, needsPicture: true, format: "picture", alt: "The chart." },
  )
  return {
    order: {
      plan,
      insight: cited,
      draft: { ...text, hash: null, ...draft },
      candles: rows.candles.map((row) => ({ ...row, openTime: row.openTime.toISOString() })),
      readings: rows.readings.map((row) => ({ ...row, observedAt: row.observedAt.toISOString() })),
      stories: rows.stories.map((row) => ({ ...row, firstSeenAt: row.firstSeenAt.toISOString() })),
    },
    overdue: [],
    written: [],
    notice: null,
  }
}

describe("a version that lacks its picture", () => {
  test.each(INSIGHTS.map((insight, k) => [k, insight.type, insight] as const))("gets one drawn, insight %d: %s", (_k, _type, insight) => {
    for (const language of LANGUAGES) {
      const at = momentOf(insight)
      const decision = decide(pictured(insight, language), null, {}, at)
      if (decision.kind !== "draw") throw new Error(`expected a drawing, got ${JSON.stringify(decision)}`)
      expect(drawChart(decision.spec, language)).toMatch(/^<svg/)
      expect(decision.alt).toBe(altText(decision.spec, language))
      const post = { ...decision.to.post, alt: decision.alt }
      const figures = checkDraft(post, { claims: decision.spec.claims, voice: "bold", now: at.now.getTime() }).find(
        ({ name }) => name === "figures",
      )
      expect(figures?.spans, decision.alt).toEqual([])
    }
  })

  test("is the same spec for the same facts", () => {
    const [insight] = INSIGHTS
    const once = decide(pictured(insight!), null, {}, momentOf(insight!))
    expect(JSON.stringify(decide(pictured(insight!), null, {}, momentOf(insight!)))).toBe(JSON.stringify(once))
  })

  test("goes without where its rows are others than those that the text cites, or too few", () => {
    const [insight] = INSIGHTS
    const facts = pictured(insight!)
    const broken = facts.order!.candles.map((row) => ({ ...row, close: String(Number(row.close) * 1.01) }))
    for (const candles of [broken, []]) {
      const decision = decide({ ...facts, order: { ...facts.order!, candles } }, null, {}, momentOf(insight!))
      expect(decision).toMatchObject({ kind: "plain", versions: [{ format: "single", why: "its rows carry no picture" }] })
    }
  })

  test.each([
    ["has it", { hash: "a".repeat(64) }, "done"],
    ["is not the current one", { version: 2 }, "nothing"],
    ["didn't pass", { passes: false }, "nothing"],
    ["needs none", { needsPicture: false }, "nothing"],
  ] as const)("is left alone where it %s", (_what, draft, kind) => {
    const [insight] = INSIGHTS
    expect(decide(pictured(insight!, "en", draft), null, {}, momentOf(insight!)).kind).toBe(kind)
  })
})
