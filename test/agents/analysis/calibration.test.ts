import { describe, expect, test } from "vitest"
import { closeClaim, moveClaim, probabilityOf, sigmaAhead, stateClaim } from "../../../workers/agents/analysis/claim.ts"
import type { Claim } from "../../../workers/agents/analysis/finding.ts"
import { DEFAULT_POLICY } from "../../../workers/agents/analysis/policy.ts"
import { type AssetView, viewMarket } from "../../../workers/agents/analysis/view.ts"
import { HOUR_MS, noiseMarkets, START, toSeries } from "./market-fixture.ts"
import { type Forecast, resolveStatement, scoreForecasts } from "./resolve-statement.ts"

const HORIZON_HOURS = 24

/** Levels near and far, above and below, and moves small and large. */
function claimsOf(view: AssetView): Claim[] {
  const sigma = sigmaAhead(view, HORIZON_HOURS)
  const levels = [-1.2, -0.5, 0.5, 1.2].map((distance) => view.close * Math.exp(distance * sigma))
  return [
    ...levels.map((level, i) => closeClaim(view, i % 2 === 0 ? "close_above" : "close_below", level, HORIZON_HOURS)),
    ...[0.7, 1.2, 1.8].map((sigmas) => moveClaim(view, sigmas, HORIZON_HOURS)),
  ]
}

describe("probabilities on a market of seeded noise", () => {
  const forecasts: Forecast[] = [31, 32, 33].flatMap((seed) => {
    const [one] = noiseMarkets(["BTC"], 4_000, seed)
    if (one === undefined) return []
    const closes = toSeries(one)
    const moments = Array.from({ length: 120 }, (_, i) => 1_080 + i * 24)
    return moments.flatMap((rows) => {
      const [view] = viewMarket([toSeries(one, rows - 1_080, rows)], START + rows * HOUR_MS)
      if (view === undefined) return []
      return claimsOf(view).map((claim): Forecast => {
        const { statement, text, deadline } = stateClaim(claim, view)
        const madeAt = new Date(view.closedAt).toISOString()
        const draft = {
          asset: "BTC",
          type: "breakout",
          direction: "up",
          headline: text,
          madeAt,
          probability: 0.5,
          deadline,
          horizonHours: 24,
        } as const
        const cameTrue = resolveStatement({ ...draft, statement, statementText: text, reasons: [], evidence: [] }, closes)
        return { probability: probabilityOf(claim, view, DEFAULT_POLICY), cameTrue: cameTrue === true, kind: claim.kind }
      })
    })
  })

  test("come true as often as they say", () => {
    expect(forecasts).toHaveLength(3 * 120 * 7)
    expect(scoreForecasts(forecasts).ece).toBeLessThan(0.04)
  })

  test("know more than the base rate of their kind", () => {
    expect(scoreForecasts(forecasts).skill).toBeGreaterThan(0.15)
  })
})

describe("scores", () => {
  test("the Brier score, the skill and the calibration error of a literal list", () => {
    const list = [
      { probability: 0.8, cameTrue: true, kind: "a" },
      { probability: 0.8, cameTrue: false, kind: "a" },
      { probability: 0.2, cameTrue: false, kind: "a" },
      { probability: 0.2, cameTrue: false, kind: "a" },
    ]
    const { brier, skill, ece } = scoreForecasts(list)
    expect(brier).toBeCloseTo((0.04 + 0.64 + 0.04 + 0.04) / 4, 12)
    expect(skill).toBeCloseTo(1 - brier / 0.1875, 12)
    expect(ece).toBeCloseTo((0.6 + 0.4) / 4, 12)
  })
})
