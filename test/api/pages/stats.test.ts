import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { csrfOfSession } from "../../../shared/kit/session.ts"
import { STATS_STYLE } from "../../../workers/api/pages/style-stats.ts"
import { BORIS, seedOperation, seedPeople, seedPosts, seedTopics } from "../stats-cast.ts"
import { openStudio, type Studio } from "../studio.ts"

const NOW = new Date("2026-11-21T12:34:00.000Z")

let studio: Studio
let cookie: string

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  studio = await openStudio(NOW)
  cookie = await studio.signIn()
}, 60_000)
afterAll(() => studio.close())
beforeEach(() => {
  studio.database.fault = null
})

async function page(path: string): Promise<string> {
  const response = await studio.ask(path, { headers: { cookie, accept: "text/html" } })
  expect([path, response.status]).toEqual([path, 200])
  return response.text()
}
/** What a reader sees. */
const wordsOf = (html: string): string =>
  html
    .replaceAll(/<title[^>]*>[^<]*<\/title>/g, "")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replaceAll(/\s+/g, " ")
const words = async (path: string): Promise<string> => wordsOf(await page(path))
const cardOf = (html: string, id: string): string => wordsOf(html.split("<section").find((part) => part.includes(`id="${id}"`)) ?? "")

async function json<T>(path: string): Promise<T> {
  const response = await studio.ask(`/api/v1${path}`)
  expect([path, response.status]).toEqual([path, 200])
  return response.json() as Promise<T>
}

type Group = { value: string; posts: number; rated: number; impressions: number | null; rate: { mean: number } | null; ranked: boolean }
type Summary = { all: Group | null; by: Record<string, Group[]> }
type Trends = { days: number; data: { asset: string; topic: string; rising: boolean; interactions: number }[] }
type AgentStats = { data: { agent: string; runs: number; succeeded: number; failed: number; p50Ms: number }[] }

describe("a studio that has just begun", () => {
  it("shows no figure that nobody knows", async () => {
    const analytics = await words("/analytics")
    expect(analytics).toContain("Engagements of the week's posts not read yet")
    expect(analytics).toContain("No kinds of posts could be compared yet.")
    expect(analytics).toContain("Nobody has interacted with a post in the last eight days")
    expect(analytics).not.toContain("0.00%")
    const audience = await words("/audience")
    for (const text of ["Nobody was scored yet.", "Nobody has points.", "Every event that was accepted is counted"])
      expect(audience).toContain(text)
    expect(await json<Summary>("/analytics/summary")).toMatchObject({ all: null, by: { channel: [] } })
    expect(await json<Trends>("/trending-topics")).toMatchObject({ days: 0, data: [] })
    expect(await json<AgentStats>("/analytics/agents")).toMatchObject({ data: [] })
  })

  it("is for the operator alone", async () => {
    for (const path of ["/analytics", "/audience", "/audience/1"]) {
      const response = await studio.ask(path, { headers: { accept: "text/html" } })
      expect([path, response.status, response.headers.get("location")?.startsWith("/sign-in")]).toEqual([path, 303, true])
    }
  })
})

describe("after three weeks", () => {
  beforeAll(async () => {
    await seedPosts(studio.database, NOW)
    await seedTopics(studio.database, NOW)
    await seedPeople(studio.database, NOW)
    await seedOperation(studio.database, NOW)
    await studio.redis.flush()
  })

  it("advises what the posts say, with the numbers it stands on and a link to them", async () => {
    const html = await page("/analytics")
    expect(html).toContain('<a class="headline" href="#by-format">Format Thread does better than the others</a>')
    expect(wordsOf(html)).toMatch(
      /\d\.\d\d% over \d+ posts against \d\.\d\d% over \d+: \+\d\.\d\d to \+\d\.\d\d percentage points with 9\d\.\d\d%/,
    )
    expect(wordsOf(html)).toContain("BTC price is taken up more than usual")
    expect(cardOf(html, "trending")).toContain("BTC Price rising 480 96")
  })

  it("shows each kind with its posts, its mean and its interval, and what no platform tells as not told", async () => {
    const html = await page("/analytics")
    expect(cardOf(html, "by-channel")).toMatch(/X \d+ \d\.\d\d% \d\.\d\d% to \d\.\d\d% \d\.\d\d% Telegram 0 of \d+ not told – –/)
    expect(html.match(/<svg class="interval"/g)?.length).toBeGreaterThan(20)
    expect(cardOf(html, "figures")).toMatch(/Mean engagement rate of them \d\.\d\d% \d\.\d\d% to \d\.\d\d%, \d+ posts/)
    expect(wordsOf(html)).toContain("9,000 on 2026-11-20 where 4,000 was expected: 5.3 deviations, from 30 days.")
    expect(wordsOf(html)).toContain("Mean engagement rate within 3.00%, with 80% between 2.00% and 4.00%. It was 2.50% on 2026-11-20.")
    expect(wordsOf(html)).toContain("Spend 2026-11-22 $1.20, with 80% between $1.00 and $1.50.")
  })

  it("gives the same figures as JSON, and fewer of 7 days than of 30", async () => {
    const [month, week] = [await json<Summary>("/analytics/summary"), await json<Summary>("/analytics/summary?days=7")]
    expect(month.all?.posts).toBe(240)
    expect(week.all?.posts).toBeLessThan(240)
    const thread = month.by["format"]?.[0]
    expect(thread).toMatchObject({ value: "thread", ranked: true })
    expect(await page("/analytics")).toContain(`${((thread?.rate?.mean ?? 0) * 100).toFixed(2)}%`)
    expect(month.by["channel"]?.find(({ value }) => value === "telegram")).toMatchObject({ rated: 0, impressions: null, rate: null })
    const trends = await json<Trends>("/trending-topics?limit=1")
    expect(trends).toMatchObject({ days: 7, data: [{ asset: "BTC", topic: "price", rising: true, interactions: 480 }] })
    expect((await json<AgentStats>("/analytics/agents")).data).toMatchObject([{ agent: "analysis", runs: 40, succeeded: 39, failed: 1 }])
  })

  it("shows how an agent's runs of a day went", async () => {
    await studio.database.postgres.exec(`UPDATE runs SET agent = 'analysis' WHERE id = 'run_0000000001'`)
    expect(await words("/agents")).toMatch(
      /24 hours: 40 runs ended, 97\.5% succeeded; half took 240 ms or less, 95% 240 ms, 99% 1\.0 s, on average 1\.0 s\./,
    )
  })

  it("shows people by score, the most engaged first, what waits and what could not be counted", async () => {
    const html = await page("/audience")
    const audience = wordsOf(html)
    expect(audience).toContain("12 people on 2026-11-21, +2 since 2026-11-20")
    expect(audience).toContain("3 events In 1 request; the oldest was accepted 4 min ago")
    expect(audience).toMatch(/telegram 2244994945, x x-2 100\.00 55 45 .*x x-1 premium 15\.00 7\.5 3/)
    expect(cardOf(html, "aside")).toContain("2244994945 unknown post from forum: 2244994945")
  })

  it("explains a score by type and day, and it adds up", async () => {
    const person = await words(`/audience/${BORIS.id}`)
    expect(person).toContain("Score 100.00 Points of 30 days 55 Interactions 45")
    expect(person).toContain("2026-11-21 Like 20 20 2026-11-21 Reply 5 15 2026-11-20 Like 20 20 Together, which is the score's points 55")
  })

  it("knows nobody by another number, and takes only numbers", async () => {
    const statusOf = async (path: string) => (await studio.ask(path, { headers: { cookie, accept: "text/html" } })).status
    expect([await statusOf("/audience/99"), await statusOf("/audience/1e9"), await statusOf("/audience/9999999999999999999")]).toEqual([
      404, 400, 400,
    ])
  })

  it("puts an event back with a button, once", async () => {
    const csrf = await csrfOfSession(cookie.split("=")[1] ?? "")
    const send = () =>
      studio.ask("/audience/replay", {
        method: "POST",
        headers: { cookie, accept: "text/html", "content-type": "application/x-www-form-urlencoded", origin: "http://localhost" },
        body: new URLSearchParams({ csrf, event: "asd_statscast001" }).toString(),
      })
    const response = await send()
    expect([response.status, response.headers.get("location")]).toEqual([303, "/audience?done=replayed#aside"])
    expect(await words("/audience?done=replayed")).toContain("Put back. It is counted in a moment")
    expect(await studio.database.rows("SELECT count(*) FROM event_inbox")).toEqual([["2"]])
    await send()
    expect(await studio.database.rows("SELECT count(*) FROM event_inbox")).toEqual([["2"]])
  })

  it("shows the rest where one question fails, and nothing of the fault", async () => {
    await studio.database.postgres.exec("REVOKE SELECT ON topic_hours FROM studio_api")
    const html = await page("/analytics")
    await studio.database.postgres.exec("GRANT SELECT ON topic_hours TO studio_api")
    expect(cardOf(html, "trending")).toContain("This part can't be shown")
    expect(cardOf(html, "by-channel")).toContain("Telegram")
    expect(html).not.toContain("topic_hours")
  })

  it("keeps a summary for a minute", async () => {
    await studio.redis.flush()
    const from = async () => (await studio.ask("/api/v1/analytics/summary")).headers.get("x-cache")
    expect([await from(), await from()]).toEqual(["miss", "memory"])
  })
})

it("the stylesheet of figures styles nothing that no page has", async () => {
  await studio.database.postgres.exec("UPDATE events_aside SET replayed_at = NULL")
  const html = (await page("/analytics")) + (await page("/audience"))
  const classes = [...STATS_STYLE.matchAll(/\.([a-z][a-z-]*)(?=[\s.,:{>+)])/g)].map((match) => match[1] ?? "")
  expect(classes.filter((name) => !new RegExp(`class="([^"]* )?${name}[ "]`).test(html))).toEqual([])
})
