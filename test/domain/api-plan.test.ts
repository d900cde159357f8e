import { expect, it } from "vitest"
import { Limits, PLANS } from "../../shared/domain/api-plan.ts"

it("leaves the plans as they are where nothing is said", () => {
  expect([Limits.parse(""), Limits.parse(undefined)]).toEqual([PLANS, PLANS])
})

it("changes the plans that are named, and only those", () => {
  expect(Limits.parse("keyless=60/5000, pages=1/2")).toEqual({
    ...PLANS,
    keyless: { perMinute: 60, perDay: 5_000 },
    pages: { perMinute: 1, perDay: 2 },
  })
})

it("counts nobody where it is off", () => {
  expect(Limits.parse("off")).toBeNull()
})

it.each(["keyless", "keyless=60", "keyless=0/5", "keyless=-1/5", "gold=1/1", "toString=1/1", "off,free=1/1", "free=1/1e9"])(
  "does not guess what %j means",
  (text) => {
    const parsed = Limits.safeParse(text)
    expect(parsed.error?.issues[0]?.message).toContain("keyless, pages, free, pro, scale")
  },
)
