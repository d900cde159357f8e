import { expect, it } from "vitest"
import { changeText } from "../../../workers/agents/content-strategy/changes.ts"

const row = { label: "BTC close of the hour that closed 2026-11-21 12:00 UTC", was: 101.5, is: 99, agreement: "agreed" }

it.each([
  ["another value", {}, `${row.label} was 101.5 and is 99.`],
  ["another value that is disputed too", { agreement: "disputed" }, `${row.label} was 101.5 and is 99.`],
  ["a dispute", { is: 101.5, agreement: "disputed" }, `${row.label} was 101.5, and its sources disagree now.`],
  ["a row that is gone", { is: null }, `${row.label} was 101.5, and its row is gone.`],
])("%s is said with what it was", (_name, rest, text) => {
  expect(changeText({ ...row, ...rest })).toBe(text)
})

it("the sentence is never longer than a reason may be, and no longer than its digits need", () => {
  const text = changeText({ ...row, label: "x".repeat(300), was: 0.00000012345678901, is: 123_456_789.123 })
  expect(text.length).toBeLessThan(300)
  expect(text).toMatch(/was 0\.0000001234568 and is 123456800\.$/)
})
