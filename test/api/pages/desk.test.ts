import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { csrfOfSession } from "../../../shared/kit/session.ts"
import { DESK_STYLE } from "../../../workers/api/pages/style-desk.ts"
import { type Desk, DESK_NOW, HOSTILE, POST, RUN, seedDesk } from "../desk-cast.ts"
import { breakdown, insertRows, minutes, planRow } from "../desk-rows.ts"
import { openStudio, type Studio } from "../studio.ts"

let studio: Studio
let desk: Desk
let cookie: string

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  studio = await openStudio(DESK_NOW)
  cookie = await studio.signIn()
}, 60_000)
afterAll(() => studio.close())

const page = async (path: string): Promise<string> => {
  const response = await studio.ask(path, { headers: { cookie, accept: "text/html" } })
  expect([path, response.status]).toEqual([path, 200])
  return response.text()
}
/** What a reader sees. */
const wordsOf = (html: string): string =>
  html
    .replaceAll(/<(title|desc)[^>]*>[^<]*<\/\1>/g, "")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replaceAll(/\s+/g, " ")
const words = async (path: string): Promise<string> => wordsOf(await page(path))
const attributes = (html: string, pattern: RegExp): string[] => [...html.matchAll(pattern)].map((match) => match[1] ?? "")

/** Fills in the form of the page that is sent to `action`, as a browser does, and sends it. */
async function send(path: string, action: string, fields: Record<string, string> = {}): Promise<Response> {
  const html = await page(path)
  const form = html.split("<form").find((each) => each.includes(`action="${action}"`)) ?? ""
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = "", value = ""]) => [
    name,
    value,
  ])
  const body = new URLSearchParams([...hidden.filter(([name = ""]) => !(name in fields)), ...Object.entries(fields)])
  return studio.ask(action, {
    method: "POST",
    headers: { cookie, accept: "text/html", "content-type": "application/x-www-form-urlencoded", origin: "http://localhost" },
    body: body.toString(),
  })
}
const planOf = async (id: string) =>
  (await studio.database.rows(`SELECT state, version FROM content_plans WHERE id = '${id}'`))[0]?.join(" ")

describe("an empty desk", () => {
  it("says what comes next, and that nothing waits", async () => {
    const today = await words("/today")
    expect(today).toContain("nothing waits for you")
    expect(today).toContain("No post is planned. Plans follow the next insights that are worth one.")
    expect(today).toContain("In all $0.00 of $5.00")
    expect(await words("/approvals")).toContain(
      "Nothing waits for you. The next plan that becomes a text which passes its guards stands here.",
    )
    expect((await words("/calendar")).match(/no slot/g)).toHaveLength(7)
    expect(await words("/channels")).toContain("Telegram dry run")
  })

  it.each(["/today", "/approvals", "/approvals/plan_0000000000", "/calendar", "/channels", "/posts/plan_0000000000/life"])(
    "shows %s to nobody who isn't signed in",
    async (path) => {
      const response = await studio.ask(path, { headers: { accept: "text/html" } })
      expect([response.status, response.headers.get("location")]).toEqual([303, `/sign-in?next=${encodeURIComponent(path)}`])
    },
  )

  it("knows no plan that isn't there", async () => {
    for (const path of ["/approvals/plan_0000000000", "/posts/plan_0000000000/life"])
      expect((await studio.ask(path, { headers: { cookie } })).status).toBe(404)
  })
})

describe("a desk with work on it", () => {
  beforeAll(async () => {
    desk = await seedDesk(studio.database)
  })

  it("says first what there is to do, each with where it is done", async () => {
    const html = await page("/today")
    const text = wordsOf(html)
    expect(text).toContain("4 drafts wait for your approval approve or reject The first slot is in 6 min; the first is dropped in 6 h.")
    expect(text).toContain("A post to Telegram waits for your word say what is out")
    expect(text).toContain("Telegram's answer was lost. 50 min ago")
    expect(text).toContain("Telegram is left alone after 6 failures on end resting")
    expect(text).toContain("A run of news-scan died replay it")
    expect(text).toMatch(/X \$0\.03 of \$2\.00/)
    for (const href of ["/approvals", `/posts/${desk.held}/life`, `/approvals/${desk.blocked}`, "/runs/run_desk000002", "/channels"])
      expect(html).toContain(`href="${href}"`)
  })

  it("shows a card's fault in its own box where one question fails", async () => {
    let asked = 0
    studio.database.fault = async (answer) => {
      asked += 1
      return asked === 4 ? Response.json({ message: "secret_table", code: "42P01" }, { status: 400 }) : answer()
    }
    const html = await page("/today").finally(() => {
      studio.database.fault = null
    })
    expect(html.match(/class="fault"/g)?.length).toBe(1)
    expect(html).not.toContain("secret_table")
  })

  it("lists what waits with boxes to tick, each holding the exact version", async () => {
    const html = await page("/approvals")
    const stored = await studio.database.rows(
      "SELECT d.id || ':' || d.hash FROM drafts d JOIN content_plans p ON p.id = plan_id AND p.version = d.version AND p.state = 'waiting' ORDER BY p.scheduled_at",
    )
    expect(attributes(html, /type="checkbox" name="choice\d+" value="([^"]+)"/g)).toEqual(stored.flat())
    expect(wordsOf(html)).toContain("refused by: figures, no advice, no promises, disclosure, links, voice")
  })

  it("underlines each figure and leads it to a row that is on the page, with its value and what it says today", async () => {
    const html = await page(`/approvals/${desk.waiting}`)
    const figures = attributes(html, /<a class="figure" href="#([^"]+)"/g)
    const anchors = new Set(attributes(html, / id="([^"]+)"/g))
    expect(figures.length).toBeGreaterThan(6)
    expect(figures.filter((anchor) => !anchors.has(anchor))).toEqual([])
    const text = wordsOf(html)
    expect(text).toContain("86,002.47 USD the same today BTC close of the hour that closed 2026-10-07 01:00 UTC")
    expect(text).toContain("revised: now 84,250.00 USD")
    expect(text).toContain("its sources disagree today")
    expect(text).toMatch(/2\.1% is the hour return: 2\.07\d* %\s?, from rows 1 and 2/)
    expect(html).toContain("/api/v1/market/BTC/candles?since=2026-10-07T00:00:00.000Z")
  })

  it("shows each draft as its channel does, with the channel's own count", async () => {
    expect(await words(`/approvals/${desk.picture}`)).toMatch(/As X will show it.*\d+ \/ 280.*Alt text Chart of the hourly closes of ETH/)
    expect(await page(`/approvals/${desk.picture}`)).toContain(`<img class="picture" src="/media/${"ab".repeat(32)}.png" alt="Chart of`)
    expect((await words(`/approvals/${desk.thread}`)).match(/· \d of 4/g)).toHaveLength(4)
    expect(await words(`/approvals/${desk.waiting}`)).toMatch(/As Telegram will show it.* 446 \/ 4,096/)
    expect(await page(`/approvals/${desk.approved}`)).toContain('<div lang="nl">')
  })

  it("tells the price and what is spent already", async () => {
    expect(await words(`/approvals/${desk.thread}`)).toContain("To send it $0.06 Spent on it so far $0.00 X's list price as of")
    expect(await words(`/approvals/${desk.waiting}`)).toContain("Sending to Telegram costs nothing.")
  })

  it("shows what an edit changed", async () => {
    const html = await page(`/approvals/${desk.edited}`)
    expect(wordsOf(html)).toContain("What changed since version 1")
    expect(html).toContain("<del>not</del><ins>but no</ins>")
  })

  it("marks the words that a guard refuses, says why, and offers no approval", async () => {
    const html = await page(`/approvals/${desk.blocked}`)
    expect(html).toMatch(/<mark class="refused" title="[^"]*no claim[^"]*">41\.7%<\/mark>/)
    expect(wordsOf(html)).toContain("buy now in the text: advice")
    expect(html).not.toContain(`action="/approvals/${desk.blocked}/approve"`)
    expect(html).toContain(`action="/approvals/${desk.blocked}/edit"`)
  })

  it("shows hostile text as text on every page of it", async () => {
    for (const path of ["/today", "/approvals", "/calendar", `/approvals/${desk.hostile}`, `/posts/${desk.hostile}/life`]) {
      const html = await page(path)
      expect([path, html.includes("&lt;script&gt;alert")]).toEqual([path, true])
      expect((html.match(/<[^>]*>/g) ?? []).join("\n")).not.toMatch(/<script|onerror=|\sstyle=/i)
    }
    expect(await words(`/approvals/${desk.hostile}`)).toContain(HOSTILE)
  })

  it("puts every slot of the week on its day, in the operator's zone", async () => {
    const text = await words("/calendar")
    expect(text).toContain("5 Oct to 11 Oct")
    expect(text).toContain("Times in Europe/Amsterdam.")
    expect(text).toMatch(/Wednesday 7 Oct 02:04 X .* live 02:14 Telegram .* waits for your word/)
    expect(text).toMatch(/Thursday 8 Oct 12:24 Feed .* no text yet/)
    expect(await words("/calendar?week=2026-10-12")).toContain("12 Oct to 18 Oct")
    expect(await words("/calendar?day=2026-10-08")).toMatch(/8 Oct Times in.* Thursday 8 Oct 12:24 Feed/)
    for (const week of ["2026-13-01", "2026-02-31", "x"])
      expect((await studio.ask(`/calendar?week=${week}`, { headers: { cookie } })).status).toBe(400)
  })

  it("tells a post's life from the rows of its insight to its cost", async () => {
    const text = await words(`/posts/${desk.live}/life`)
    for (const said of [
      "3,004.35 USD the row is gone",
      "The move is large for this hour.",
      "There is too little to say for a thread. (too-little)",
      "passes 8 guards",
      "Version 1 approved by operator",
      "4 parts, 4 out; tried once",
      "Part 1: 1000",
      "1 h 1,234 21 2 3 0 1",
      "post, part 1 channel:x 7 Oct, 00:05 UTC (59 min ago) $0.015",
      "In all $0.031234",
    ])
      expect(text).toContain(said)
  })

  it("leads from a correction to the post that it corrects, and back", async () => {
    const story = { insight: breakdown, channel: "telegram", format: "message", state: "planned", slot: 3_000 } as const
    const [insight] = await studio.database.rows("SELECT insight_id FROM published_content")
    const plan = planRow({ ...story, insightId: insight?.[0] ?? "", over: { kind: "correction", about_post_id: POST, run_id: RUN } })
    await insertRows(studio.database, "content_plans", [plan])
    const html = await page(`/approvals/${String(plan["id"])}`)
    expect(wordsOf(html)).toContain("corrects a post on X")
    expect(html).toContain(`href="/posts/${desk.live}/life"`)
    const life = await page(`/posts/${desk.live}/life`)
    expect([
      life.includes(`href="/approvals/${String(plan["id"])}"`),
      wordsOf(life).includes("A correction on Telegram no text yet"),
    ]).toEqual([true, true])
    await studio.database.postgres.exec(`DELETE FROM content_plans WHERE id = '${String(plan["id"])}'`)
  })

  it("counts what a day holds more than fits, and shows it on a page of its own", async () => {
    const story = { insight: breakdown, insightId: "", channel: "feed", format: "long", state: "expired" } as const
    const [insight] = await studio.database.rows("SELECT insight_id FROM published_content")
    const many = Array.from({ length: 43 }, (_, i) =>
      planRow({ ...story, insightId: insight?.[0] ?? "", slot: 4_400 + i, over: { run_id: RUN, version: 0 } }),
    )
    await insertRows(studio.database, "content_plans", many)
    const html = await page("/calendar")
    expect(html).toContain('<a href="/calendar?day=2026-10-10">and 3 more</a>')
    expect((await page("/calendar?day=2026-10-10")).match(/class="badge "/g)).toHaveLength(43)
    await studio.database.postgres.exec("DELETE FROM content_plans WHERE state = 'expired'")
  })

  it("says that a channel which tells nothing is not zero", async () => {
    expect(await words(`/posts/${desk.held}/life`)).toContain("It is measured at fixed ages once it is out.")
    expect(await words(`/posts/${desk.rehearsed}/life`)).toContain("Rehearsed: Discord was not turned on, so nothing was sent.")
  })

  it("shows of each channel what leaves, what it is used for and how it answers", async () => {
    const text = await words("/channels")
    expect(text).toMatch(/X turned on Turn X off Stop X Last 24 hours 1 live/)
    expect(text).toContain("left alone 6 failures on end (upstream-unavailable); one post tries it again every 60 s")
    expect(text).toContain("Stopped by the operator session: The server moves.")
    expect(text).toContain("at most 16 a day, 15 min apart")
    expect(text).toContain("TELEGRAM_TOKEN , TELEGRAM_CHAT of the agents Worker, which has not told yet whether it has them")
  })

  it("says of a channel that is off what it lacks", async () => {
    const run = { agent: "publishing", trigger: "schedule", input: {}, state: "succeeded", attempt: 1, key: "publishing:desk" }
    const at = { moment: minutes(-3), started_at: minutes(-3), finished_at: minutes(-3) }
    const output = { found: 0, delivery: null, state: null, lacking: { telegram: ["TELEGRAM_CHAT"] } }
    await insertRows(studio.database, "runs", [{ ...run, ...at, id: "run_publish000", output }])
    const text = await words("/channels")
    expect(text).toContain("Telegram off")
    expect(text).toContain("Off: it can't be sent to. The agents Worker lacks TELEGRAM_CHAT .")
    expect(text).toContain("Told 3 min ago .")
    expect(text).toContain("DISCORD_TOKEN , DISCORD_CHANNEL of the agents Worker.")
    await studio.database.postgres.exec("DELETE FROM runs WHERE id = 'run_publish000'")
  })
})

describe("the stylesheet of the desk", () => {
  it("loads nothing and names no colour of its own", () => {
    expect(DESK_STYLE).not.toMatch(/url\(|@import|#[0-9a-f]{3,6}\b/i)
  })
})

describe("the forms of the desk", () => {
  it("approve exactly the version that was shown, and say what happens next", async () => {
    const response = await send(`/approvals/${desk.waiting}`, `/approvals/${desk.waiting}/approve`)
    expect([response.status, response.headers.get("location")]).toEqual([303, `/approvals/${desk.waiting}?done=approved`])
    expect(await planOf(desk.waiting)).toBe("approved 1")
    expect(await words(`/approvals/${desk.waiting}?done=approved`)).toContain(
      "Approved by operator. Telegram is not turned on: it will be rehearsed at 01:10 UTC, in 6 min, nothing is sent.",
    )
  })

  it("make the next version, which voids the approval", async () => {
    const path = `/approvals/${desk.waiting}`
    const time = minutes(6).slice(0, 16)
    const response = await send(path, `${path}/edit`, {
      part0: "BTC rose 9.9%.\r\n\r\nAI-written. Not investment advice.",
      part1: "  ",
      time,
    })
    expect([response.status, response.headers.get("location")]).toEqual([303, `${path}?done=edited`])
    expect(await planOf(desk.waiting)).toBe("checking 2")
    const [row] = await studio.database.rows(
      `SELECT author, parts::text, guards, hash FROM drafts WHERE plan_id = '${desk.waiting}' AND version = 2`,
    )
    expect(row).toEqual(["operator", `["BTC rose 9.9%.\\n\\nAI-written. Not investment advice."]`, null, null])
    const html = await page(path)
    expect(wordsOf(html)).toContain("The guards are looking at version 2. An earlier approval is void.")
    expect(html).not.toContain(`action="${path}/approve"`)
  })

  it("say in words what speaks against it, and lead back", async () => {
    const html = await page(`/approvals/${desk.thread}`)
    const [draft = ""] = attributes(html, /name="draft" value="([^"]+)"/g)
    const fields = { csrf: await csrfOfSession(cookie.split("=")[1] ?? ""), draft, hash: "0".repeat(64) }
    const response = await studio.ask(`/approvals/${desk.thread}/approve`, {
      method: "POST",
      headers: {
        cookie,
        accept: "text/html",
        "content-type": "application/x-www-form-urlencoded",
        referer: `http://localhost/approvals/${desk.thread}`,
      },
      body: new URLSearchParams(fields).toString(),
    })
    const answer = await response.text()
    expect(response.status).toBe(409)
    expect(wordsOf(answer)).toContain("This is not the hash of that version")
    expect(answer).toContain(`href="/approvals/${desk.thread}"`)
    expect(await planOf(desk.thread)).toBe("waiting 1")
  })

  it("reject with a reason", async () => {
    const path = `/approvals/${desk.picture}`
    expect((await send(path, `${path}/reject`, { reason: " " })).status).toBe(400)
    expect((await send(path, `${path}/reject`, { reason: "Too bold." })).headers.get("location")).toBe(`${path}?done=rejected`)
    expect(await words(path)).toContain("Rejected by operator: Too bold.")
  })

  it("approve several at once, and say which were not", async () => {
    const html = await page("/approvals")
    const choices = attributes(html, /type="checkbox" name="choice\d+" value="([^"]+)"/g)
    expect(choices).toHaveLength(2)
    await send("/approvals", "/approvals/approve-list").then(async (none) =>
      expect([none.status, await none.text()]).toEqual([400, expect.stringContaining("No draft was chosen")]),
    )
    const [one = "", two = ""] = choices
    const forged = two.replace(/:.*/, `:${"0".repeat(64)}`)
    const answer = await send("/approvals", "/approvals/approve-list", { choice0: one, choice1: forged })
    expect([answer.status, wordsOf(await answer.text())]).toEqual([
      200,
      expect.stringContaining("1 draft approved, 1 draft not: This is not the hash of that version"),
    ])
    expect((await send("/approvals", "/approvals/approve-list", { choice1: two })).headers.get("location")).toBe(
      "/approvals?done=list-approved",
    )
    expect([await planOf(desk.edited), await planOf(desk.thread)]).toEqual(["approved 2", "approved 1"])
  })

  it("stop everything at once, and ask before they let it go on", async () => {
    const stopped = await send("/today", "/switches")
    expect(stopped.headers.get("location")).toBe("/today?done=stopped")
    const html = await page("/today")
    expect(wordsOf(html)).toContain("everything is stopped by the operator session")
    const [confirm = ""] = attributes(html, /href="(\/switches\/confirm[^"]*)"/g)
    const path = confirm.replaceAll("&amp;", "&")
    expect(await words(path)).toContain("Let everything go on? What was approved meanwhile and has not expired goes out")
    expect((await send(path, "/switches", { reason: "All is well." })).headers.get("location")).toBe("/today?done=resumed")
    expect(await studio.database.rows("SELECT is_on, reason FROM switches WHERE scope = 'stop:all'")).toEqual([["f", "All is well."]])
  })

  it("turn a channel on after saying what leaves, and off at once", async () => {
    const path = "/switches/confirm?scope=live:telegram&to=on&back=/channels"
    const text = await words(path)
    expect(text).toContain("Turn Telegram on? From now on approved posts leave the house and appear on Telegram")
    expect(text).toContain("De angst-en-hebzuchtindex daalde")
    expect(text).not.toContain("UNI volume")
    expect((await send(path, "/switches")).headers.get("location")).toBe("/channels?done=turned-on")
    expect(await words("/channels")).toMatch(/Telegram turned on/)
    const off = await send("/channels", "/switches", { scope: "live:telegram", to: "off", back: "/channels" })
    expect(off.headers.get("location")).toBe("/channels?done=turned-off")
  })

  it("stop an agent, and ask reviewers, each under its own name", async () => {
    const scope = "stop:agent:news-scan"
    const stopped = await send("/agents", "/switches", { scope, to: "on", back: "/agents" })
    expect(stopped.headers.get("location")).toBe("/agents?done=stopped")
    expect(await words("/agents")).toContain("stopped by the operator session Run now Let news-scan go on…")
    const path = `/switches/confirm?scope=${scope}&to=off&back=/agents`
    expect(await words(path)).toContain("Let news-scan go on? It takes up its work again where it stopped")
    expect((await send(path, "/switches")).headers.get("location")).toBe("/agents?done=resumed")
    const ask = "/switches/confirm?scope=live:review&to=on&back=/channels"
    expect(await words(ask)).toContain("Ask reviewers on Telegram?")
    expect((await send(ask, "/switches")).headers.get("location")).toBe("/channels?done=asking")
    expect(await words("/channels")).toMatch(/Reviewers on Telegram turned on .* Ask nobody/)
  })

  it("take a person's word on a part that nobody could tell about, once", async () => {
    const path = `/posts/${desk.held}/life`
    const settle = `/posts/${desk.held}/settle`
    const word = { answer: "is-out", external: "777", url: "https://t.me/c/1/777" }
    expect((await send(path, settle, word)).headers.get("location")).toBe(`${path}?done=settled`)
    const [row] = await studio.database.rows("SELECT state, receipts ->> 0 FROM deliveries WHERE id = 'dlv_desk00held'")
    expect([row?.[0], JSON.parse(row?.[1] ?? "{}")]).toEqual([
      "unknown",
      expect.objectContaining({ id: "777", url: "https://t.me/c/1/777" }),
    ])
  })

  it.each(["approve", "reject", "edit"])("do nothing without the session's own token: %s", async (act) => {
    const response = await studio.ask(`/approvals/${desk.hostile}/${act}`, {
      method: "POST",
      headers: { cookie, "content-type": "application/x-www-form-urlencoded" },
      body: "draft=draft_0000000000",
    })
    expect(response.status).toBe(403)
  })
})
