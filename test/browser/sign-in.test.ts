// Can the operator sign in with a real browser, press a button, and leave nothing behind when he signs out?
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { type Browser, hasChromium, openChromium, type Visitor } from "./chromium.ts"
import { openVisitedStudio, type Visited } from "./studio.ts"

describe.skipIf(!hasChromium)("the operator in a browser (needs /usr/bin/chromium)", () => {
  let studio: Visited
  let browser: Browser
  let visitor: Visitor
  let page: Page

  beforeAll(async () => {
    studio = await openVisitedStudio()
    browser = await openChromium(studio.origin)
  })
  afterAll(async () => {
    await browser?.close()
    await studio?.close()
  })
  beforeEach(async () => {
    visitor = await browser.visit()
    page = visitor.page
  })
  afterEach(async () => {
    await visitor.close()
    if (visitor.offences.length > 0) throw new Error(visitor.offences.join("\n"))
  })

  const signIn = async (key = studio.operatorKey) => {
    await page.getByLabel("Operator's key").fill(key)
    await page.getByRole("button", { name: "Sign in" }).click()
  }
  const path = () => new URL(page.url()).pathname + new URL(page.url()).search
  const runsOf = async (agent: string) => (await studio.read<{ data: readonly { agent: string }[] }>(`/runs?agent=${agent}`)).data.length

  it("signs in, asks an agent to run, is told so, and signs out", async () => {
    await page.goto("/agents")
    expect(await page.getByRole("button").count()).toBe(0)
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Sign in" }).click()
    expect(await page.evaluate("document.activeElement.id")).toBe("key")
    await signIn()
    expect(path()).toBe("/today")
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Agents" }).click()

    const before = await runsOf("news-scan")
    await page.getByRole("button", { name: "Run now: news-scan" }).click()
    expect(path()).toBe("/agents?done=run-asked")
    expect(await page.getByRole("status").first().innerText()).toContain("The agent was asked to run.")
    await studio.settle()
    // The slot that the studio's cycle has run for is not run again.
    expect(await runsOf("news-scan")).toBe(before)
    const cookies = await page.context().cookies()
    expect(cookies.map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite])).toEqual([["studio-session", true, "Lax"]])

    await page.getByRole("button", { name: "Sign out" }).click()
    expect(path()).toBe("/sign-in?done=signed-out")
    expect(await page.context().cookies()).toEqual([])
    await page.goto("/agents")
    expect(await page.getByRole("button").count()).toBe(0)
  })

  it("comes back to the page where the session ended meanwhile", async () => {
    await page.goto("/sign-in?next=/agents")
    await signIn()
    await page.context().clearCookies()
    await page.getByRole("button", { name: "Run now: analysis" }).click()
    expect(path()).toBe("/sign-in?next=%2Fagents")
    await signIn()
    expect(path()).toBe("/agents")
  })

  it("reads on the page why a key was refused", async () => {
    // The browser notes the status on its console, so this visitor is not the watched one.
    const stranger = await browser.visit()
    await stranger.page.goto("/sign-in?next=/docs")
    await stranger.page.getByLabel("Operator's key").fill("a key that somebody made up")
    await stranger.page.getByRole("button", { name: "Sign in" }).click()
    expect(await stranger.page.getByRole("alert").innerText()).toBe("This is not the operator's key.")
    await stranger.page.getByLabel("Operator's key").fill(studio.operatorKey)
    await stranger.page.getByRole("button", { name: "Sign in" }).click()
    expect(new URL(stranger.page.url()).pathname).toBe("/docs")
    await stranger.close()
  })

  it("has room on a phone for every page and its buttons", async () => {
    await page.setViewportSize({ width: 360, height: 740 })
    await page.goto("/sign-in")
    const widths = [await page.evaluate<number>("document.documentElement.scrollWidth")]
    await signIn()
    for (const each of ["/", "/agents", "/docs"]) {
      await page.goto(each)
      widths.push(await page.evaluate<number>("document.documentElement.scrollWidth"))
    }
    expect(widths).toEqual([360, 360, 360, 360])
  })
})
