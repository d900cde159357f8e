// What readers see of how good the probabilities were, and of each claim.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { ago, HOUR, NOON, opened, seed } from "./cast.ts"
import { openStudio, type Studio } from "./studio.ts"

let studio: Studio
beforeAll(async () => {
  vi.spyOn(console, "log").mockImplementation(() => {})
  studio = await openStudio(NOON)
  await seed(studio.database.db("studio_agents"))
}, 60_000)
afterAll(() => studio.close())
beforeEach(async () => {
  studio.clock.set(NOON)
  await studio.redis.flush()
})

type Claim = {
  insightId: string
  asset: string
  deadline: string
  outcome: string
  lastClose: string | null
  candles: string
  link: string
}
type Page = { data: Claim[]; next: string | null }
type Record = {
  since: string
  until: string
  claims: number
  waiting: number
  voided: { missing: number }
  settled: number
  brier: number | null
  skill: number | null
  calibration: { from: number; settled: number; share: { value: number; low: number; high: number } | null }[]
  list: string
}
const get = async <T>(path: string): Promise<T> => {
  const response = await studio.ask(path)
  expect([path, response.status]).toEqual([path, 200])
  return (await response.json()) as T
}

describe("the track record", () => {
  it("scores the claims whose deadline has passed, and them alone", async () => {
    const record = await get<Record>("/api/v1/track-record?days=7")
    expect(record).toMatchObject({
      until: "2026-11-21T12:00:00.000Z",
      claims: 2,
      waiting: 0,
      settled: 2,
      cameTrue: 0,
      baseBrier: 0,
      skill: null,
    })
    expect(record.brier).toBeCloseTo(0.62 ** 2, 12)
    expect(record.calibration.map(({ from, settled }) => [from, settled])).toEqual(
      Array.from({ length: 10 }, (_, i) => [i / 10, i === 6 ? 2 : 0]),
    )
    expect(record.calibration[6]?.share).toMatchObject({ value: 0, low: 0 })
    expect(record.calibration[6]?.share?.high).toBeGreaterThan(0.5)
  })

  it("leads to the claims that it is made of", async () => {
    const { list, claims } = await get<Record>("/api/v1/track-record?days=30&asset=ETH")
    const { data } = await get<Page>(list)
    expect(data.map(({ asset, outcome }) => [asset, outcome])).toEqual([["ETH", "false"]])
    expect(claims).toBe(1)
  })

  it("waits a day for candles that are missing, then calls the claim void", async () => {
    studio.clock.set(new Date(NOON.getTime() + 3 * HOUR))
    expect(await get<Record>("/api/v1/track-record")).toMatchObject({ claims: 5, waiting: 3, settled: 2, voided: { missing: 0 } })
    await studio.redis.flush()
    studio.clock.set(new Date(NOON.getTime() + 26 * HOUR))
    expect(await get<Record>("/api/v1/track-record")).toMatchObject({ claims: 25, waiting: 21, settled: 2, voided: { missing: 2 } })
  })

  it("of a studio that claimed nothing is empty", async () => {
    expect(await get<Record>("/api/v1/track-record?asset=DOGE")).toMatchObject({ claims: 0, brier: null, skill: null, byType: [] })
    expect(await get<Page>("/api/v1/track-record/claims?asset=DOGE")).toEqual({ data: [], next: null })
  })

  it("keeps its tag until the next hour", async () => {
    const first = await studio.ask("/api/v1/track-record")
    studio.clock.set(new Date(NOON.getTime() + 600_000))
    await studio.redis.flush()
    expect((await studio.ask("/api/v1/track-record")).headers.get("etag")).toBe(first.headers.get("etag"))
  })
})

describe("claims", () => {
  it("come with the candle that settles them, by pages, latest deadline first", async () => {
    const first = await get<Page>("/api/v1/track-record/claims?limit=1")
    const second = await get<Page>(`/api/v1/track-record/claims?limit=1&cursor=${first.next}`)
    expect(second.next).toBeNull()
    const claims = [...first.data, ...second.data]
    expect(claims.map(({ deadline }) => deadline)).toEqual([opened(0).toISOString(), opened(1).toISOString()])
    for (const { asset, candles, lastClose, link } of claims) {
      const { data } = await get<{ data: { asset: string; close: string }[] }>(candles)
      expect(data.map((row) => [row.asset, row.close])).toEqual([[asset, lastClose]])
      expect(await get(link)).toMatchObject({ asset })
    }
  })

  it("are found from their insight, and not before their deadline", async () => {
    const { data } = await get<{ data: { id: string; claim: string; deadline: string }[] }>("/api/v1/insights?sort=at&limit=3")
    const found = await Promise.all(data.map(async ({ claim }) => (await get<Page>(claim)).data))
    expect(found.map((claims) => claims.map(({ insightId }) => insightId))).toEqual([[data[0]?.id], [data[1]?.id], []])
  })

  it("can be asked for by the time of their deadline", async () => {
    const { data } = await get<Page>(
      `/api/v1/track-record/claims?since=${opened(1).toISOString()}&until=${ago(0).toISOString()}&type=sentiment_shift`,
    )
    expect(data.map(({ deadline }) => deadline)).toEqual([opened(0).toISOString()])
  })

  it("whose statement can't be read are void, not an error", async () => {
    await studio.database.postgres.exec(`UPDATE insights SET statement = '{}' WHERE deadline = '${opened(0).toISOString()}'`)
    const { data } = await get<Page>("/api/v1/track-record/claims")
    expect(data[0]).toMatchObject({ outcome: "unreadable", statement: null, lastClose: expect.any(String) })
  })
})
