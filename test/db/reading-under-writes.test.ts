// Does who reads everything, page by page or as one export, get every row that was there, and none twice, while others write before and behind him?
import { afterAll, beforeAll, expect, it, vi } from "vitest"
import { stableId } from "../../shared/kit/ids.ts"
import { seededRandom } from "../../shared/kit/random.ts"
import { newApi } from "../../workers/api/app.ts"
import { openStudio, type Studio } from "../api/studio.ts"

/** As many as are asked for on a server; a share of them in this process. */
const ROWS = process.env["TEST_DATABASE_URL"] === undefined ? 3_000 : 100_000
const NOON = new Date("2026-11-21T12:00:00Z")
const MONTH_MS = 30 * 86_400_000
/** Rows that are written with each statement that a reader sends. */
const EACH = 20

let studio: Studio
let there: readonly string[]
let written: string[] = []
const draw = seededRandom("reading under writes")

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  studio = await openStudio(NOON)
  await studio.database.postgres.exec(`
    INSERT INTO runs (id, agent, key, slot, trigger, input, state, attempt, moment, started_at, finished_at)
    SELECT 'run_0000000001', 'analysis', 'k:1', t, 'schedule', '{}', 'succeeded', 1, t, t, t FROM (SELECT timestamptz '2026-11-21T12:00Z' AS t) AS v`)
  there = await insert(ROWS)
  await studio.database.postgres.exec("ANALYZE insights")
}, 120_000)
afterAll(() => studio.close())

/** Anywhere in the month: several are of the same moment. */
async function insert(count: number): Promise<string[]> {
  const rows = Array.from({ length: count }, () => {
    const at = NOON.getTime() - Math.floor((draw() * MONTH_MS) / 60_000) * 60_000
    return { id: stableId("ins", new Date(at), `${at} ${draw()}`), at }
  })
  await studio.database.postgres.query(
    `INSERT INTO insights (id, key, run_id, asset, type, direction, headline, made_at, probability, horizon_hours, deadline, statement, statement_text, reasons)
     SELECT id, id, 'run_0000000001', 'BTC', 'breakout', 'up', 'x', to_timestamp(at / 1000.0), 0.5, 24, to_timestamp(at / 1000.0) + interval '1 day',
       jsonb_build_object('kind', 'close_above', 'asset', 'BTC', 'level', '1', 'at', '2026-11-22T12:00:00.000Z'), 'x', '[]'
     FROM jsonb_to_recordset($1::jsonb) AS s (id text, at bigint)`,
    [JSON.stringify(rows)],
  )
  return rows.map(({ id }) => id)
}

/** What `read` gives while each of its statements meets rows that are written at the same moment. */
async function whileWriting<T>(read: () => Promise<T>): Promise<{ readonly found: T; readonly during: readonly string[] }> {
  written = []
  studio.database.fault = async (answer) => {
    const [response, ids] = await Promise.all([answer(), insert(EACH)])
    written.push(...ids)
    return response
  }
  const found = await read().finally(() => (studio.database.fault = null))
  return { found, during: written }
}

function app() {
  const api = newApi({ clock: studio.clock, open: (_env, meter) => studio.services(meter) })
  return async (path: string) => {
    const response = await api.request(path)
    expect([path, response.status]).toEqual([path, 200])
    return response
  }
}

function expectAll(ids: readonly string[], before: readonly string[], during: readonly string[]): void {
  expect(during.length).toBeGreaterThanOrEqual(EACH * 3)
  const found = new Set(ids)
  expect(found.size).toBe(ids.length)
  expect(before.filter((id) => !found.has(id))).toEqual([])
  const known = new Set([...before, ...during])
  expect(ids.filter((id) => !known.has(id))).toEqual([])
}

it("gives every row once, page by page, newest first", { timeout: 240_000 }, async () => {
  const ask = app()
  const before = there
  const { found, during } = await whileWriting(async () => {
    const ids: string[] = []
    for (let next: string | null = ""; next !== null;) {
      const response = await ask(`/api/v1/insights?limit=100${next === "" ? "" : `&cursor=${next}`}`)
      const page = (await response.json()) as { data: { id: string }[]; next: string | null }
      ids.push(...page.data.map(({ id }) => id))
      next = page.next
    }
    return ids
  })
  expectAll(found, before, during)
  expect(found).toEqual(found.toSorted().reverse())
  there = [...before, ...during]
})

it("gives every row once in one export, oldest first, and its rest behind a cursor", { timeout: 240_000 }, async () => {
  const ask = app()
  const { found, during } = await whileWriting(async () => (await (await ask("/api/v1/exports/insights")).text()).trimEnd().split("\n"))
  const ids = found.slice(0, -1).map((line) => (JSON.parse(line) as { id: string }).id)
  expect(found.at(-1)).toBe(JSON.stringify({ end: true, rows: ids.length, next: null }))
  expectAll(ids, there, during)
  expect(ids).toEqual(ids.toSorted())
  const [middle = ""] = ids.slice(ids.length / 2)
  const cursor = btoa(JSON.stringify([middle])).replaceAll("=", "")
  const rest = (await (await ask(`/api/v1/exports/insights?cursor=${cursor}`)).text()).trimEnd().split("\n").slice(0, -1)
  const restIds = new Set(rest.map((line) => (JSON.parse(line) as { id: string }).id))
  expect(ids.filter((id) => id > middle && !restIds.has(id))).toEqual([])
})
