import { expect, test } from "vitest"
import { openFearGreed } from "../../shared/integrations/fear-greed.ts"
import { caught, preparedCall } from "./recordings.ts"

const DAY = 86_400
const START = 1_763_683_200 // 2025-11-21T00:00:00Z
const row = (value: string, timestamp: number) => ({ value, value_classification: "Fear", timestamp: String(timestamp) })
const index = (body: unknown) => {
  const { call, asked } = preparedCall(() => ({ body }))
  return { fearGreed: openFearGreed(call, { baseUrl: "https://index.test" }), asked }
}

test("readings are the newest days, newest first, with the moment they stand for", async () => {
  const data = [row("11", START), row("14", START - DAY), row("15", START - 2 * DAY)]
  const { fearGreed, asked } = index({ name: "Fear and Greed Index", data: data.toReversed(), metadata: { error: null } })
  expect(await fearGreed.readings(2)).toEqual([
    { observedAt: new Date("2025-11-21T00:00:00Z"), value: 11 },
    { observedAt: new Date("2025-11-20T00:00:00Z"), value: 14 },
  ])
  expect(asked.map(({ url }) => url.href)).toEqual(["https://index.test/fng/?limit=2&format=json"])
})

test("all history is never asked for by mistake: fewer than one day means one", async () => {
  const { fearGreed, asked } = index({ data: [row("50", START), row("51", START - DAY)] })
  expect((await fearGreed.readings(0)).length).toBe(1)
  expect(asked[0]?.url.searchParams.get("limit")).toBe("1")
})

test.each([
  ["a value above 100", { data: [row("40", START), row("101", START)] }],
  ["a value that is no number", { data: [row("high", START)] }],
  ["a value below 0", { data: [row("-1", START)] }],
  ["a reading without its time", { data: [{ value: "40" }] }],
  ["an error", { data: null, metadata: { error: "Invalid limit" } }],
  ["no data", {}],
])("%s is a failure", async (_what, body) => {
  expect(await caught(index(body).fearGreed.readings(1))).toMatchObject({ code: "upstream-rejected", context: { source: "fear-greed" } })
})
