import { describe, expect, test } from "vitest"
import { normalQuantile } from "../../shared/domain/intervals.ts"
import type { Dimension, GroupSums } from "../../shared/domain/performance.ts"
import { adviseOn, LEAST_COMPARED } from "../../shared/domain/recommendations.ts"
import { trendsOf } from "../../shared/domain/trending.ts"
import { seededRandom } from "../../shared/kit/random.ts"

const NONE = trendsOf([])

type Post = { readonly of: Readonly<Partial<Record<Dimension, string>>>; readonly rate: number }

/** The sums of these posts, as the database keeps them. */
function sumsOf(posts: readonly Post[]): GroupSums[] {
  const rows = new Map<string, GroupSums>()
  for (const { of, rate } of posts) {
    const microRate = Math.round(rate * 1e6)
    for (const [dimension, value] of [...Object.entries(of), ["all", "all"]] as [Dimension, string][]) {
      const key = `${dimension}|${value}`
      const row = rows.get(key) ?? {
        dimension,
        value,
        posts: 0,
        rated: 0,
        impressions: 0,
        engagements: 0,
        microRates: 0,
        microRateSquares: 0,
      }
      rows.set(key, {
        ...row,
        posts: row.posts + 1,
        rated: row.rated + 1,
        microRates: row.microRates + microRate,
        microRateSquares: row.microRateSquares + microRate ** 2,
      })
    }
  }
  return [...rows.values()]
}

const normal = (draw: () => number): number => normalQuantile(Math.min(1 - 1e-9, Math.max(1e-9, draw())))
const pick = (letters: string, draw: () => number): string => letters.charAt(Math.floor(draw() * letters.length))

/** Posts as they come: rates vary between posts by a log-sd of 0.8 about a median of 3 %. */
const postsOf = (count: number, draw: () => number, effect: (post: Post["of"]) => number): Post[] =>
  Array.from({ length: count }, () => {
    const of = {
      channel: pick("xtdf", draw),
      format: pick("stmpl", draw),
      asset: pick("BEEBSXADLM", draw),
      topic: pick("pvcnm", draw),
      "insight-type": pick("abcdefg", draw),
      hour: pick("0123456789", draw),
    }
    return { of, rate: 0.03 * effect(of) * Math.exp(0.8 * normal(draw)) }
  })

describe("advice", () => {
  test("is to post more of what does better, with the posts that say so", () => {
    const posts = postsOf(600, seededRandom("better"), ({ format }) => (format === "t" ? 2.5 : 1))
    const { recommendations, comparisons } = adviseOn(sumsOf(posts), NONE)
    const best = recommendations.find(({ kind }) => kind === "more")
    expect(best).toMatchObject({ dimension: "format", subject: "t", n: posts.filter(({ of }) => of.format === "t").length })
    expect((best?.n ?? 0) + (best?.others ?? 0)).toBe(600)
    expect(best?.low).toBeGreaterThan(0)
    expect(best?.coverage).toBeCloseTo(1 - 0.05 / comparisons, 12)
  })

  test("is not given of a kind with too few posts, however well they did", () => {
    const many = postsOf(200, seededRandom("few"), () => 1).map((post) => ({ ...post, of: { format: "s" } }))
    const few = Array.from({ length: LEAST_COMPARED - 1 }, () => ({ of: { format: "t" }, rate: 0.5 }))
    const { recommendations, comparisons } = adviseOn(sumsOf([...many, ...few]), NONE)
    expect([recommendations.filter(({ dimension }) => dimension === "format"), comparisons]).toEqual([[], 0])
  })

  test("of two kinds is given once, to post more of the better", () => {
    const posts = Array.from({ length: 60 }, (_, i) => ({
      of: { channel: i % 2 === 0 ? "x" : "telegram" },
      rate: 0.02 + 0.02 * (i % 2) + 0.001 * (i % 7),
    }))
    const { recommendations, comparisons } = adviseOn(sumsOf(posts), NONE)
    expect(recommendations.filter(({ dimension }) => dimension === "channel").map(({ kind, subject }) => [kind, subject])).toEqual([
      ["more", "telegram"],
    ])
    expect(comparisons).toBe(1)
  })

  test("names a rate that lies below 2 % or above 5 % as a whole, and none between", () => {
    const at = (rate: number) => Array.from({ length: 40 }, (_, i) => ({ of: {}, rate: rate * (1 + 0.1 * ((i % 5) - 2)) }))
    expect([0.01, 0.02, 0.03, 0.08].map((rate) => adviseOn(sumsOf(at(rate)), NONE).recommendations.map(({ kind }) => kind))).toEqual([
      ["low-rate"],
      [],
      [],
      ["strong-rate"],
    ])
  })

  test("names topics that rise, with what they rise from", () => {
    const before = [20, 22, 18, 21, 19, 20, 20]
    const topics = ["ETH", "SOL", "XRP"].map((asset) => ({ asset, topic: "news", posts: 3, today: 20, before }))
    const trends = trendsOf([...topics, { asset: "BTC", topic: "price", posts: 3, today: 120, before }])
    const { recommendations } = adviseOn([], trends)
    expect(recommendations).toMatchObject([{ kind: "rising", subject: "BTC price", n: 120, against: 1 }])
  })

  test("is none where nothing was published", () => {
    expect(adviseOn([], NONE)).toEqual({ recommendations: [], comparisons: 0 })
  })
})

test.each([150, 400, 1_200])("on %i posts of which no kind does better, something is advised in at most 5 of 100 looks", (count) => {
  const looks = 400
  const draw = seededRandom(`noise-${count}`)
  let alarms = 0
  for (let look = 0; look < looks; look += 1) {
    const { recommendations } = adviseOn(sumsOf(postsOf(count, draw, () => 1)), NONE)
    if (recommendations.some(({ kind }) => kind === "more" || kind === "less")) alarms += 1
  }
  const share = alarms / looks
  // The upper end of the 95 % interval of the share.
  expect(share + 1.96 * Math.sqrt((share * (1 - share)) / looks)).toBeLessThanOrEqual(0.05)
})
