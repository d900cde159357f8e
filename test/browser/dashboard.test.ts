// Does a person with a real browser find what the studio knows, check it against its rows, and meet nothing that runs or leaks?
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { type Browser, hasChromium, openChromium, type Visitor } from "./chromium.ts"
import { HOSTILE, openVisitedStudio, type Visited } from "./studio.ts"

type Row = {
  readonly kind: string
  readonly ref: string
  readonly label: string
  readonly value: string | null
  readonly unit: string | null
}
type Insight = {
  readonly id: string
  readonly asset: string
  readonly headline: string
  readonly probability: number
  readonly statementText: string
}
type List<T> = { readonly data: readonly T[] }

const card = (page: Page, title: string) =>
  page.locator("section.card", { has: page.getByRole("heading", { name: title, exact: true, level: 2 }) })

describe.skipIf(!hasChromium)("the dashboard in a browser (needs /usr/bin/chromium)", () => {
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
    const wrong = [...visitor.offences, ...studio.strangers.map((stranger) => `the studio asked ${JSON.stringify(stranger)}`)]
    if (wrong.length > 0) throw new Error(wrong.join("\n"))
  })

  const open = async (path: string) => {
    const answer = await page.goto(path)
    expect([path, answer?.status()]).toEqual([path, 200])
    return answer
  }
  const signIn = async () => {
    await page.goto("/sign-in")
    await page.getByLabel("Operator's key").fill(studio.operatorKey)
    await page.getByRole("button", { name: "Sign in" }).click()
  }
  const insights = async () => (await studio.read<List<Insight>>("/insights")).data
  const newestRun = async () => (await studio.read<List<{ id: string }>>("/runs")).data[0]?.id ?? ""
  const paths = async () => ["/", "/agents", "/docs", "/problems/not-found", ...(await insights()).map(({ id }) => `/insights/${id}`)]

  it("shows markets, insights and agents on its first page", async () => {
    await open("/")
    const quotes = await studio.read<List<{ price: string }>>("/market/BTC/quotes")
    const price = await card(page, "Markets")
      .locator(".tile", { has: page.getByRole("link", { name: "BTC", exact: true }) })
      .locator(".price")
      .innerText()
    expect(Number(price.replaceAll(/[$,]/g, ""))).toBeCloseTo(Number(quotes.data[0]?.price), 2)
    expect(await card(page, "Markets").locator(".tile").count()).toBe(20)
    // Nobody has asked for anything about himself: identity had nothing to do.
    const agents = await studio.read<List<{ name: string; newestRun: { state: string } | null }>>("/agents")
    expect(agents.data.filter((agent) => agent.newestRun?.state !== "succeeded").map(({ name }) => name)).toEqual(["identity"])
    expect(await card(page, "Agents").getByText("succeeded").count()).toBe(agents.data.length - 1)
    const shown = await card(page, "Newest insights").locator(".headline").allInnerTexts()
    expect(shown.length).toBeGreaterThan(0)
    expect(shown).toEqual((await insights()).slice(0, shown.length).map(({ headline }) => headline))
  })

  it("leads from an insight to its claim, a chart with a title, and evidence whose values are the API's", async () => {
    await open("/")
    const [insight] = await insights()
    if (insight === undefined) throw new Error("The cycle made no insight.")
    await page.getByRole("link", { name: insight.headline }).first().click()
    expect(new URL(page.url()).pathname).toBe(`/insights/${insight.id}`)
    expect(await card(page, "What it claims").innerText()).toContain(insight.statementText)
    expect(await card(page, "What it claims").locator(".big").innerText()).toBe(`${Math.round(insight.probability * 100)}%`)
    const chart = page.getByRole("img", { name: `Price of ${insight.asset} around the insight` })
    expect(await chart.count()).toBe(1)
    expect((await chart.boundingBox())?.width).toBeGreaterThan(600)

    const { evidence } = await studio.read<{ evidence: readonly Row[] }>(`/insights/${insight.id}`)
    const rows = card(page, "Evidence").locator("tbody tr")
    expect(await rows.count()).toBe(evidence.length)
    for (const [i, row] of evidence.entries()) {
      const [, what, value] = await rows.nth(i).locator("td").allInnerTexts()
      expect(what).toBe(row.label)
      expect([value, row.value, isFigureOf(value ?? "", row.value)]).toEqual([value, row.value, true])
    }
  })

  it("leads from every row of evidence to the one stored row that says the same", async () => {
    let opened = 0
    for (const { id } of await insights()) {
      const { evidence } = await studio.read<{ evidence: readonly Row[] }>(`/insights/${id}`)
      for (const [i, row] of evidence.entries()) {
        await open(`/insights/${id}`)
        const links = card(page, "Evidence").locator("tbody tr").nth(i).getByRole("link")
        const [answer] = await Promise.all([page.waitForResponse((each) => each.request().isNavigationRequest()), links.click()])
        expect(answer.status()).toBe(200)
        const stored: unknown = await studio.read(new URL(answer.url()).pathname.slice("/api/v1".length) + new URL(answer.url()).search)
        const found = isList(stored) ? stored.data : [stored]
        expect([row.ref, found.length]).toEqual([row.ref, 1])
        const wanted = row.value === null ? [] : [Number(row.value)]
        expect(numbersOf(found[0])).toEqual(expect.arrayContaining(wanted))
        opened += 1
      }
    }
    expect(opened).toBeGreaterThan(2)
  })

  it("marks the row of evidence that a reason stands on", async () => {
    await open(`/insights/${(await insights())[0]?.id}`)
    const link = card(page, "Why").getByRole("link").first()
    await link.click()
    const target = page.locator("tr:target")
    expect(await target.count()).toBe(1)
    expect(`#${await target.getAttribute("id")}`).toBe(await link.getAttribute("href"))
    const grounds = ["tr:target td", "tr:not(:target) td"].map((cell) =>
      page.evaluate<string>(`getComputedStyle(document.querySelector("${cell}")).backgroundColor`),
    )
    const [marked, other] = await Promise.all(grounds)
    expect(marked).toMatch(/^rgb/)
    expect(marked).not.toBe(other)
  })

  it("leads the operator from the agents to a run and what it cost", async () => {
    await signIn()
    await open("/")
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Agents" }).click()
    await card(page, "analysis").locator("tbody a").first().click()
    const id = new URL(page.url()).pathname.replace("/runs/", "")
    const run = await studio.read<{ agent: string; key: string }>(`/runs/${id}`)
    expect(run.agent).toBe("analysis")
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("Run of analysis succeeded")
    expect(await page.locator("main").innerText()).toContain(run.key)
    expect(await card(page, "Insights").locator(".headline").count()).toBe((await insights()).length)
  })

  it("scrolls no page sideways on a phone, and cuts off nothing", async () => {
    await page.setViewportSize({ width: 360, height: 740 })
    await signIn()
    for (const path of [...(await paths()), `/runs/${await newestRun()}`, "/keys"]) {
      await open(path)
      expect([path, await page.evaluate<number>("document.documentElement.scrollWidth")]).toEqual([path, 360])
      const outside = await page.evaluate<string[]>(WIDER_THAN_THE_SCREEN)
      expect([path, outside]).toEqual([path, []])
    }
  })

  it("shows hostile headlines as text, letter for letter", async () => {
    await open("/")
    const titles = await card(page, "News").locator("li").allInnerTexts()
    for (const headline of HOSTILE) expect(titles.some((text) => text.includes(headline))).toBe(true)
    expect(await page.title()).toBe("Overview · Content Creator")
    expect(await page.locator("script, iframe, img, [onerror], [onload]").count()).toBe(0)
  })

  it("has no script of its own, and says the same without JavaScript", async () => {
    const plain = await browser.visit({ javaScript: false })
    try {
      for (const path of await paths()) {
        await open(path)
        expect(await page.locator("script").count()).toBe(0)
        await plain.page.goto(path)
        expect(timeless(await plain.page.locator("main").innerText())).toBe(timeless(await page.locator("main").innerText()))
      }
      expect(plain.offences).toEqual([])
    } finally {
      await plain.close()
    }
  })

  it("sends a policy with each page under which a script that got in would not run", async () => {
    for (const path of await paths()) {
      const answer = await open(path)
      expect(answer?.headers()["content-security-policy"]).toContain("default-src 'none'")
      expect(answer?.headers()["content-security-policy"]).not.toMatch(/unsafe|script-src/)
    }
    // Its attempt is noted on the console, so it is made by a visitor of its own.
    const intruder = await browser.visit()
    await intruder.page.goto("/")
    await intruder.page.evaluate(INTRUDE)
    expect(await intruder.page.title()).toBe("Overview · Content Creator")
    expect(intruder.offences.some((offence) => offence.includes("Content Security Policy"))).toBe(true)
    await intruder.close()
  })

  it("would be caught asking another host", async () => {
    const stray = await browser.visit()
    await stray.page.goto("http://127.0.0.1:1/").catch(() => null)
    expect(stray.offences).toContain("asked http://127.0.0.1:1/")
    await stray.close()
  })

  it("shows a person who is lost a page with a way back", async () => {
    // The browser notes the status on its console, so this visitor is not the watched one.
    const lost = await browser.visit()
    const answer = await lost.page.goto(`/insights/${(await insights())[0]?.id.replace(/.{4}$/, "0000")}`)
    expect(answer?.status()).toBe(404)
    await lost.page.getByRole("link", { name: "Back to the overview" }).click()
    expect(await lost.page.getByRole("heading", { level: 1 }).innerText()).toBe("Overview")
    await lost.close()
  })
})

// What runs in the page is text: the project's types know no document.
const WIDER_THAN_THE_SCREEN = `[...document.querySelectorAll("main *")]
  .filter((element) => element.closest("pre, .sr, svg") === null && element.getBoundingClientRect().right > 360.5)
  .map((element) => element.outerHTML.slice(0, 80))`
const INTRUDE = `new Promise((resolve) => {
  const script = document.createElement("script")
  script.textContent = "document.title = 'taken'"
  document.head.append(script)
  const image = document.createElement("img")
  image.setAttribute("onerror", "document.title = 'taken'")
  image.addEventListener("error", resolve)
  image.src = "/nothing.png"
  document.body.append(image)
})`

const isList = (value: unknown): value is List<unknown> => typeof value === "object" && value !== null && "data" in value

/** Every number in a JSON value, decimal text too. */
function numbersOf(value: unknown): number[] {
  if (typeof value === "number") return [value]
  if (typeof value === "string") return value !== "" && Number.isFinite(Number(value)) ? [Number(value)] : []
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersOf) : []
}

/** Whether the figure on the page is the stored one, rounded to the decimals shown, by less than a thousandth. */
function isFigureOf(shown: string, stored: string | null): boolean {
  if (stored === null) return shown === "–"
  const digits = (/^-?[\d,]+(\.\d+)?/.exec(shown)?.[0] ?? "none").replaceAll(",", "")
  const decimals = digits.split(".")[1]?.length ?? 0
  const [figure, exact] = [Number(digits), Number(stored)]
  return figure === Number(exact.toFixed(decimals)) && Math.abs(figure - exact) <= Math.abs(exact) / 1_000
}

/** Without the ages and the page's own moment, which go on between two looks. */
const timeless = (text: string): string =>
  text.replaceAll(/just now|\d+ (s|min|h|days) ago|in \d+ (s|min|h|days)/g, "?").replaceAll(/\d{2}:\d{2} UTC/g, "?")
