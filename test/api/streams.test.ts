import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { insertInsights } from "../../shared/db/queries/insights.ts"
import { type Cast, draft, NOON, seed } from "./cast.ts"
import { POST, seedDesk } from "./desk-cast.ts"
import { openStudio, type Studio } from "./studio.ts"

let studio: Studio
let cast: Cast

beforeAll(async () => {
  studio = await openStudio(NOON)
  cast = await seed(studio.database.db("studio_agents"))
  await seedDesk(studio.database)
}, 60_000)
beforeEach(() => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
})
afterAll(() => studio.close())

async function listen(of: string, headers: Record<string, string> = {}) {
  const response = await studio.ask(`/api/v1/streams/${of}`, { headers: { accept: "text/event-stream", ...headers } })
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream"])
  const reader = response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array>
  return {
    read: async () => new TextDecoder().decode((await reader.read()).value),
    leave: () => reader.cancel(),
  }
}

const told = (text: string) => [...text.matchAll(/^data: (.*)$/gm)].map((match) => JSON.parse(match[1] ?? "") as { id: string })
/** Made after all others. */
const made = () => ({ ...draft(1), madeAt: new Date(NOON.getTime() + 60_000).toISOString() })

describe("a stream", () => {
  it("tells of an insight as the list does, once the list is asked for anew", async () => {
    const { read, leave } = await listen("insights")
    expect(await read()).toMatch(/^retry: \d+\n\n$/)
    const [id] = await insertInsights(studio.database.db("studio_agents"), [made()], cast.runs.analysis)
    await studio.redis.flush()
    const text = await read()
    expect(text.startsWith(`id: ${id}\nevent: insight\ndata: {`)).toBe(true)
    const listed = (await (await studio.ask("/api/v1/insights?limit=1")).json()) as { data: { id: string }[] }
    expect(told(text)).toEqual(listed.data)
    await leave()
  })

  it("gives first what followed an insight, also one that is not among the newest", async () => {
    const newest = cast.insights.toSorted().at(-3) ?? ""
    const among = told(await (await listen("insights", { "last-event-id": newest })).read())
    expect(among.every(({ id }) => id > newest)).toBe(true)
    expect(among.length).toBeGreaterThan(0)
    await studio.database.postgres.exec(`
      INSERT INTO insights (id, key, run_id, asset, type, direction, headline, made_at, probability, horizon_hours, deadline, statement, statement_text, reasons)
      SELECT 'ins_zz' || lpad(n::text, 10, '0'), 'late' || n, run_id, asset, type, direction, headline, made_at + interval '1 day' + n * interval '1 second', probability, horizon_hours,
        deadline + interval '3 days', statement, statement_text, reasons
      FROM insights, generate_series(1, 150) AS n WHERE id = '${newest}'`)
    await studio.redis.flush()
    studio.clock.advance(10_000)
    const behind = told(await (await listen("insights", { "last-event-id": newest })).read())
    expect(behind.map(({ id }) => id)).toEqual([...among.map(({ id }) => id), ...behind.slice(among.length).map(({ id }) => id)])
    expect(behind.length).toBe(among.length + 150)
    await studio.database.postgres.exec("DELETE FROM insights WHERE id LIKE 'ins_zz%'")
    await studio.redis.flush()
  })

  it("of posts goes on behind one that was taken down since", async () => {
    const older = await studio.database.rows("SELECT id FROM published_content WHERE tier = 'public' ORDER BY published_at, id LIMIT 1")
    expect(older[0]?.[0]).toBeDefined()
    await studio.database.postgres.exec(`UPDATE published_content SET removed_at = published_at WHERE id = '${POST}'`)
    await studio.redis.flush()
    studio.clock.advance(10_000)
    const text = await (await listen("posts", { "last-event-id": POST })).read()
    expect(text).not.toContain("event: gap")
    expect(told(text).map(({ id }) => id)).not.toContain(POST)
    await studio.database.postgres.exec(`UPDATE published_content SET removed_at = NULL WHERE id = '${POST}'`)
    await studio.redis.flush()
  })

  it("costs no statement while nothing changes, however long it lasts and however many listen", async () => {
    studio.clock.advance(10_000)
    const listeners = await Promise.all(Array.from({ length: 50 }, () => listen("posts")))
    await Promise.all(listeners.map(({ read }) => read()))
    const before = studio.database.statements.length
    await Promise.all(listeners.map(({ read }) => read()))
    // Answers stay fresh for a minute; the clock goes on by everybody's waiting.
    expect(studio.database.statements.length - before).toBeLessThanOrEqual(10)
    await Promise.all(listeners.map(({ leave }) => leave()))
  })
})
