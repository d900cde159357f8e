import { describe, expect, it } from "vitest"
import { nearest } from "../../shared/kit/nearest.ts"

describe("the nearest name", () => {
  it.each([
    ["limt", "limit"],
    ["LIMIT", "limit"],
    ["assets", "asset"],
    ["curser", "cursor"],
    ["xyz", null],
    ["", null],
    ["limitlimitlimit", null],
    ["x".repeat(5_000), null],
  ])("of %s is %s", (name, meant) => {
    expect(nearest(name, ["asset", "limit", "cursor"])).toBe(meant)
  })

  it("is none where nothing is known", () => {
    expect(nearest("limit", [])).toBeNull()
  })
})
