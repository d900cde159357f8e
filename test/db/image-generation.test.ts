// A text's picture from the event that asks for it to the version that waits for a person, on real statements: drawn once, or gone without.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { ChartSpec } from "../../shared/domain/chart/spec.ts"
import { draftHash } from "../../shared/domain/draft.ts"
import { type MediaStore, openMedia } from "../../shared/integrations/media.ts"
import type { Png } from "../../shared/integrations/png.ts"
import { Failure } from "../../shared/kit/failure.ts"
import { Meter } from "../../shared/kit/meter.ts"
import type { Moment } from "../../workers/agents/contract.ts"
import { imageGeneration } from "../../workers/agents/image-generation/agent.ts"
import type { Ports } from "../../workers/agents/ports.ts"
import { INSIGHTS } from "../domain/insights.ts"
import { openBucket } from "../world/bucket.ts"
import { openDesk } from "../world/desk.ts"
import { openDrawing, SKETCH } from "../world/drawing.ts"
import { openVirtualClock } from "../world/virtual-clock.ts"
import { openDatabase, type TestDatabase } from "./database.ts"
import { type PlanRow, seedPictured, seedRun } from "./planned.ts"

const insight = INSIGHTS[0]!
const NOW = new Date(Date.parse(insight.madeAt) + 60_000)
const LATER = new Date(NOW.getTime() + 2 * 3_600_000)
const RUN = "run_0000000painter"
const at: Moment = { now: NOW, runId: RUN, random: () => 0.5 }
const INPUT = { event: "evt_1", id: "draft_0000000001", plan: "plan_0000000001" }
const SLOT = { slot: LATER.toISOString() }

let database: TestDatabase
let plan: PlanRow
let media: MediaStore
beforeAll(async () => {
  database = await openDatabase()
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
})
afterAll(() => database.close())
async function begin(): Promise<void> {
  await database.postgres.exec("TRUNCATE runs, events, candles, sentiment_readings CASCADE")
  database.fault = null
  plan = await seedPictured(database, insight, 200)
  await seedRun(database, NOW.toISOString(), RUN)
  media = openMedia(openBucket())
}
beforeEach(begin)

type Parts = { readonly png?: Png; readonly store?: MediaStore; readonly meter?: Meter; readonly notice?: string }
const ports = ({ png = SKETCH, store = media, meter = new Meter(), notice }: Parts = {}): Ports =>
  ({ db: database.db("studio_agents", meter), pictures: { png, media: store, notice: notice ?? null } }) as Ports
const run = (input: unknown = INPUT, parts: Parts = {}, moment = at) =>
  imageGeneration.run(ports(parts), input, moment, new AbortController().signal)
/** As the database has them: texts. */
const versions = () =>
  database.rows(
    `SELECT p.state, p.version, d.version, d.format, d.media_hash, d.alt, d.note, d.hash FROM content_plans p JOIN drafts d ON d.plan_id = p.id ORDER BY d.version`,
  )
const BROKEN: Png = { render: () => Promise.reject(new Error("unreachable code")) }
const FULL: MediaStore = {
  ...openMedia(openBucket()),
  put: () => Promise.reject(new Failure("upstream-unavailable", "The store is away.")),
}

describe("a text that lacks its picture", () => {
  it("gets one drawn from the rows that it cites, and waits for a person with the hash of both", async () => {
    const { output, emits } = await run()
    expect(output).toMatchObject({ isNew: true, without: [] })
    expect(emits).toEqual([{ name: "draft.waiting", key: INPUT.id, data: { id: INPUT.id, plan: plan.id } }])
    const [[state, , , , mediaHash = "", alt = "", , hash] = []] = await versions()
    expect(state).toBe("waiting")
    expect(alt).toMatch(/hourly closes of BTC, until its close of \$86,002/)
    const content = { channel: "x", format: "picture", language: "en", title: null, parts: ["The text."], alt, mediaHash } as const
    expect(hash).toBe(await draftHash({ ...content, parts: ["The text."], scheduledAt: plan.scheduledAt }))
    expect(new TextDecoder().decode(await media.read(mediaHash ?? ""))).toMatch(/^<svg/)
    const [[spec = ""] = []] = await database.rows("SELECT spec FROM media")
    const drawn = ChartSpec.parse(JSON.parse(spec ?? ""))
    expect(drawn.kind === "price" ? drawn.closes.at(-1)?.close : null).toBe(insight.evidence[0]?.value)
  })

  it("gets a PNG of 1200 by 630 where the studio's own renderer draws", async () => {
    const { output } = await run(INPUT, { png: openDrawing() })
    const bytes = await media.read((output as { picture: string }).picture)
    expect(Array.from(bytes.slice(1, 4))).toEqual([0x50, 0x4e, 0x47])
    expect([bytes[18], bytes[19], bytes[22], bytes[23]]).toEqual([1200 >> 8, 1200 & 255, 630 >> 8, 630 & 255])
  })

  it("shows the notice of a market that isn't real", async () => {
    const { output } = await run(INPUT, { notice: "A simulated market." })
    expect(new TextDecoder().decode(await media.read((output as { picture: string }).picture))).toContain("A simulated market.")
  })

  it("gets the picture that is there already where it was drawn for another channel", async () => {
    await run()
    await database.postgres.exec(`
      INSERT INTO content_plans (id, key, kind, insight_id, asset, topic, channel, format, language, voice, disclosure, tier, priority, scheduled_at, expires_at, reasons, version, state, run_id, created_at)
      SELECT 'plan_0000000002', 'k:2', kind, insight_id, asset, topic, 'telegram', format, language, voice, disclosure, tier, priority, scheduled_at, expires_at, reasons, 1, 'checking', run_id, created_at FROM content_plans;
      INSERT INTO drafts (id, plan_id, version, author, channel, format, language, parts, alt, claims, needs_picture, scheduled_at, guards, passes, run_id, created_at)
      SELECT 'draft_0000000002', 'plan_0000000002', 1, author, 'telegram', format, language, parts, alt, claims, true, scheduled_at, guards, true, run_id, created_at FROM drafts`)
    const { output } = await run({ id: "draft_0000000002", plan: "plan_0000000002" }, { png: BROKEN })
    expect(output).toMatchObject({ isNew: false, without: [] })
    expect(await database.rows("SELECT count(*) FROM media")).toEqual([["1"]])
  })

  it("is left alone where an edit has made another version meanwhile", async () => {
    const decision = imageGeneration.stages.decide(await imageGeneration.stages.gather(ports(), INPUT, at), null, at)
    await database.postgres.exec("UPDATE content_plans SET version = 2")
    const { output, emits } = await imageGeneration.stages.act(ports(), decision, at)
    expect(output).toMatchObject({ note: "the plan has moved on" })
    expect(emits).toEqual([])
    expect((await run()).emits).toEqual([])
  })

  it("takes four statements", async () => {
    const meter = new Meter()
    await run(INPUT, { meter })
    expect(meter.usage.statements).toBe(4)
  })
})

describe("a picture that can't be", () => {
  const PLAIN = { emits: [{ name: "draft.waiting", data: { plan: "plan_0000000001" } }] }

  it.each<[string, string, Parts]>([
    ["the row that is cited says something else now", "UPDATE candles SET close = close * 1.01, high = high * 2 WHERE close > 85000", {}],
    ["too few rows are left", "UPDATE candles SET known_at = '2030-01-01', checked_at = '2030-01-01'", {}],
    ["the renderer fails", "SELECT 1", { png: BROKEN }],
  ])("leaves the same text without it where %s", async (_why, change, parts) => {
    await database.postgres.exec(change)
    expect(await run(INPUT, parts)).toMatchObject(PLAIN)
    const [first, second] = await versions()
    expect(first?.slice(2, 5)).toEqual(["1", "picture", null])
    expect(second?.slice(0, 6)).toEqual(["waiting", "2", "2", "single", null, null])
    expect(second?.[6]).toMatch(/^Without a picture: /)
    expect(second?.[7]).toMatch(/^[0-9a-f]{64}$/)
  })

  it("is tried again where only the store is away, and gone without after an hour", async () => {
    await expect(run(INPUT, { store: FULL })).rejects.toMatchObject({ code: "upstream-unavailable" })
    const soon = { ...at, now: new Date(NOW.getTime() + 30 * 60_000) }
    expect((await run({ slot: soon.now.toISOString() }, {}, soon)).emits).toEqual([])
    const report = await run(SLOT, {}, { ...at, now: LATER })
    expect(report).toMatchObject(PLAIN)
    expect(await run(SLOT, {}, { ...at, now: LATER })).toMatchObject({ emits: report.emits })
    expect((await versions()).map(([, , version, format]) => [version, format])).toEqual([
      ["1", "picture"],
      ["2", "single"],
    ])
  })
})

describe("a run that is cut off", () => {
  it.each([
    ["a picture", SKETCH, 1],
    ["none", BROKEN, 2],
  ])("at any statement leaves one version that waits in the end, with %s", async (_what, png, version) => {
    for (let nth = 1; nth <= 7; nth += 1) {
      for (const isDone of [false, true]) {
        await begin()
        const clock = openVirtualClock(NOW)
        const desk = openDesk({
          database: { url: database.url("studio_agents"), endpoint: database.endpoint },
          clock,
          agents: [imageGeneration],
          png,
        })
        let sent = 0
        database.fault = async (answer) => {
          if ((sent += 1) !== nth) return answer()
          if (isDone) await answer()
          throw new Error("killed")
        }
        desk.send({ kind: "run", agent: "image-generation", trigger: "event", input: INPUT })
        await desk.drain()
        database.fault = null
        await desk.drain()
        const what = `statement ${nth}, done ${isDone}`
        expect(await database.rows("SELECT count(*) FILTER (WHERE hash IS NOT NULL), max(version) FROM drafts"), what).toEqual([
          ["1", String(version)],
        ])
        expect(await database.rows("SELECT name, data->>'plan' FROM events WHERE source = 'image-generation'"), what).toEqual([
          ["draft.waiting", plan.id],
        ])
      }
    }
  })
})
