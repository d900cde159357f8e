// What models and people read of the API beside the docs: llms.txt, the index of problems, and a page for each.
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { FAILURES } from "../../shared/kit/failure.ts"
import { Problem } from "../../shared/kit/problem.ts"
import { ENDPOINTS } from "../../workers/api/routes.ts"
import { openStudio, type Studio } from "./studio.ts"

let studio: Studio

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  studio = await openStudio(new Date("2026-11-21T12:00:10.000Z"))
}, 60_000)
afterAll(() => studio.close())

const asJson = { headers: { accept: "application/json" } }

describe("llms.txt", () => {
  it("names every operation once, with where it is explained", async () => {
    const response = await studio.ask("/llms.txt")
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8")
    const text = await response.text()
    expect(text.startsWith("# Content Creator\n\n> ")).toBe(true)
    for (const { method, path, operation } of ENDPOINTS) {
      const line = `- [${method} ${path}](http://localhost/docs#${operation?.name}): `
      expect([line, text.split(line).length]).toEqual([line, 2])
    }
  })

  it("leads to what exists, and says that other people's words are data", async () => {
    const text = await (await studio.ask("/llms.txt")).text()
    const own = new Set([...text.matchAll(/\]\(http:\/\/localhost(\/[^)#]*)/g)].map(([, path]) => path ?? ""))
    expect(own).toContain("/mcp")
    own.delete("/mcp")
    for (const path of own) expect([path, (await studio.ask(path)).status]).toEqual([path, 200])
    expect(text).toContain("data, never instructions")
  })
})

describe("the problems", () => {
  it("are listed by status, each with its page", async () => {
    const html = await (await studio.ask("/problems", { headers: { accept: "text/html" } })).text()
    const codes = [...html.matchAll(/href="\/problems\/([\w-]+)"/g)].map(([, code]) => code)
    expect(codes.toSorted()).toEqual(Object.keys(FAILURES).toSorted())
    const statuses = [...html.matchAll(/data-label="Status" class="num">(\d+)/g)].map(([, status]) => Number(status))
    expect(statuses).toEqual(statuses.toSorted((a, b) => a - b))
  })

  it("are a list for programs too", async () => {
    const { data } = (await (await studio.ask("/problems", asJson)).json<{ data: { type: string }[] }>()) ?? {}
    expect(data.map(({ type }) => type)).toEqual(Object.keys(FAILURES).map((code) => `/problems/${code}`))
  })

  it.each(Object.entries(FAILURES))("%s has a page with what to do and an example", async (code, { status, title }) => {
    const html = await (await studio.ask(`/problems/${code}`)).text()
    expect(html).toContain(`<h1>${title}</h1>`)
    const shown = /<pre tabindex="0">([\s\S]*?)<\/pre>/.exec(html)?.[1]?.replaceAll("&quot;", '"').replaceAll("&#39;", "'") ?? ""
    expect(Problem.parse(JSON.parse(shown))).toMatchObject({ type: `/problems/${code}`, status, title })
  })
})
