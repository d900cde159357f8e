import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ASSETS } from "../../shared/domain/asset.ts"
import { DAY_MS } from "./events.ts"
import { openMarket } from "./market.ts"
import { moodName, openMood } from "./mood.ts"
import { openNews, PAPERS } from "./news.ts"
import { toTitleCase } from "./telling.ts"
import { TRAPS } from "./traps.ts"

const start = new Date("2026-11-21T00:00:00Z")
const market = openMarket({ seed: 1, assets: ASSETS, start })
const news = openNews(market)
const midnight = start.getTime()
const days = Array.from({ length: 60 }, (_, back) => midnight - back * DAY_MS)
const printed = days.flatMap((day) => PAPERS.flatMap((paper) => news.items(paper, day, 200).filter((item) => item.at >= day - DAY_MS)))

describe("the fake news", () => {
  it("prints the same whatever was asked before", () => {
    const other = openNews(openMarket({ seed: 1, assets: ASSETS, start: new Date("2026-06-01T00:00:00Z") }))
    const aMoment = fc.integer({ min: -60 * 24, max: 30 * 24 }).map((hour) => midnight + hour * 3_600_000)
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...PAPERS), aMoment), { minLength: 2, maxLength: 6 }), (asked) => {
        const backward = [...asked].reverse().map(([paper, at]) => other.items(paper, at, 30))
        expect(backward.reverse()).toEqual(asked.map(([paper, at]) => news.items(paper, at, 30)))
      }),
      { numRuns: 20 },
    )
  })

  it("tells 8 to 20 stories on almost every day", () => {
    const counts = days.map((day) => news.stories(day - DAY_MS, day).length)
    expect(counts.filter((count) => count >= 8 && count <= 20).length).toBeGreaterThanOrEqual(57)
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(7)
  })

  it("shows nothing before it is printed, and no story before it happens", () => {
    for (const paper of PAPERS) {
      const at = midnight - 5 * 3_600_000
      for (const item of news.items(paper, at, 40)) {
        expect(item.at).toBeLessThanOrEqual(at)
        expect(item.at).toBeGreaterThanOrEqual(item.story.at)
      }
    }
  })

  it("tells each event of the market in some paper within the hour, mostly in several, in words that differ but name the asset", () => {
    const events = market.events(midnight - 30 * DAY_MS, midnight - DAY_MS)
    const told = events.map((event) => ({
      event,
      items: printed.filter((item) => item.story.id === `event-${event.id}` && !item.guid.endsWith("-again")),
    }))
    const delays = told.map(({ event, items }) => Math.min(...items.map((item) => item.at)) - event.at)
    expect(Math.min(...delays)).toBeGreaterThan(0)
    expect(Math.max(...delays)).toBeLessThan(3_600_000)
    const shared = told.filter(({ items }) => new Set(items.map((item) => item.paper)).size > 1)
    expect(shared.length / events.length).toBeGreaterThan(0.5)
    expect(shared.filter(({ items }) => new Set(items.map((item) => item.title)).size === 1)).toEqual([])
    const silent = told.filter(({ event, items }) => {
      const asset = ASSETS.find(({ symbol }) => symbol === event.asset)
      return (
        asset !== undefined &&
        !items.every((item) => new RegExp(`\\b(${asset.name}|${asset.symbol})\\b`).test(`${item.title} ${item.summary}`))
      )
    })
    expect(silent).toEqual([])
  })

  it("leaves no place in a wording unfilled", () => {
    for (const item of printed) expect(item.title + item.summary).not.toMatch(/[{}]|undefined/)
  })

  it("edits some headlines later under the same identity and repeats some pieces under another", () => {
    const early = new Map(
      printed.map((item) => [item.guid, news.items(item.paper, item.at, 200).find((one) => one.guid === item.guid)?.title]),
    )
    const edited = printed.filter((item) =>
      news.items(item.paper, item.at + DAY_MS, 200).some((one) => one.guid === item.guid && one.title !== early.get(item.guid)),
    )
    expect(edited.length).toBeGreaterThan(20)
    expect(printed.filter((item) => item.guid.endsWith("-again")).length).toBeGreaterThan(10)
  })

  it("says when a paper changed last", () => {
    for (const paper of PAPERS) {
      const changed = news.changedAt(paper, midnight)
      expect(changed).toBeLessThanOrEqual(midnight)
      expect(news.items(paper, changed - 1, 30)).not.toEqual(news.items(paper, changed, 30))
      expect(news.items(paper, changed, 30)).toEqual(news.items(paper, midnight, 30))
    }
  })

  it("sets every kind of trap within half a year", () => {
    const titles = new Set(
      Array.from({ length: 180 }, (_, back) => midnight - back * DAY_MS).flatMap((day) =>
        PAPERS.flatMap((paper) => news.items(paper, day, 200).filter((item) => item.story.kind === "trap" && item.at >= day - DAY_MS)).map(
          (item) => item.title,
        ),
      ),
    )
    expect(TRAPS.filter((trap) => !titles.has(trap.title)).map((trap) => trap.title)).toEqual([])
  })

  it("capitalises headlines as the papers do", () => {
    expect(toTitleCase("bitcoin hovers near a record on Friday")).toBe("Bitcoin Hovers Near a Record on Friday")
  })
})

describe("fear and greed", () => {
  const mood = openMood(market)
  const today = midnight / DAY_MS
  const year = Array.from({ length: 365 }, (_, back) => mood(today - back))

  it("covers fear and greed within a year, in small steps", () => {
    expect(Math.min(...year)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...year)).toBeLessThanOrEqual(100)
    expect(Math.min(...year)).toBeLessThan(35)
    expect(Math.max(...year)).toBeGreaterThan(65)
    const steps = year.slice(1).map((value, i) => Math.abs(value - (year[i] ?? value)))
    expect(steps.reduce((sum, step) => sum + step, 0) / steps.length).toBeLessThan(6)
    expect(Math.max(...steps)).toBeLessThan(25)
  })

  it("follows what Bitcoin did in the month before", () => {
    const closeOf = (day: number): number => market.hour("binance", "BTC", day * DAY_MS).open
    const months = year.map((value, back) => ({ value, change: closeOf(today - back) / closeOf(today - back - 30) - 1 }))
    const mean = (list: readonly { value: number }[]): number => list.reduce((sum, { value }) => sum + value, 0) / list.length
    expect(mean(months.filter(({ change }) => change > 0))).toBeGreaterThan(mean(months.filter(({ change }) => change < 0)) + 10)
  })

  it("has names at the index's own bounds", () => {
    expect([25, 26, 46, 47, 54, 55, 75, 76].map(moodName)).toEqual([
      "Extreme Fear",
      "Fear",
      "Fear",
      "Neutral",
      "Neutral",
      "Greed",
      "Greed",
      "Extreme Greed",
    ])
  })
})
