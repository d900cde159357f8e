// The example client, against the API in this process: it reads every page, and keeps to the limits that answers tell it.
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { pacedFetch, secondsToWait } from "../../examples/typed-client/src/paced-fetch.ts"
import { openApi, readInsights } from "../../examples/typed-client/src/read-insights.ts"
import { type Cast, NOON, seed } from "../api/cast.ts"
import { openStudio, type Studio } from "../api/studio.ts"

let studio: Studio
let cast: Cast

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  studio = await openStudio(NOON)
  cast = await seed(studio.database.db("studio_agents"))
}, 60_000)
afterAll(() => studio.close())

const toStudio = ({ url, method, headers }: Request): Promise<Response> =>
  studio.ask(url.slice(new URL(url).origin.length), { method, headers: Object.fromEntries(headers) })

describe("the example client", () => {
  it("reads every insight once, page by page", async () => {
    const api = openApi("http://studio.example", undefined, toStudio)
    const ids: string[] = []
    for await (const { id } of readInsights(api, 7)) ids.push(id)
    expect(ids).toEqual([...cast.insights].toSorted().toReversed())
  })

  it("tells a problem in its own words", async () => {
    const api = openApi("http://studio.example", undefined, toStudio)
    await expect(readInsights(api, 101).next()).rejects.toThrow("400 The request is not valid: limit: must be from 1 to 100 (request req_")
  })
})

describe("a paced fetch", () => {
  const answer = (status: number, headers: Record<string, string>) => new Response(null, { status, headers })
  const paced = (answers: Response[]) => {
    const slept: number[] = []
    const send = pacedFetch(
      async () => answers.shift() ?? answer(200, {}),
      async (seconds) => void slept.push(seconds),
    )
    return { slept, ask: () => send(new Request("http://studio.example/")) }
  }

  it("waits before it asks again where nothing is left", async () => {
    const { slept, ask } = paced([answer(200, { ratelimit: '"minute";r=0;t=41, "day";r=9;t=4000' })])
    await ask()
    expect(slept).toEqual([])
    await ask()
    expect(slept).toEqual([41])
  })

  it("waits as long as a refusal says, then asks again", async () => {
    const { slept, ask } = paced([answer(429, { "retry-after": "7" }), answer(503, { "retry-after": "5" })])
    expect((await ask()).status).toBe(200)
    expect(slept).toEqual([7, 5])
  })

  it("gives up after five tries", async () => {
    const { slept, ask } = paced(Array.from({ length: 9 }, () => answer(429, { "retry-after": "1" })))
    expect((await ask()).status).toBe(429)
    expect(slept).toHaveLength(4)
  })

  it.each([
    [null, 0],
    ['"minute";r=1;t=41', 0],
    ['"minute";r=0;t=41, "day";r=0;t=4000', 4000],
  ])("reads %j as %d seconds to wait", (header, seconds) => {
    expect(secondsToWait(header)).toBe(seconds)
  })
})
