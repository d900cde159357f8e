// A plan's text from the plan's event to the version that waits, on real statements: once, whatever happens to the run.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { DEFAULT_CHANNELS } from "../../shared/domain/channels.ts"
import { draftHash } from "../../shared/domain/draft.ts"
import { Meter } from "../../shared/kit/meter.ts"
import { contentCreation } from "../../workers/agents/content-creation/agent.ts"
import type { Moment } from "../../workers/agents/contract.ts"
import type { Ports } from "../../workers/agents/ports.ts"
import { INSIGHTS } from "../domain/insights.ts"
import { openDesk } from "../world/desk.ts"
import { openVirtualClock } from "../world/virtual-clock.ts"
import { openDatabase, type TestDatabase } from "./database.ts"
import { type PlanRow, seedInsight, seedPlan, seedRun } from "./planned.ts"

const insight = INSIGHTS[0]!
const NOW = new Date(Date.parse(insight.madeAt) + 60_000)
const RUN = "run_0000000writer"
const at: Moment = { now: NOW, runId: RUN, random: () => 0.5 }

let database: TestDatabase
let insightId: string
beforeAll(async () => {
  database = await openDatabase()
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.postgres.exec("TRUNCATE runs, events, candles, sentiment_readings CASCADE")
  database.fault = null
  insightId = await seedInsight(database, insight)
  await seedRun(database, NOW.toISOString(), RUN)
})

const ports = (meter = new Meter()): Ports =>
  ({ db: database.db("studio_agents", meter), channels: { list: DEFAULT_CHANNELS, timeZone: "UTC" } }) as Ports
const run = (input: unknown, moment = at) => contentCreation.run(ports(), input, moment, new AbortController().signal)
const states = async (plan: PlanRow): Promise<unknown> =>
  (
    await database.rows(
      `SELECT p.state, p.version, d.version, d.author, d.passes::text, d.hash FROM content_plans p LEFT JOIN drafts d ON d.plan_id = p.id WHERE p.id = '${plan.id}' ORDER BY d.version`,
    )
  ).map(([state, current, version, author, passes, hash]) => ({
    state,
    current,
    version,
    author,
    passes,
    hash: hash === null ? null : hash?.length,
  }))

/** As ingest writes it: the next version, unchecked. */
async function edit(plan: PlanRow, text: string): Promise<string> {
  const id = "draft_0000000edited"
  await database.postgres.query(
    `INSERT INTO drafts (id, plan_id, version, author, channel, format, language, title, parts, alt, claims, needs_picture, media_hash, scheduled_at, created_at)
     SELECT $1, plan_id, 2, 'operator', channel, format, language, title, $2::jsonb, alt, claims, needs_picture, media_hash, scheduled_at, created_at FROM drafts WHERE plan_id = $3`,
    [id, JSON.stringify([text]), plan.id],
  )
  await database.postgres.exec(`UPDATE content_plans SET version = 2, state = 'checking' WHERE id = '${plan.id}'`)
  return id
}

describe("a planned post", () => {
  it("gets a text that waits for a person, with the hash that an approval is bound to", async () => {
    const plan = await seedPlan(database, insight, { insightId })
    const { output, emits } = await run({ event: "evt_1", id: plan.id })
    expect(output).toMatchObject({ author: "studio", state: "waiting", refused: [], note: null })
    expect(emits).toMatchObject([{ name: "draft.waiting", data: { plan: plan.id } }])
    expect(await states(plan)).toEqual([{ state: "waiting", current: "1", version: "1", author: "studio", passes: "true", hash: 64 }])
    const [[parts = "", alt, hash] = []] = await database.rows("SELECT parts, alt, hash FROM drafts")
    const content = { channel: "telegram", format: "message", language: "en", title: null, alt: alt ?? null, mediaHash: null } as const
    expect(hash).toBe(await draftHash({ ...content, parts: JSON.parse(parts ?? "") as string[], scheduledAt: plan.scheduledAt }))
  })

  it("cites both exchanges where they agree", async () => {
    const plan = await seedPlan(database, insight, { insightId, channel: "feed", format: "long" })
    await run({ id: plan.id })
    const [[parts = "", claims = ""] = []] = await database.rows("SELECT parts, claims FROM drafts")
    expect(claims).toContain('"agreed"')
    expect(parts).toMatch(/\$86,/)
  })

  it("asks for its picture first where it has one", async () => {
    const plan = await seedPlan(database, insight, { insightId, channel: "x", format: "picture", voice: "bold" })
    const { emits } = await run({ id: plan.id })
    expect(emits).toMatchObject([{ name: "draft.needs-picture" }])
    expect(await states(plan)).toEqual([{ state: "checking", current: "1", version: "1", author: "studio", passes: "true", hash: null }])
  })

  it("is blocked with every guard's word where no text passes, for a person to mend", async () => {
    await database.postgres.exec("UPDATE candles SET agreement = 'disputed'")
    const plan = await seedPlan(database, insight, { insightId })
    const { output, emits } = await run({ id: plan.id })
    expect(output).toMatchObject({ state: "blocked", refused: ["figures"] })
    expect(emits).toEqual([])
    expect(await states(plan)).toEqual([{ state: "blocked", current: "1", version: "1", author: "studio", passes: "false", hash: null }])
    expect((await database.rows("SELECT jsonb_array_length(guards), (note LIKE '%sources disagree%')::text FROM drafts"))[0]).toEqual([
      "8",
      "true",
    ])
  })

  it("is not written by lookahead: a second source that answers later makes no price citable now", async () => {
    await database.postgres.exec(`UPDATE candles SET checked_at = timestamptz '${NOW.toISOString()}' + interval '1 minute'`)
    const plan = await seedPlan(database, insight, { insightId })
    expect((await run({ id: plan.id })).output).toMatchObject({ state: "blocked", refused: ["figures"] })
  })

  it("says nothing twice: what the channel has said in thirty days is not written again", async () => {
    const [one, two] = [await seedPlan(database, insight, { insightId }), await seedPlan(database, insight, { insightId, n: 2 })]
    await run({ id: one.id })
    await run({ id: two.id })
    const texts = await database.rows("SELECT parts FROM drafts")
    expect(new Set(texts.map(([parts]) => parts)).size).toBe(2)
  })

  it.each(["rejected", "expired"])("that is %s meanwhile gets no text", async (state) => {
    const plan = await seedPlan(database, insight, { insightId })
    const decision = contentCreation.stages.decide(await contentCreation.stages.gather(ports(), { id: plan.id }, at), null, at)
    await database.postgres.exec(
      state === "expired"
        ? "UPDATE content_plans SET state = 'expired'"
        : `UPDATE content_plans SET scheduled_at = '2020-01-01', expires_at = '2020-01-02'`,
    )
    const { output, emits } = await contentCreation.stages.act(ports(), decision, at)
    expect(output).toMatchObject({ state: "nothing" })
    expect(emits).toEqual([])
    expect(await database.rows("SELECT count(*) FROM drafts")).toEqual([["0"]])
  })

  it("takes two statements, however much the channel has said", async () => {
    const plan = await seedPlan(database, insight, { insightId })
    const meter = new Meter()
    await contentCreation.run(ports(meter), { id: plan.id }, at, new AbortController().signal)
    expect(meter.usage.statements).toBe(2)
  })
})

describe("a run that is cut off", () => {
  const RUNS = "SELECT count(*) FROM drafts"
  it("at any statement, before or after it took effect, leaves one version and one event behind in the end", async () => {
    for (let faultAt = 1; faultAt <= 6; faultAt += 1) {
      for (const isDone of [false, true]) {
        await database.postgres.exec("TRUNCATE content_plans, drafts, events CASCADE; DELETE FROM runs WHERE agent = 'content-creation'")
        const plan = await seedPlan(database, insight, { insightId })
        const clock = openVirtualClock(NOW)
        const desk = openDesk({
          database: { url: database.url("studio_agents"), endpoint: database.endpoint },
          clock,
          agents: [contentCreation],
        })
        let sent = 0
        database.fault = async (answer) => {
          if ((sent += 1) !== faultAt) return answer()
          if (isDone) await answer()
          throw new Error("the answer is lost")
        }
        desk.send({ kind: "run", agent: "content-creation", trigger: "event", input: { id: plan.id } })
        await desk.drain()
        database.fault = null
        await desk.drain()
        expect(await database.rows(RUNS), `fault ${faultAt}, done ${isDone}`).toEqual([["1"]])
        expect(await database.rows("SELECT name FROM events WHERE source = 'content-creation'"), `fault ${faultAt}`).toEqual([
          ["draft.waiting"],
        ])
      }
    }
  })
})

describe("a version that a person wrote", () => {
  async function edited(text: (own: string) => string) {
    const plan = await seedPlan(database, insight, { insightId })
    await run({ id: plan.id })
    const [[parts = "[]"] = []] = await database.rows("SELECT parts FROM drafts")
    const id = await edit(plan, text((JSON.parse(parts ?? "[]") as string[])[0] ?? ""))
    return { plan, id, report: await run({ event: "evt_2", id, plan: plan.id }) }
  }

  it("waits for approval where it is true, with a hash of its own", async () => {
    const { plan, id, report } = await edited((own) => `Trading goes on. ${own}`)
    expect(report.emits).toEqual([{ name: "draft.waiting", key: id, data: { id, plan: plan.id } }])
    expect(await states(plan)).toMatchObject([
      { version: "1" },
      { state: "waiting", current: "2", version: "2", author: "operator", passes: "true", hash: 64 },
    ])
  })

  it("is blocked where a figure is false, and its span is kept", async () => {
    const { plan, report } = await edited((own) => own.replace("$86,", "$87,"))
    expect(report.emits).toEqual([])
    expect(await states(plan)).toMatchObject([{}, { state: "blocked", current: "2", passes: "false", hash: null }])
    const [[span] = []] = await database.rows(
      "SELECT guard->'spans'->0->>'reason' FROM drafts, jsonb_array_elements(guards) AS guard WHERE version = 2 AND guard->>'name' = 'figures'",
    )
    expect(span).toMatch(/no claim/)
  })

  it("is checked once: a second run tells the same and changes nothing", async () => {
    const { plan, id, report } = await edited((own) => own)
    const again = await run({ event: "evt_2", id, plan: plan.id })
    expect(again.emits).toEqual(report.emits)
  })

  it("that is edited once more while it is checked is left to the next check", async () => {
    const plan = await seedPlan(database, insight, { insightId })
    await run({ id: plan.id })
    const id = await edit(plan, "BTC.")
    const input = { id, plan: plan.id }
    const decision = contentCreation.stages.decide(await contentCreation.stages.gather(ports(), input, at), null, at)
    await database.postgres.exec("UPDATE content_plans SET version = 3")
    const { output, emits } = await contentCreation.stages.act(ports(), decision, at)
    expect(output).toMatchObject({ state: "nothing" })
    expect(emits).toEqual([])
    expect(await database.rows("SELECT guards FROM drafts WHERE version = 2")).toEqual([[null]])
  })
})
