// Can a newcomer read the docs on a phone and on a desk, without script, and copy a first call that works?
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { NOON, seed } from "../api/cast.ts"
import { openStudio, type Studio } from "../api/studio.ts"
import { type Serving, serve } from "../world/serve.ts"
import { type Browser, hasChromium, openChromium } from "./chromium.ts"

describe.skipIf(!hasChromium)("the docs in a browser (needs /usr/bin/chromium)", () => {
  let studio: Studio
  let server: Serving
  let browser: Browser

  beforeAll(async () => {
    studio = await openStudio(NOON)
    await seed(studio.database.db("studio_agents"))
    server = await serve((request) => {
      const { origin, pathname, search } = new URL(request.url)
      return studio.ask(pathname + search, { headers: { accept: request.headers.get("accept") ?? "*/*", host: origin } })
    })
    browser = await openChromium(server.url)
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await studio?.close()
  })

  it.each([360, 820, 1280])("fit a screen of %i pixels", async (width) => {
    const visitor = await browser.visit({ width, javaScript: false })
    for (const path of ["/docs", "/problems", "/problems/invalid-input"]) {
      await visitor.page.goto(path)
      expect([path, await visitor.page.evaluate<number>("document.documentElement.scrollWidth")]).toEqual([path, width])
    }
  })

  it("begin with a call that one click selects as a whole", async () => {
    const visitor = await browser.visit({ width: 1280 })
    await visitor.page.goto("/docs")
    await visitor.page.locator("pre.copy").first().click()
    const selected = await visitor.page.evaluate<string>("getSelection().toString()")
    expect(selected.trim()).toMatch(/^curl -s '\S+\/api\/v1\/insights\?limit=2'$/)
  })

  it("lead from the contents to an operation, and from there to its problems", async () => {
    const visitor = await browser.visit({ width: 1280, javaScript: false })
    await visitor.page.goto("/docs")
    await visitor.page.locator(".contents").getByRole("link", { name: "listCandles", exact: true }).click()
    expect(new URL(visitor.page.url()).hash).toBe("#listCandles")
    const operation = visitor.page.locator("#listCandles")
    await operation.getByText("Problems", { exact: true }).click()
    await operation.getByRole("link", { name: "rate-limited" }).click()
    expect(await visitor.page.getByRole("heading", { level: 1 }).textContent()).toBe("Too many requests")
  })
})
