// What does a real browser make of the pages? Chromium with everything noted that a page must not do: errors, and requests to others.
import { existsSync } from "node:fs"
import { type BrowserContext, chromium, type Page } from "playwright-core"

const PROGRAM = "/usr/bin/chromium"
/** Nothing of the browser's own goes to the network. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

export const hasChromium = existsSync(PROGRAM)

export type Visitor = {
  readonly page: Page
  /** What went wrong in the pages since the visit began: errors on the console, uncaught ones, and requests to any other host. */
  readonly offences: readonly string[]
  close(): Promise<void>
}

export type Visit = { readonly width?: number; readonly javaScript?: boolean }

export type Browser = {
  /** A visitor of its own, without memory of others. Times out after 10 s. */
  visit(visit?: Visit): Promise<Visitor>
  close(): Promise<void>
}

/** `origin` is the only address that a page may ask. */
export async function openChromium(origin: string): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: PROGRAM, args: FLAGS })
  return {
    async visit({ width = 1280, javaScript = true } = {}) {
      const context = await browser.newContext({ baseURL: origin, viewport: { width, height: 900 }, javaScriptEnabled: javaScript })
      context.setDefaultTimeout(10_000)
      const offences = noteOffences(context, origin)
      return { page: await context.newPage(), offences, close: () => context.close() }
    },
    close: () => browser.close(),
  }
}

function noteOffences(context: BrowserContext, origin: string): string[] {
  const offences: string[] = []
  context.on("request", (request) => {
    const url = new URL(request.url())
    if (url.protocol !== "data:" && url.origin !== origin) offences.push(`asked ${url.href}`)
  })
  context.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") offences.push(`said ${message.text()}`)
  })
  context.on("weberror", (error) => void offences.push(`threw ${error.error().message}`))
  return offences
}
