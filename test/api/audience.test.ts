// What operators' programs see of the community, and that nobody else does.
import { afterAll, beforeAll, expect, it, vi } from "vitest"
import { NOON } from "./cast.ts"
import { seedPeople } from "./stats-cast.ts"
import { openStudio, type Studio } from "./studio.ts"

let studio: Studio
let cookie: string
beforeAll(async () => {
  vi.spyOn(console, "log").mockImplementation(() => {})
  studio = await openStudio(NOON)
  cookie = await studio.signIn()
}, 60_000)
afterAll(() => studio.close())

type Page = { data: { day: string; byScore: { above: number | null; upTo: number; people: number }[] }[]; next: string | null }
const get = async (query: string): Promise<Page> =>
  (await (await studio.ask(`/api/v1/audience${query}`, { headers: { cookie } })).json()) as Page

it("is empty before anybody was scored", async () => {
  expect(await get("")).toEqual({ data: [], next: null })
})

it("comes as sums of days, page by page, and says nothing of a person", async () => {
  await seedPeople(studio.database, NOON, "a-name-of-a-person")
  const first = await get("?limit=1")
  const second = await get(`?limit=1&cursor=${first.next}`)
  expect(second.next).toBeNull()
  expect([...first.data, ...second.data].map(({ day }) => day)).toEqual(["2026-11-21", "2026-11-20"])
  expect(first.data[0]).toMatchObject({ people: 12, active: { day: 3, week: 5, month: 9 } })
  expect(first.data[0]?.byScore).toHaveLength(11)
  expect(first.data[0]?.byScore.slice(0, 2)).toEqual([
    { above: null, upTo: 0, people: 3 },
    { above: 0, upTo: 10, people: 2 },
  ])
  expect(JSON.stringify(first)).not.toContain("a-name-of-a-person")
})

it("is for those alone who may read of the operation, and kept by nobody else", async () => {
  const refused = await studio.ask("/api/v1/audience")
  expect([refused.status, await refused.json()]).toMatchObject([401, { type: "/problems/unauthenticated" }])
  const shown = await studio.ask("/api/v1/audience", { headers: { cookie } })
  expect([shown.status, shown.headers.get("cache-control")]).toEqual([200, expect.stringMatching(/private|no-store/)])
})
