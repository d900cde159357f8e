// Can a newcomer take a draft from its insight to its readers in a real browser, without a line of script, and check every step?
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import type { ChannelName, PostFormat } from "../../shared/domain/post.ts"
import { type Browser, hasChromium, openChromium, type Visitor } from "./chromium.ts"
import { type DeskStudio, openDeskStudio } from "./desk-studio.ts"

const card = (page: Page, title: string | RegExp) =>
  page.locator("section.card", { has: page.getByRole("heading", { name: title, level: 2 }) })

describe.skipIf(!hasChromium)("the operator's desk in a browser (needs /usr/bin/chromium)", () => {
  let studio: DeskStudio
  let browser: Browser
  let visitor: Visitor
  let page: Page

  beforeAll(async () => {
    studio = await openDeskStudio()
    browser = await openChromium(studio.origin)
  })
  afterAll(async () => {
    await browser?.close()
    await studio?.close()
  })
  beforeEach(async () => {
    visitor = await browser.visit({ javaScript: false })
    page = visitor.page
  })
  afterEach(async () => {
    await visitor.close()
    if (visitor.offences.length > 0) throw new Error(visitor.offences.join("\n"))
  })

  const path = () => new URL(page.url()).pathname
  const nav = (name: string) => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name, exact: true })
  const told = () => page.getByRole("status").first().innerText()
  async function signIn(): Promise<void> {
    await page.goto("/")
    await nav("Sign in").click()
    await page.getByLabel("Operator's key").fill(studio.operatorKey)
    await page.getByRole("button", { name: "Sign in" }).click()
    expect(path()).toBe("/today")
  }
  async function turnOn(name: string): Promise<void> {
    await nav("Channels").click()
    await page.getByRole("link", { name: `Turn ${name} on…` }).click()
    await page.getByRole("button", { name: `Turn ${name} on` }).click()
    expect(await told()).toContain("Turned on")
  }
  /** The plan of the channel and format that waits and is due first, or last. */
  async function waitingPlan(channel: ChannelName, format: PostFormat, order: "first" | "last" = "first"): Promise<string> {
    const waiting = `state = 'waiting' AND channel = '${channel}' AND format = '${format}'`
    const plans = (await studio.rows(`SELECT id FROM content_plans WHERE ${waiting} ORDER BY scheduled_at`)).flat()
    const plan = order === "first" ? plans[0] : plans.at(-1)
    if (plan == null) throw new Error(`no ${format} waits for ${channel}`)
    return plan
  }
  const approve = (version = 1) => page.getByRole("button", { name: `Approve version ${version}` }).click()
  const stateOf = async (plan: string) => (await studio.rows(`SELECT state FROM deliveries WHERE plan_id = '${plan}'`))[0]?.[0] ?? null
  async function settle(...plans: string[]): Promise<void> {
    const states = async () => (await studio.beat(), (await Promise.all(plans.map(stateOf))).join(" "))
    await expect.poll(states, { timeout: 120_000, interval: 200 }).toMatch(/^(?:(?:live|rehearsed)(?: |$))+$/)
  }
  const widthOf = (visited: Page, picture: string) => visited.evaluate<number>(`document.querySelector("${picture}").naturalWidth`)
  /** What readers see on the page of a local platform. */
  async function timeline<T>(name: string, look: (visited: Page) => Promise<T>): Promise<T> {
    const readers = await browser.visit()
    await readers.page.goto(`${studio.platformsOrigin}/${name}`)
    const seen = await look(readers.page)
    await readers.close()
    return seen
  }

  it("shows nothing of it to those who aren't signed in", async () => {
    for (const each of ["/today", "/approvals", "/calendar", "/channels"]) {
      await page.goto(each)
      expect(path()).toBe("/sign-in")
    }
  })

  it("leads from a figure of a waiting draft to its row, which says what was written and what it says today", async () => {
    await signIn()
    await card(page, "What you have to do")
      .getByRole("link", { name: /drafts? waits? for your approval/ })
      .click()
    await card(page, "Waiting for you").locator("a.headline").first().click()
    const figures = page.locator(".preview a.figure")
    expect(await figures.count()).toBeGreaterThan(2)
    for (let i = 0; i < (await figures.count()); i += 1) {
      const figure = figures.nth(i)
      const anchor = (await figure.getAttribute("href")) ?? ""
      const words = await figure.innerText()
      await figure.click()
      const target = page.locator(":target")
      expect([words, `#${await target.getAttribute("id")}`]).toEqual([words, anchor])
      expect(await target.locator("q").allInnerTexts()).toContain(words)
    }
    const [row] = await page.locator("ol.cited > li[id^=row]").all()
    if (row === undefined) throw new Error("The draft cites no row.")
    expect(await row.locator(".badge").innerText()).toBe("the same today")
    const value = (await row.locator("b.num").innerText()).replaceAll(/[^\d.]/g, "")
    await row.getByRole("link", { name: /^open the/ }).click()
    const numbers = ((await page.locator("body").innerText()).match(/\d+(\.\d+)?/g) ?? []).map(Number)
    expect(numbers.map((number) => number.toFixed(2))).toContain(Number(value).toFixed(2))
  })

  it("only rehearses where the channel is not turned on, and says so before and after", async () => {
    await signIn()
    const plan = await waitingPlan("discord", "picture")
    await page.goto(`/approvals/${plan}`)
    expect(await page.locator(".step").innerText()).toMatch(
      /If you approve it: Discord is not turned on: it will be rehearsed .*, nothing is sent\./,
    )
    await approve()
    await settle(plan)
    await page.goto(`/posts/${plan}/life`)
    expect(await page.locator(".step").innerText()).toContain("Rehearsed: Discord was not turned on, so nothing was sent.")
    expect(studio.platforms.discord.posts.map(({ text }) => text)).not.toContain(await textOf(plan))
  }, 180_000)

  const textOf = async (plan: string) =>
    (await studio.rows(`SELECT parts ->> 0 FROM drafts WHERE plan_id = '${plan}' ORDER BY version DESC LIMIT 1`))[0]?.[0] ?? ""

  it("edits a draft, which voids its approval, approves each channel's text, and sees each once at the readers'", async () => {
    await signIn()
    for (const name of ["X", "Telegram", "Discord", "the feed"]) await turnOn(name)
    // Its slot is still to come: until then nothing is on its way.
    const telegram = await waitingPlan("telegram", "message", "last")
    await page.goto(`/approvals/${telegram}`)
    await approve()
    expect(await told()).toContain("Approved, exactly as it stands here.")

    const changed = (await page.locator("textarea").inputValue()).replace("\n\n", "\n\nThis is what we saw. ")
    await page.locator("textarea").fill(changed)
    await page.getByRole("button", { name: "Save as version 2" }).click()
    expect(await told()).toContain("What was approved before is void.")
    expect(await page.getByRole("button", { name: "Approve version 1" }).count()).toBe(0)
    await studio.beat()
    expect(await stateOf(telegram)).not.toBe("live")
    await page.goto(`/approvals/${telegram}`)
    expect(await card(page, "What changed since version 1").locator("ins").first().innerText()).toContain("This is what we saw.")
    expect(await card(page, "Guards").getByText("passes").count()).toBe(8)
    await approve(2)
    expect(await page.locator(".step").innerText()).toMatch(/Approved by operator\. It goes out on Telegram (at \d\d:\d\d UTC, in|at once)/)

    const x = await waitingPlan("x", "thread")
    await page.goto(`/approvals/${x}`)
    const price = await card(page, "Price").locator("b").innerText()
    expect(price).toMatch(/^\$0\.0\d/)
    await approve()
    const feed = await waitingPlan("feed", "long")
    await page.goto(`/approvals/${feed}`)
    await approve()
    const discord = await waitingPlan("discord", "picture")
    await page.goto(`/approvals/${discord}`)
    const alt = (await page.locator("img.picture").getAttribute("alt")) ?? ""
    expect([await widthOf(page, "img.picture"), alt.length > 20]).toEqual([1200, true])
    await approve()
    await settle(telegram, x, feed, discord)

    expect(await timeline("telegram", (visited) => visited.locator("article .text").allInnerTexts())).toEqual([changed])
    await page.goto(`/posts/${telegram}/life`)
    expect([await page.locator(".step").innerText(), await card(page, "Approval").innerText()]).toEqual([
      "Live on Telegram.",
      expect.stringContaining("Version 2 approved by operator"),
    ])
    const sent = await studio.rows(`SELECT jsonb_array_elements_text(parts) FROM drafts WHERE plan_id = '${x}'`)
    expect((await timeline("x", (visited) => visited.locator("article .text").allInnerTexts())).toReversed()).toEqual(sent.flat())
    await page.goto(`/posts/${x}/life`)
    expect(await card(page, "Cost").locator("tr.sum b").last().innerText()).toBe(price)
    const [seen, width, words] = await timeline("discord", async (visited) => [
      await visited.locator("article .text").allInnerTexts(),
      await widthOf(visited, "article img"),
      await visited.locator("article img").first().getAttribute("alt"),
    ])
    expect([seen, width, words]).toEqual([[await textOf(discord)], 1200, alt])
    await page.goto(`/posts/${feed}/life`)
    await page.getByRole("link", { name: "its public page" }).click()
    expect(await page.locator("article").innerText()).toContain((await textOf(feed)).split("\n")[0])
  }, 240_000)

  it("stops everything at once, and lets it go on after asking", async () => {
    await signIn()
    await page.getByRole("button", { name: "Stop everything" }).click()
    expect(await told()).toContain("Stopped.")
    await page.getByRole("link", { name: "Let it go on…" }).click()
    await page.getByLabel("Why?").fill("It was a drill.")
    await page.getByRole("button", { name: "Let everything go on" }).click()
    expect(await told()).toBe("It goes on.")
    expect(await page.getByRole("button", { name: "Stop everything" }).count()).toBe(1)
  })

  it("has room on a phone for every page", async () => {
    await signIn()
    const plans = await studio.rows("SELECT DISTINCT ON (channel, format) id FROM content_plans WHERE version > 0 ORDER BY channel, format")
    const paths = plans.flatMap(([id]) => [`/approvals/${id}`, `/posts/${id}/life`])
    expect(paths.length).toBeGreaterThan(6)
    await page.setViewportSize({ width: 390, height: 844 })
    for (const each of ["/today", "/approvals", "/calendar", "/channels", "/switches/confirm", ...paths]) {
      await page.goto(each)
      expect([each, await page.evaluate<number>("document.documentElement.scrollWidth")]).toEqual([each, 390])
    }
  })
})
