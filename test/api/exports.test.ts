import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { MOST_PAGES } from "../../shared/kit/export-lines.ts"
import { SMALL_ROWS } from "../../workers/api/stream.ts"
import { STREAM_ROUTES } from "../../workers/api/stream-routes.ts"
import { NOON, opened, seed } from "./cast.ts"
import { POST, seedDesk } from "./desk-cast.ts"
import { openStudio, type Studio } from "./studio.ts"

let studio: Studio

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  studio = await openStudio(NOON)
  await seed(studio.database.db("studio_agents"))
  await seedDesk(studio.database)
}, 60_000)
afterAll(() => studio.close())

type Row = Record<string, unknown>
type Export = { readonly rows: readonly Row[]; readonly end: Row; readonly statements: number }

async function read(path: string): Promise<Export> {
  const before = studio.database.statements.length
  const response = await studio.ask(`/api/v1/exports/${path}`)
  expect([path, response.status, response.headers.get("content-type")]).toEqual([path, 200, "application/x-ndjson"])
  const lines = (await response.text()).trimEnd().split("\n")
  const parsed = lines.map((line) => JSON.parse(line) as Row)
  return { rows: parsed.slice(0, -1), end: parsed.at(-1) ?? {}, statements: studio.database.statements.length - before }
}

/** Everything that the list beside the export gives, from its pages. */
async function listed(path: string): Promise<Row[]> {
  const rows: Row[] = []
  for (let next: string | null = ""; next !== null;) {
    const page = (await (await studio.ask(`/api/v1/${path}${next === "" ? "" : `&cursor=${next}`}`)).json()) as {
      data: Row[]
      next: string | null
    }
    rows.push(...page.data)
    next = page.next
  }
  return rows
}

const SINCE = "since=2020-01-01T00:00:00Z"

describe("an export", () => {
  it.each([
    ["insights", "insights?limit=7", "madeAt"],
    ["posts", "posts?limit=7", "publishedAt"],
    ["news", "news?limit=7", "firstSeenAt"],
    ["sentiment", `sentiment?limit=7&${SINCE}`, "observedAt"],
    ["candles?asset=BTC", `market/BTC/candles?limit=70&${SINCE}`, "openTime"],
    ["quotes?asset=BTC", `market/BTC/quotes?limit=7&${SINCE}`, "observedAt"],
  ])("of %s gives every row of the list, as the list gives it, oldest first", async (path, list, time) => {
    const { rows, end, statements } = await read(path)
    const expected = await listed(list)
    expect(rows.length).toBeGreaterThan(0)
    const byText = (all: readonly Row[]) => all.map((row) => JSON.stringify(row)).toSorted()
    expect(byText(rows)).toEqual(byText(expected))
    expect(rows.map((row) => row[time])).toEqual(rows.map((row) => row[time]).toSorted())
    expect([end, statements]).toEqual([{ end: true, rows: rows.length, next: null }, 1])
  })

  it("of candles goes from asset to asset, by name", async () => {
    const { rows, end } = await read("candles")
    const assets = rows.map((row) => String(row["asset"]))
    const there = (await studio.database.rows("SELECT DISTINCT asset FROM candles ORDER BY asset")).map(([asset]) => asset ?? "")
    expect(there.length).toBeGreaterThan(2)
    expect([...new Set(assets)]).toEqual(there)
    expect(end).toEqual({ end: true, rows: rows.length, next: null })
    const one = await Promise.all(there.map(async (asset) => (await read(`candles?asset=${asset}`)).rows))
    expect(rows).toEqual(one.flat())
  })

  it("keeps to its stretch of time, with its beginning and without its end", async () => {
    const [from, until] = [opened(30).toISOString(), opened(20).toISOString()]
    const { rows } = await read(`candles?since=${from}&until=${until}`)
    expect(rows.length).toBe(30)
    const times = rows.map((row) => String(row["openTime"])).toSorted()
    expect([times[0], times.at(-1)]).toEqual([from, opened(21).toISOString()])
    for (const [path, time] of [
      ["insights", "madeAt"],
      ["news", "firstSeenAt"],
      ["sentiment", "observedAt"],
    ] as const) {
      const all = await read(path)
      const [first, last] = [String(all.rows[1]?.[time]), String(all.rows.at(-1)?.[time])]
      const some = await read(`${path}?since=${first}&until=${last}`)
      expect(some.rows).toEqual(all.rows.filter((row) => String(row[time]) >= first && String(row[time]) < last))
    }
  })

  it("goes on behind the row that a cursor names", async () => {
    const all = await read("candles?asset=ETH")
    const place = ["ETH", String(all.rows[99]?.["openTime"])]
    const cursor = btoa(JSON.stringify(place)).replaceAll("=", "")
    expect((await read(`candles?asset=ETH&cursor=${cursor}`)).rows).toEqual(all.rows.slice(100))
    const response = await studio.ask(`/api/v1/exports/candles?asset=BTC&cursor=${cursor}`)
    const errors = [{ pointer: "cursor", detail: "belongs to an export of another asset" }]
    expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ errors })])
  })

  it("of posts holds none that is for members, or was taken down", async () => {
    const ids = async () => (await read("posts")).rows.map(({ id }) => id)
    expect(await ids()).toContain(POST)
    for (const change of ["tier = 'members'", "removed_at = published_at"]) {
      await studio.database.postgres.exec(`UPDATE published_content SET ${change} WHERE id = '${POST}'`)
      expect(await ids()).not.toContain(POST)
      await studio.database.postgres.exec(`UPDATE published_content SET tier = 'public', removed_at = NULL WHERE id = '${POST}'`)
    }
  })

  it("has a page in as many rows that a million of small ones are fewer statements than one answer may cost", () => {
    expect(1_000_000 / SMALL_ROWS + 2 * 50).toBeLessThan(MOST_PAGES)
  })
})

describe("the routes of long answers", () => {
  it("say in the description what they answer", () => {
    const media = STREAM_ROUTES.map(({ path, operation }) => [path.split("/").at(-2), operation?.media])
    expect(new Set(media.map(String))).toEqual(new Set(["exports,application/x-ndjson", "streams,text/event-stream"]))
  })
})
