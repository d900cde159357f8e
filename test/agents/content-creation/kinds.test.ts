import { describe, expect, test } from "vitest"
import { PostText } from "../../../shared/domain/post.ts"
import { seededRandom } from "../../../shared/kit/random.ts"
import type { CitedRow, WritingOrder } from "../../../shared/domain/writing-order.ts"
import { decide } from "../../../workers/agents/content-creation/decide.ts"
import type { Decision } from "../../../workers/agents/content-creation/facts.ts"
import { INSIGHTS } from "../../domain/insights.ts"
import { mutate, MUTATIONS } from "../../domain/mutate-draft.ts"
import { citedNow, FORMS, LANGUAGES, order, VOICES } from "./orders.ts"

const DAY_MS = 86_400_000
const about = (madeAt: string, channel: WritingOrder["plan"]["channel"]) =>
  ({ id: "post_0000000001", channel, publishedAt: new Date(Date.parse(madeAt) + 600_000).toISOString() }) as const
const later = (madeAt: string, days: number): string => new Date(Date.parse(madeAt) + days * DAY_MS).toISOString()

type Case = { readonly order: WritingOrder; readonly now: Date; readonly says: string }

function* casesOf(kind: "correction" | "repurpose", build: (k: number) => Partial<WritingOrder>[]): Generator<Case> {
  let n = 0
  for (const [k, insight] of INSIGHTS.entries()) {
    for (const rest of build(k)) {
      for (const voice of VOICES) {
        for (const language of LANGUAGES) {
          const [channel, format] = kind === "repurpose" ? (["feed", "long"] as const) : FORMS[(n += 1) % FORMS.length]!
          const createdAt = later(insight.madeAt, 10)
          const plan = {
            kind,
            channel,
            format,
            language,
            voice,
            createdAt,
            expiresAt: later(createdAt, 7),
            id: `plan_${String(n).padStart(10, "0")}`,
          }
          const facts = order(insight, plan, { about: about(insight.madeAt, channel), ...rest })
          yield { order: facts, now: new Date(createdAt), says: JSON.stringify(facts.plan) }
        }
      }
    }
  }
}

const written = ({ order: facts, now }: Pick<Case, "order" | "now">): Decision =>
  decide({ task: "write", order: facts, linkHosts: [] }, null, {}, { now })
const textOf = (one: Case): Extract<Decision, { kind: "write" }> => {
  const decision = written(one)
  if (decision.kind !== "write") throw new Error(`${one.says}: ${JSON.stringify(decision)}`)
  return decision
}
/** As a person would hand it in: the same text with one change, checked. */
const checkedWith = (one: Case, parts: readonly string[], text: PostText): Decision => {
  const draft = {
    ...text,
    parts,
    id: "draft_0000000002",
    version: 2,
    author: "operator",
    needsPicture: false,
    mediaHash: null,
    scheduledAt: one.order.plan.scheduledAt,
    passes: null,
  }
  return decide(
    { task: "check", order: { ...one.order, draft, plan: { ...one.order.plan, state: "checking", version: 2 } }, linkHosts: [] },
    null,
    {},
    { now: one.now },
  )
}

const revised = (change: (row: CitedRow) => Partial<CitedRow>) => (k: number) => {
  const insight = INSIGHTS[k]!
  return [{ insight: { ...insight, evidence: citedNow(insight).map((row) => ({ ...row, ...change(row) })) } }]
}
const other = ({ kind, value }: CitedRow): Partial<CitedRow> =>
  kind === "story" || value === null ? {} : { valueNow: String(Number((Number(value) * 0.97 - 0.01).toFixed(4))) }
const CORRECTIONS: Readonly<Record<string, (k: number) => Partial<WritingOrder>[]>> = {
  "another value": revised(other),
  "a dispute": revised(({ kind }) => (kind === "candle" ? { agreementNow: "disputed" } : other({ kind, value: "0.4" } as CitedRow))),
  "a value of one source": revised((row) => ({ ...other(row), ...(row.kind === "candle" ? { agreementNow: "single" as const } : {}) })),
}

describe("a correction", () => {
  test.each(Object.entries(CORRECTIONS))(
    "of %s passes every guard on every channel, in every format, voice and language",
    (_what, build) => {
      let count = 0
      for (const one of casesOf("correction", build)) {
        const decision = written(one)
        // Some insights cite nothing but a story.
        if (decision.kind === "nothing") continue
        count += 1
        const { passes, note, post, state } = textOf(one)
        expect({ passes, note }, `${one.says}\n${post.parts.join("\n")}`).toEqual({ passes: true, note: null })
        expect(PostText.parse(post)).toEqual(post)
        expect(state).toBe("waiting")
        expect(post.parts.join(" ")).toMatch(/Correction|Correctie|We wrote|We schreven/)
      }
      expect(count).toBeGreaterThan(60)
    },
  )

  test("names what was said, in which post, and what the row says now", () => {
    const [one] = casesOf("correction", CORRECTIONS["another value"]!)
    const plan = { ...one!.order.plan, channel: "telegram", format: "message", language: "en" } as const
    const { post } = textOf({ ...one!, order: { ...one!.order, plan } })
    expect(post.parts[0]).toMatch(
      /^Correction to our post about BTC of \d+ October 2026, \d\d:\d\d UTC\.\n\nWe wrote that BTC closed at \$86,002 on /,
    )
    expect(post.parts[0]).toMatch(/The corrected figure for BTC is \$83,42\d\./)
  })

  test("is not written where the rows say again what the post said, and takes back what is in doubt without another figure", () => {
    const [same] = casesOf("correction", () => [{}])
    expect(written(same!)).toMatchObject({ kind: "nothing" })
    for (const one of casesOf("correction", CORRECTIONS["a dispute"]!)) {
      if (written(one).kind === "nothing") continue
      expect(textOf(one).claims.filter(({ measure, unit }) => measure === "corrected_value" && unit === "usd")).toEqual([])
    }
  })

  test("with a lie in it is refused, also where the two figures change places", () => {
    const random = seededRandom("corrections")
    let [told, refused, swaps] = [0, 0, 0]
    for (const one of casesOf("correction", CORRECTIONS["another value"]!)) {
      if (written(one).kind === "nothing") continue
      const { post } = textOf(one)
      const at = post.parts.findIndex((part) => /We wrote|We schreven/.test(part))
      for (const kind of MUTATIONS) {
        const lie = mutate(post.parts[at]!, kind, post.language, random)
        if (lie === null) continue
        told += 1
        const decision = checkedWith(one, post.parts.with(at, lie), post)
        if (decision.kind === "check" && !decision.passes) refused += 1
      }
      const figures = /(\$[\d.,]*\d)(.*?)(\$[\d.,]*\d)/s.exec(post.parts[at]!)
      if (figures === null) continue
      swaps += 1
      const swapped = post.parts[at]!.replace(figures[0], `${figures[3]}${figures[2]}${figures[1]}`)
      expect(checkedWith(one, post.parts.with(at, swapped), post), swapped).toMatchObject({ passes: false })
    }
    expect(swaps).toBeGreaterThan(20)
    expect(told).toBeGreaterThan(400)
    expect(refused / told).toBeGreaterThanOrEqual(0.995)
  })
})

/** The close at the deadline, above or below the level. */
const settledAt = (share: number) => (k: number) => {
  const { statement, deadline } = INSIGHTS[k]!
  return [{ outcome: { close: (Number(statement.level) * share).toPrecision(6), closedAt: deadline, agreement: "agreed" as const } }]
}

describe("what became of a statement", () => {
  test.each([0.9, 1.1])("passes every guard in every voice and language, at %f of its level", (share) => {
    for (const one of casesOf("repurpose", settledAt(share))) {
      const { passes, note, post } = textOf(one)
      expect({ passes, note }, `${one.says}\n${post.parts.join("\n")}`).toEqual({ passes: true, note: null })
      const { kind } = one.order.insight.statement
      const held = kind === "close_above" ? share > 1 : kind === "close_below" ? share < 1 : true
      expect(post.parts[0]).toMatch(held ? /came true|kwam uit/ : /did not come true|kwam niet uit/)
    }
  })

  test("is not told where the candle is not there or in doubt", () => {
    const [one] = casesOf("repurpose", settledAt(1.1))
    const without = { ...one!, order: { ...one!.order, outcome: null } }
    const doubtful = { ...one!, order: { ...one!.order, outcome: { ...one!.order.outcome!, agreement: "single" as const } } }
    expect([written(without).kind, written(doubtful).kind]).toEqual(["nothing", "nothing"])
  })

  test("with a lie in it is refused", () => {
    const random = seededRandom("outcomes")
    let [told, refused] = [0, 0]
    for (const one of casesOf("repurpose", settledAt(1.1))) {
      const { post } = textOf(one)
      for (const kind of MUTATIONS) {
        const lie = mutate(post.parts[0]!, kind, post.language, random)
        if (lie === null) continue
        told += 1
        const decision = checkedWith(one, [lie], post)
        if (decision.kind === "check" && !decision.passes) refused += 1
      }
    }
    expect(told).toBeGreaterThan(400)
    expect(refused / told).toBeGreaterThanOrEqual(0.995)
  })
})
