// Can the pages of figures and people be read on a phone, without script, and without asking anybody else for anything?
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { BORIS, seedOperation, seedPeople, seedPosts, seedTopics } from "../api/stats-cast.ts"
import { openStudio, type Studio } from "../api/studio.ts"
import { type Serving, serve } from "../world/serve.ts"
import { type Browser, hasChromium, openChromium } from "./chromium.ts"

const NOW = new Date("2026-11-21T12:34:00.000Z")

describe.skipIf(!hasChromium)("figures and people in a browser (needs /usr/bin/chromium)", () => {
  let studio: Studio
  let server: Serving
  let browser: Browser

  beforeAll(async () => {
    studio = await openStudio(NOW)
    const cookie = await studio.signIn()
    await seedPosts(studio.database, NOW)
    await seedTopics(studio.database, NOW)
    // A name without a place to break it, as long as a platform may give one.
    await seedPeople(studio.database, NOW, "w".repeat(100))
    await seedOperation(studio.database, NOW)
    server = await serve((request) => {
      const { pathname, search } = new URL(request.url)
      return studio.ask(pathname + search, { headers: { cookie, accept: request.headers.get("accept") ?? "*/*" } })
    })
    browser = await openChromium(server.url)
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await studio?.close()
  })

  it.each([360, 820, 1280])("fit a screen of %i pixels, with a table's words in it", async (width) => {
    const visitor = await browser.visit({ width, javaScript: false })
    for (const path of ["/analytics", "/audience", `/audience/${BORIS.id}`, "/agents"]) {
      await visitor.page.goto(path)
      expect([path, await visitor.page.evaluate<number>("document.documentElement.scrollWidth")]).toEqual([path, width])
    }
    expect(visitor.offences).toEqual([])
    await visitor.close()
  })

  it("lead from advice to the table that it stands on", async () => {
    const visitor = await browser.visit({ javaScript: false })
    const { page } = visitor
    await page.goto("/analytics")
    await page.getByRole("link", { name: "Format Thread does better than the others" }).click()
    expect(new URL(page.url()).hash).toBe("#by-format")
    const table = page.getByRole("table", { name: "Mean engagement rate by format" })
    expect((await table.getByRole("row").nth(1).innerText()).startsWith("Thread")).toBe(true)
    await visitor.close()
  })
})
