// Do rows that the database writes as JSON come in order, once each, whatever the size of a page, and look as the API shows them?
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as z from "zod"
import {
  findInsightPlace,
  findNextCandleAsset,
  findNextQuoteAsset,
  findPostPlace,
  type Lines,
  listCandleLines,
  listQuoteLines,
  listReadingLines,
  type ReadingPlace,
} from "../../shared/db/queries/onward.ts"
import { listCandles } from "../../shared/db/queries/market.ts"
import { listQuotesBetween } from "../../shared/db/queries/markets.ts"
import { listReadings } from "../../shared/db/queries/readings.ts"
import { CandleRow, QuoteRow, toCandleRow, toQuoteRow } from "../../workers/api/shapes/market.ts"
import { SentimentRow, toSentimentRow } from "../../workers/api/shapes/sentiment.ts"
import { type Cast, opened, seed } from "../api/cast.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

let database: TestDatabase
let cast: Cast
const db = () => database.db("studio_api")
const ALL = { since: new Date("2009-01-01T00:00:00Z"), until: new Date("2100-01-01T00:00:00Z"), limit: 10_000 }

beforeAll(async () => {
  database = await openDatabase()
  cast = await seed(database.db("studio_agents"))
  await database.postgres.exec(`
    INSERT INTO quotes (asset, observed_at, price, volume_24h, change_pct_24h, closed_at, source, agreement, second_source, second_price, deviation_bps, state)
    SELECT asset, open_time, close, 1.50, -0.25, open_time + interval '7 ms', 'kra"ken', 'agreed', E'a\\\\b\\n', close, 0.10, 'live' FROM candles`)
})
afterAll(() => database.close())

/** All pages of `limit` rows, and how many there were. */
async function walk<P extends readonly string[]>(limit: number, ask: (after: P | null) => Promise<Lines<P>>) {
  let text = ""
  let pages = 0
  for (let after: P | null = null; ;) {
    const page: Lines<P> = await ask(after)
    text += page.lines
    pages += 1
    expect(page.lines.split("\n").length - 1).toBe(page.rows)
    if (page.rows < limit || page.last === null) return { text, pages }
    after = page.last
  }
}

const next = (after: readonly [string] | null): Date | undefined => (after === null ? undefined : new Date(Date.parse(after[0]) + 1))
const asLines = <T>(schema: z.ZodType<T>, rows: readonly T[]) => rows.map((row) => `${JSON.stringify(schema.parse(row))}\n`).join("")

describe.each([1, 7, 200, 201, 10_000])("in pages of %i", (limit) => {
  const pagesOf = (count: number) => Math.floor(count / limit) + 1

  it("candles come as the list gives them", async () => {
    const rows = await listCandles(db(), "BTC", ALL)
    const { text, pages } = await walk<[string]>(limit, (after) => listCandleLines(db(), "BTC", { since: next(after), limit }))
    expect(rows.length).toBe(200)
    expect([text, pages]).toEqual([asLines(CandleRow, rows.map(toCandleRow)), pagesOf(200)])
  })

  it("quotes come as the list gives them, oldest first", async () => {
    const rows = (await listQuotesBetween(db(), "BTC", ALL)).toReversed()
    const { text, pages } = await walk<[string]>(limit, (after) => listQuoteLines(db(), "BTC", { since: next(after), limit }))
    expect([text, pages]).toEqual([asLines(QuoteRow, rows.map(toQuoteRow)), pagesOf(rows.length)])
  })

  it("readings come as the list gives them, oldest first", async () => {
    const rows = (await listReadings(db(), ALL)).toReversed()
    expect(rows.length).toBeGreaterThan(7)
    const { text, pages } = await walk<ReadingPlace>(limit, (after) => listReadingLines(db(), { after: after ?? undefined, limit }))
    expect([text, pages]).toEqual([asLines(SentimentRow, rows.map(toSentimentRow)), pagesOf(rows.length)])
  })
})

describe("a stretch", () => {
  it("has its beginning and not its end", async () => {
    const { lines } = await listCandleLines(db(), "ETH", { since: opened(9), until: opened(5), limit: 100 })
    const times = [...lines.matchAll(/"openTime":"([^"]+)"/g)].map((match) => match[1])
    expect(times).toEqual([9, 8, 7, 6].map((hours) => opened(hours).toISOString()))
  })

  it("that holds nothing gives nothing", async () => {
    expect(await listCandleLines(db(), "XXX", { limit: 100 })).toEqual({ rows: 0, lines: "", last: null })
    expect(await listReadingLines(db(), { subject: "XXX", limit: 100 })).toEqual({ rows: 0, lines: "", last: null })
  })

  it("of readings is of one subject and one source where they are named", async () => {
    const { lines } = await listReadingLines(db(), { subject: "MARKET", source: "news", limit: 100 })
    expect(lines.match(/"subject":"MARKET","source":"news"/g)?.length).toBe(lines.split("\n").length - 1)
  })
})

describe("a place", () => {
  it("is found for what is there, and for nothing else", async () => {
    const [id = ""] = cast.insights
    expect([await findInsightPlace(db(), id), await findInsightPlace(db(), "ins_0000000000000000")]).toEqual([id, null])
    expect(await findPostPlace(db(), "post_0000000000000000")).toBeNull()
  })

  it.each([
    ["candle", findNextCandleAsset],
    ["quote", findNextQuoteAsset],
  ])("of the next asset with a %s goes through all of them by name", async (_kind, find) => {
    const names: string[] = []
    for (let name = await find(db(), ""); name !== null; name = await find(db(), name)) names.push(name)
    expect(names).toEqual(["BTC", "ETH", "SOL"])
  })
})
