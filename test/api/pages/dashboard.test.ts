import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { type Cast, draft, NOON, seed } from "../cast.ts"
import { NOTICE, openStudio, type Studio } from "../studio.ts"
import { insertInsights } from "../../../shared/db/queries/insights.ts"

let studio: Studio
let cast: Cast
/** Of whoever is signed in: runs are the operator's alone. */
let cookie = ""

const page = async (path: string): Promise<string> => {
  const response = await studio.ask(path, path.startsWith("/runs/") ? { headers: { cookie } } : {})
  expect([path, response.status]).toEqual([path, 200])
  return response.text()
}
/** What a reader sees. */
const wordsOf = (html: string): string =>
  html
    .replaceAll(/<(title|desc)[^>]*>[^<]*<\/\1>/g, "")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll("&#39;", "'")
    .replaceAll(/\s+/g, " ")

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  studio = await openStudio(NOON)
}, 60_000)
afterAll(() => studio.close())
beforeEach(() => {
  studio.database.fault = null
})

describe("an empty studio", () => {
  it("says in each place what will stand there", async () => {
    const words = wordsOf(await page("/"))
    expect(words).toContain("No quote yet. The first market scan")
    expect(words).toContain("No insight yet. The analysis follows")
    expect(words).toContain("No reading yet.")
    expect(words).toContain("No story yet.")
    expect(words).toContain("no run yet; runs every 30 min")
    expect(wordsOf(await page("/agents"))).toContain("No run yet. The next heartbeat starts what is due.")
  })
})

describe("a studio at work", () => {
  beforeAll(async () => {
    cast = await seed(studio.database.db("studio_agents"))
    cookie = await studio.signIn()
  })

  it("shows prices with everything that speaks against them", async () => {
    const words = wordsOf(await page("/"))
    expect(words).toContain("BTC Bitcoin $64,000.00 ▼ −1.25% 24 h")
    expect(words).toMatch(/ETH Ethereum \$3,100\.00 ▲ \+4\.20% 24 h sources differ 2\.1%/)
    expect(words).toMatch(/SOL Solana \$140\.00 24 h change not stated halted binance only/)
    expect(words).toContain("1 up, 1 down in 24 h; quotes of ")
    expect(words).toContain("look at: source theblock, runs")
  })

  it("says above every page what the local world has to say, and in production nothing", async () => {
    for (const path of ["/", "/agents", `/runs/${cast.runs.scan}`, `/insights/${cast.insights[1]}`]) {
      expect(wordsOf(await page(path))).toContain(NOTICE)
      studio.notice = null
      expect(wordsOf(await page(path))).not.toContain(NOTICE)
      studio.notice = NOTICE
    }
  })

  it("leads from each price and each story to the stored row", async () => {
    const html = await page("/")
    const own = [...html.matchAll(/href="(\/api\/v1\/(?:market\/[A-Z]+\/quotes|news\/story_[^"]+))"/g)].map((match) => match[1] ?? "")
    expect(own.length).toBeGreaterThan(3)
    for (const path of own) expect([path, (await studio.ask(path)).status]).toEqual([path, 200])
  })

  it("shows every card that has its answer where one question fails, and names the request in the one that hasn't", async () => {
    const whole = await page("/")
    const cards = whole.match(/<h2>/g)?.length ?? 0
    let asked = 0
    studio.database.fault = async (answer) => {
      asked += 1
      return asked === 3 ? Response.json({ message: "secret_table", code: "42P01" }, { status: 400 }) : answer()
    }
    const html = await page("/")
    expect(html.match(/<h2>/g)).toHaveLength(cards)
    expect(html.match(/class="fault"/g)).toHaveLength(1)
    expect(html).toMatch(/can&#39;t be shown: something went wrong inside\.<\/b>.*<code>req_[0-9a-z]{22}<\/code>/)
    expect(html).not.toContain("secret_table")
  })

  it("shows nothing but faults, and still a page, where the database is gone", async () => {
    studio.database.fault = async () => new Response("away", { status: 500 })
    const html = await page("/")
    expect(html.match(/class="fault"/g)).toHaveLength(6)
    expect(wordsOf(html)).toContain("health unknown")
  })

  it("shows hostile text as text, and leads to nothing but the web", async () => {
    const html = await page("/")
    expect(html).toContain("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;")
    const out = [...html.matchAll(/<a href="(?!\/|#)([^"]*)"([^>]*)>/g)].map((match) => [match[1], match[2]])
    expect(out).toEqual([["https://coindesk.example/story_0123456789abcdef", ' rel="noopener nofollow ugc noreferrer"']])
  })

  it("shows an insight with its claim, its reasons linked to rows, and its rows linked to what is stored", async () => {
    const html = await page(`/insights/${cast.insights[1]}`)
    const words = wordsOf(html)
    expect(words).toContain("62% The hourly candle of BTC")
    expect(words).toContain("open: settles in 22 h deadline 22 Nov, 10:00 UTC, 24 h after the last close it saw")
    expect(words).toContain("Move: 2.31 σ from row 1")
    expect(words).toMatch(/2 BTC traded in 24 hours 25,000\.5 BTC binance/)
    expect([...html.matchAll(/<tr id="row-(\d)"/g)].map((match) => match[1])).toEqual(["1", "2", "3", "4"])
    expect(html).toContain(`href="/api/v1/market/BTC/candles?since=2026-11-21T09:00:00.000Z&amp;until=2026-11-21T10:00:00.000Z"`)
  })

  it("draws the price with the level, the moment and the time it speaks of, in two shapes", async () => {
    const html = await page(`/insights/${cast.insights[1]}`)
    const charts = html.match(/<svg class="chart (wide|narrow)"[\s\S]*?<\/svg>/g) ?? []
    expect(charts).toHaveLength(2)
    for (const chart of charts) {
      expect(chart).toContain("64,768.00")
      expect(chart).toContain("made 10:00 UTC")
      expect(chart).toMatch(
        /<desc[^>]*>Hourly closes of BTC in US dollars\. The insight was made 21 Nov, 10:00 UTC and speaks of the time until 22 Nov, 10:00 UTC\./,
      )
      expect(chart).not.toMatch(/NaN|Infinity|undefined/)
    }
  })

  it("draws both edges of a move, and says so where there is nothing to draw", async () => {
    const at = new Date(NOON.getTime() + 24 * 3_600_000).toISOString()
    const move = { kind: "move_at_least" as const, asset: "SOL", level: "140.00", movePct: "3", at }
    const drafts = [
      draft(0, { asset: "SOL", statement: move, deadline: at }),
      draft(0, { asset: "ZZZ", statement: { ...move, asset: "ZZZ" }, deadline: at }),
    ]
    const [sol, none] = await insertInsights(studio.database.db("studio_agents"), drafts, cast.runs.analysis)
    const html = await page(`/insights/${sol}`)
    expect(html).toContain("144.20")
    expect(html).toContain("135.80")
    expect(wordsOf(await page(`/insights/${none}`))).toContain("There are no stored candles of this time to draw.")
  })

  it("shows everything that a run wrote down", async () => {
    const words = wordsOf(await page(`/runs/${cast.runs.scan}`))
    expect(words).toContain("Statements 2 (the agent may send 2, the runner adds its own)")
    expect(words).toContain("Outside calls 42 of 300")
    expect(words).toContain("Time 2.3 s of 4 min")
    expect(words).toContain("market-scan:2026-11-21T10:00:00.000Z")
    expect(wordsOf(await page(`/runs/${cast.runs.dead}`))).toContain("upstream-unavailable : kraken: does not answer.")
    expect(wordsOf(await page(`/runs/${cast.runs.open}`))).toContain("The cost is written down when the attempt ends.")
    expect((await page(`/runs/${cast.runs.analysis}`)).match(/class="headline"/g)).toHaveLength(27)
  })

  it("sums up how each agent did", async () => {
    const words = wordsOf(await page("/agents"))
    expect(words).toContain("1 of 1 ended run succeeded. The median run took 2.3 s.")
    expect(words).toContain("0 of 1 ended run succeeded.")
  })
})
