// At which ages is a post read?
import { expect, it } from "vitest"
import { AGE_BANDS, lateMs } from "../../shared/domain/engagement.ts"

it("a reading that is missed for one age is never taken for the next", () => {
  const latest = AGE_BANDS.map((hours) => hours * 3_600_000 + lateMs(hours))
  expect(AGE_BANDS.slice(1).filter((next, i) => next * 3_600_000 <= (latest[i] ?? 0))).toEqual([])
})
