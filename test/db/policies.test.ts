import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { listArmRates, listArmRuns, listFormatRates, listPolicyVersions, takePolicyStep } from "../../shared/db/queries/policies.ts"
import { insertPostReadings } from "../../shared/db/queries/post-readings.ts"
import { claimRun } from "../../shared/db/queries/runs.ts"
import { defaultsOf } from "../../shared/domain/policy.ts"
import type { NewVersion, PolicyStep, Verdict } from "../../shared/domain/policy-version.ts"
import { STRATEGY_TUNABLES } from "../../shared/domain/strategy-tunables.ts"
import { openDatabase, type TestDatabase } from "./database.ts"
import { insertPosts, type PostRow, postIdOf } from "./post-rows.ts"

const NOON = new Date("2026-11-21T12:00:00Z")
const later = (ms: number) => new Date(NOON.getTime() + ms)
const AGENT = "content-strategy"

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())
beforeEach(() =>
  database.postgres.exec("TRUNCATE runs, events, insights, post_days, policy_versions, switches CASCADE; DELETE FROM audit_log"),
)

const verdict: Verdict = { kind: "roll-back", rule: "worse-than-frozen", why: "It does worse.", uplift: null }
const trial = (values: Record<string, number>, base: number | null = null): NewVersion => ({
  tunables: { ...defaultsOf(STRATEGY_TUNABLES), ...values },
  change: { kind: "step", base, changes: [{ name: "scoreMin", from: 0.45, to: 0.5 }], why: "x" },
  state: "trial",
  verdict: null,
})
const begin = (values: Record<string, number> = { scoreMin: 0.5 }): PolicyStep => ({
  standing: null,
  to: null,
  verdict: null,
  begins: trial(values),
})
const by = { agent: AGENT, actor: "strategy-tuning", runId: null, now: NOON }
const take = (step: PolicyStep, over: Partial<typeof by> = {}) => takePolicyStep(database.db(), step, { ...by, ...over })
const audits = async () => database.rows("SELECT actor, action, subject FROM audit_log ORDER BY at, subject, action")
const versions = () => listPolicyVersions(database.db(), AGENT, 10)

describe("a step", () => {
  it("begins a version with its number and its row in the audit log", async () => {
    expect(await take(begin())).toEqual({ changed: null, begun: 1 })
    const [version] = await versions()
    expect(version).toMatchObject({
      version: 1,
      state: "trial",
      actor: "strategy-tuning",
      runId: null,
      beganAt: NOON,
      verdict: null,
      endedAt: null,
    })
    expect(version?.tunables).toMatchObject({ scoreMin: 0.5, weightSize: 2 })
    expect(await audits()).toEqual([["strategy-tuning", "policy.began", "content-strategy/1"]])
    const [detail] = await database.rows("SELECT detail -> 'change' -> 'changes' FROM audit_log")
    expect(JSON.parse(detail?.[0] ?? "")).toEqual([{ name: "scoreMin", from: 0.45, to: 0.5 }])
  })

  it("ends what stands and begins what follows, together", async () => {
    await take(begin())
    const step: PolicyStep = { standing: 1, to: "rolled-back", verdict, begins: { ...trial({ scoreMin: 0.4 }), state: "kept", verdict } }
    expect(await take(step, { now: later(1_000) })).toEqual({ changed: 1, begun: 2 })
    const [second, first] = await versions()
    expect(first).toMatchObject({ state: "rolled-back", verdict, decidedAt: later(1_000), endedAt: later(1_000) })
    expect(second).toMatchObject({ version: 2, state: "kept", verdict, decidedAt: later(1_000), endedAt: null })
    expect((await audits()).slice(1)).toEqual([
      ["strategy-tuning", "policy.rolled-back", "content-strategy/1"],
      ["strategy-tuning", "policy.began", "content-strategy/2"],
    ])
  })

  it("keeps a version, and replaces it without losing its verdict", async () => {
    await take(begin())
    const keep = { ...verdict, kind: "keep" } as const
    expect(await take({ standing: 1, to: "kept", verdict: keep, begins: null })).toEqual({ changed: 1, begun: null })
    expect(await take({ standing: 1, to: "replaced", verdict: null, begins: trial({ scoreMin: 0.55 }, 1) })).toEqual({
      changed: 1,
      begun: 2,
    })
    expect((await versions())[1]).toMatchObject({ state: "replaced", verdict: keep })
  })

  it("taken twice is taken once", async () => {
    for (const step of [
      begin(),
      { standing: 1, to: "kept", verdict, begins: null },
      { standing: 1, to: "replaced", verdict: null, begins: trial({}, 1) },
    ] as const) {
      await take(step)
      const once = [await versions(), await audits()]
      expect(await take(step, { now: later(5_000) })).toEqual({ changed: null, begun: null })
      expect([await versions(), await audits()]).toEqual(once)
    }
  })

  it("does nothing where something else stands meanwhile", async () => {
    await take(begin())
    expect(await take(begin({ scoreMin: 0.3 }))).toEqual({ changed: null, begun: null })
    expect(await take({ standing: 7, to: "rolled-back", verdict, begins: trial({}) })).toEqual({ changed: null, begun: null })
    expect(await versions()).toHaveLength(1)
  })

  it("lets one of several that begin at once begin", async () => {
    const taken = await Promise.all([0.3, 0.35, 0.4, 0.5].map((scoreMin) => take(begin({ scoreMin })).catch(() => ({ begun: null }))))
    expect(taken.filter(({ begun }) => begun !== null)).toHaveLength(1)
    expect((await database.rows("SELECT count(*) FROM policy_versions")).flat()).toEqual(["1"])
    expect(await audits()).toHaveLength(1)
  })

  it("is ingest's to take too, and the database itself refuses a second standing version", async () => {
    const front = database.db("studio_ingest")
    await takePolicyStep(front, begin(), { ...by, actor: "operator key" })
    expect(
      await takePolicyStep(front, { standing: 1, to: "rolled-back", verdict, begins: null }, { ...by, actor: "operator key" }),
    ).toEqual({ changed: 1, begun: null })
    await take(begin())
    await expect(
      database.postgres.exec(
        "INSERT INTO policy_versions SELECT agent, 9, tunables, change, state, actor, run_id, began_at FROM policy_versions WHERE version = 2",
      ),
    ).rejects.toMatchObject({ code: "23505" })
  })

  it("shows what can't be read as nothing", async () => {
    await database.postgres.exec(
      "INSERT INTO policy_versions (agent, version, tunables, change, state, actor, began_at) VALUES ('content-strategy', 1, '[1]', '7', 'trial', 'x', now())",
    )
    expect(await versions()).toMatchObject([{ version: 1, tunables: {}, change: { base: null, changes: [] } }])
  })
})

describe("a run's claim", () => {
  const claim = (key: string, over: Partial<Parameters<typeof claimRun>[1]> = {}) =>
    claimRun(database.db(), {
      agent: AGENT,
      key,
      slot: null,
      trigger: "manual",
      input: {},
      now: NOON,
      leaseMs: 60_000,
      maxAttempts: 3,
      tuned: true,
      ...over,
    })
  const kept = () => database.rows("SELECT key, policy_version FROM runs ORDER BY key")

  it("takes the version that stands, and none for a run that stays frozen or an agent that has none", async () => {
    expect(await claim("run:a")).toMatchObject({ policy: null })
    await take(begin())
    expect(await claim("run:b")).toMatchObject({ policy: { version: 1, tunables: { scoreMin: 0.5 } } })
    expect(await claim("run:c", { tuned: false })).toMatchObject({ policy: null })
    expect(await claim("run:d", { agent: "analysis" })).toMatchObject({ policy: null })
    expect(await kept()).toEqual([
      ["run:a", null],
      ["run:b", "1"],
      ["run:c", null],
      ["run:d", null],
    ])
  })

  it("keeps the version of the first attempt when it is taken over, whatever stands by then", async () => {
    await take(begin())
    await claim("run:a")
    await take({ standing: 1, to: "rolled-back", verdict, begins: trial({ scoreMin: 0.4 }) })
    expect(await claim("run:a", { now: later(60_000) })).toMatchObject({ attempt: 2, policy: { version: 1, tunables: { scoreMin: 0.5 } } })
    expect(await claim("run:b")).toMatchObject({ policy: { version: 2 } })
    expect(await kept()).toEqual([
      ["run:a", "1"],
      ["run:b", "2"],
    ])
  })

  it("takes the version that stands when a run begins that waited for its agent to go on", async () => {
    const stop = (on: boolean) =>
      database.postgres.exec(
        `DELETE FROM switches; INSERT INTO switches (scope, is_on, changed_by, changed_at) VALUES ('stop:agent:${AGENT}', ${on}, 'x', now())`,
      )
    await take(begin())
    await stop(true)
    expect(await claim("run:a")).toEqual({ answer: "stopped" })
    await take({ standing: 1, to: "rolled-back", verdict, begins: trial({ scoreMin: 0.4 }) })
    await stop(false)
    expect(await claim("run:a")).toMatchObject({ attempt: 1, policy: { version: 2 } })
    expect(await kept()).toEqual([["run:a", "2"]])
  })
})

describe("what a version is judged on", () => {
  const post = (number: number, channel: string, day: string, policyVersion: number | null, format = "single"): PostRow => ({
    number,
    channel,
    format,
    asset: "BTC",
    topic: "price",
    insightType: "breakout",
    publishedAt: `${day}T10:00:00Z`,
    policyVersion,
  })
  const reading = (number: number, likes: number) =>
    ({
      postId: postIdOf(number),
      bandHours: 24,
      state: "measured",
      impressions: 1_000,
      likes,
      replies: null,
      reposts: null,
      quotes: null,
      bookmarks: null,
    }) as const

  it("is the rates of its posts and of those that stayed frozen on its days, by channel", async () => {
    await insertPosts(database.postgres, [
      post(1, "x", "2026-11-10", 3),
      post(2, "x", "2026-11-11", 3),
      post(3, "x", "2026-11-11", null),
      post(4, "telegram", "2026-11-11", 3, "message"),
      post(5, "x", "2026-11-09", 3),
      post(6, "x", "2026-11-12", null),
      post(7, "x", "2026-11-11", 2),
    ])
    await insertPostReadings(
      database.db(),
      [10, 20, 30, 40, 50, 60, 70].map((likes, i) => reading(i + 1, likes)),
      NOON,
    )
    expect(await listArmRates(database.db(), [{ version: 3, from: "2026-11-10", until: "2026-11-11" }])).toEqual([
      { version: 3, channel: "telegram", isFrozen: false, n: 1, sum: 40_000, squares: 1.6e9 },
      { version: 3, channel: "x", isFrozen: false, n: 2, sum: 30_000, squares: 5e8 },
      { version: 3, channel: "x", isFrozen: true, n: 1, sum: 30_000, squares: 9e8 },
    ])
    expect(await listFormatRates(database.db("studio_api"), "2026-11-11")).toEqual([
      { format: "message", n: 1, sum: 40_000, squares: 1.6e9 },
      { format: "single", n: 4, sum: 180_000, squares: 9.8e9 },
    ])
    expect(await listArmRates(database.db(), [])).toEqual([])
  })

  it("is what its runs planned, and what people and guards thought of it", async () => {
    await insertPosts(
      database.postgres,
      [1, 2, 3, 4].map((n) => post(n, "x", "2026-11-10", null)),
    )
    await database.postgres.exec(`
      INSERT INTO runs (id, agent, key, slot, trigger, input, state, attempt, moment, started_at, finished_at, policy_version)
      SELECT 'run_000000001' || n, '${AGENT}', 's:' || n, t, 'schedule', '{}', 'succeeded', 1, t, t, t, v
      FROM (VALUES (1, 3), (2, 3), (3, NULL), (4, 2)) AS r (n, v), LATERAL (SELECT timestamptz '2026-11-11T08:00Z' + n * interval '30 minutes' AS t) AS x;
      UPDATE content_plans SET run_id = 'run_0000000011', state = 'rejected' WHERE id = 'plan_000000000001';
      UPDATE content_plans SET run_id = 'run_0000000011' WHERE id = 'plan_000000000002';
      UPDATE content_plans SET run_id = 'run_0000000013' WHERE id = 'plan_000000000003';
      ALTER TABLE drafts DISABLE TRIGGER USER;
      UPDATE drafts SET passes = false, hash = NULL WHERE id = 'draft_000000000003';
      ALTER TABLE drafts ENABLE TRIGGER USER;`)
    expect(await listArmRuns(database.db(), AGENT, [{ version: 3, from: "2026-11-11", until: "2026-11-11" }])).toEqual([
      { version: 3, isFrozen: false, runs: 2, planned: 2, plannedSquares: 4, planning: 1, rejectedShares: 0.5, refusedShares: 0 },
      { version: 3, isFrozen: true, runs: 1, planned: 1, plannedSquares: 1, planning: 1, rejectedShares: 0, refusedShares: 1 },
    ])
  })
})
