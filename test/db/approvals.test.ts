// Does an operator's word hold, also against whoever writes SQL by hand, and when many speak at the same moment?
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import type { Word } from "../../shared/db/queries/approvals.ts"
import { decideByButton, decideDrafts, findButton } from "../../shared/db/queries/approvals.ts"
import { insertEdit } from "../../shared/db/queries/edits.ts"
import { setSwitch } from "../../shared/db/queries/switches.ts"
import type { Role, TestDatabase } from "./database.ts"
import { openDatabase } from "./database.ts"
import { EMPTY_PLANS, hashOf, insertPlan, type PlanRow, planOf } from "./plan-rows.ts"

const NOON = new Date("2026-11-21T12:00:00Z")
const ROUNDS = 15
const PERSON = "4711"

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())
beforeEach(() => database.postgres.exec(EMPTY_PLANS))

const front = () => database.db("studio_ingest")
const wordOf = (over: Partial<Word> = {}): Word => ({
  decision: "approved",
  reviewer: "operator",
  via: "key",
  actor: "operator key",
  reason: null,
  now: NOON,
  tells: true,
  ...over,
})
const rejection = wordOf({ decision: "rejected", reason: "No." })
const approve = async (rows: readonly PlanRow[], word = wordOf()) => decideDrafts(front(), word, rows)
const edit = (row: PlanRow, over: Partial<Parameters<typeof insertEdit>[1]> = {}) =>
  insertEdit(front(), {
    draftId: row.draftId,
    hash: undefined,
    title: null,
    parts: ["Another."],
    scheduledAt: null,
    actor: "operator key",
    now: NOON,
    ...over,
  })

/** Runs as the role and gives the SQLSTATE, or "done". */
const attempt = (role: Role, sql: string): Promise<string> =>
  database.postgres
    .session(role, (session) => session.query(sql))
    .then(
      () => "done",
      (error: { code?: string }) => error.code ?? "unknown",
    )
const REFUSED = "23001"
const DENIED = "42501"

/** The buttons of a version for a person, as the agent keeps them. */
async function sendButtons(row: PlanRow, secret: string, { person = PERSON, expiresAt = "2026-11-21T20:00:00Z" } = {}): Promise<string> {
  const id = `rev_${hashOf(secret).slice(0, 12)}`
  await database.rows(
    `INSERT INTO review_requests (id, draft_id, reviewer, secret_hash, expires_at, created_at) VALUES ('${id}', '${row.draftId}', '${person}', '${hashOf(secret)}', '${expiresAt}', '2026-11-21T11:30Z')`,
  )
  return secret
}
const telegram = (over: Partial<Word> = {}) =>
  wordOf({ reviewer: `telegram:${PERSON}`, via: "telegram", actor: `telegram:${PERSON}`, ...over })
const press = (secret: string, updateId = 1, over: Partial<Word> = {}, person = PERSON) =>
  decideByButton(front(), telegram(over), { secretHash: hashOf(secret), person, updateId })

describe("the database itself", () => {
  const approvalOf = ({ draftId, planId, hash }: PlanRow, over: Record<string, string> = {}): string => {
    const row = {
      id: "apr_0000000099",
      draft_id: draftId,
      plan_id: planId,
      hash,
      decision: "approved",
      reviewer: "x",
      via: "key",
      at: "2026-11-21T12:00Z",
      ...over,
    }
    return `INSERT INTO approvals (${Object.keys(row).join(", ")}) VALUES (${Object.values(row)
      .map((value) => `'${value}'`)
      .join(", ")})`
  }
  const moving = ({ planId }: PlanRow, insert: string, state = "approved"): string =>
    `WITH m AS (UPDATE content_plans SET state = '${state}' WHERE id = '${planId}') ${insert}`

  it("takes an approval of the current version by its hash, together with the plan's move", async () => {
    const row = await insertPlan(database, 1)
    const moved = `WITH m AS (UPDATE content_plans SET state = 'approved' WHERE id = '${row.planId}' RETURNING id) INSERT INTO approvals (id, draft_id, plan_id, hash, decision, reviewer, via, at)
      SELECT 'apr_0000000099', '${row.draftId}', id, '${row.hash}', 'approved', 'x', 'key', now() FROM m`
    expect(await attempt("studio_ingest", moved)).toBe("done")
  })

  it.each(["studio_ingest", "studio_agents"] as const)(
    "refuses an approval by %s with another hash, of another plan, or of an old version",
    async (role) => {
      const [row, other] = [await insertPlan(database, 1), await insertPlan(database, 2)]
      expect(await attempt(role, moving(row, approvalOf(row, { hash: hashOf("forged") })))).toBe(REFUSED)
      expect(await attempt(role, moving(row, approvalOf(row, { plan_id: other.planId })))).toBe(REFUSED)
      await edit(row)
      expect(await attempt(role, moving(row, approvalOf(row)))).toBe(REFUSED)
      expect(await planOf(database, row)).toBe("checking 2")
    },
  )

  it.each(["studio_ingest", "studio_agents"] as const)(
    "refuses %s a plan that is approved without an approval, or an approval without its plan",
    async (role) => {
      const row = await insertPlan(database, 1)
      expect(await attempt(role, `UPDATE content_plans SET state = 'approved' WHERE id = '${row.planId}'`)).toBe(REFUSED)
      expect(await attempt(role, approvalOf(row))).toBe(REFUSED)
      expect(await planOf(database, row)).toBe("waiting 1")
    },
  )

  it("never goes back to a version whose approval was voided", async () => {
    const row = await insertPlan(database, 1, { state: "approved" })
    await edit(row)
    expect(await attempt("studio_ingest", `UPDATE content_plans SET version = 1, state = 'approved' WHERE id = '${row.planId}'`)).toBe(
      REFUSED,
    )
  })

  it("lets ingest write no verdict of a guard and no hash", async () => {
    const row = await insertPlan(database, 1)
    const forged = `INSERT INTO drafts (id, plan_id, version, author, channel, format, language, parts, claims, needs_picture, scheduled_at, guards, passes, hash, created_at)
      SELECT 'draft_0000000099', plan_id, 2, 'operator', channel, format, language, '["x"]', claims, false, scheduled_at, guards, true, '${hashOf("x")}', created_at FROM drafts WHERE id = '${row.draftId}'`
    expect(await attempt("studio_ingest", forged)).toBe(DENIED)
    expect(await attempt("studio_ingest", `UPDATE drafts SET passes = true`)).toBe(DENIED)
  })
})

describe("a decision", () => {
  it("of a rule keeps its own id and tells nobody: its agent does", async () => {
    const row = await insertPlan(database, 1)
    const rule = wordOf({ reviewer: "rule:calm", via: "rule", actor: "agent approval", tells: false })
    const [decided] = await decideDrafts(database.db(), rule, [{ ...row, approvalId: "apr_rule000001" }])
    expect(decided).toMatchObject({ done: true, eventId: null, state: "approved" })
    expect(await database.rows("SELECT id, reviewer, via FROM approvals")).toEqual([["apr_rule000001", "rule:calm", "rule"]])
    expect(await database.rows("SELECT count(*) FROM events")).toEqual([["0"]])
  })
})

describe("a button", () => {
  it("approves the version that it was sent with, once", async () => {
    const row = await insertPlan(database, 1)
    const secret = await sendButtons(row, "s1")
    expect(await press(secret, 7)).toMatchObject({ done: true, draftId: row.draftId, state: "approved" })
    expect(await press(secret, 8)).toBeNull()
    expect(await findButton(front(), hashOf(secret))).toMatchObject({
      used: true,
      usedUpdate: 7,
      reviewer: PERSON,
      draftId: row.draftId,
      hash: row.hash,
    })
    expect(await database.rows("SELECT reviewer, via FROM approvals")).toEqual([[`telegram:${PERSON}`, "telegram"]])
  })

  it("of somebody else, one that has expired, and one that nobody was sent do nothing and stay as they are", async () => {
    const row = await insertPlan(database, 1)
    const secret = await sendButtons(row, "s1")
    const late = await sendButtons(row, "s2", { person: "4712", expiresAt: NOON.toISOString() })
    expect([await press(secret, 1, {}, "666"), await press(late, 2, {}, "4712"), await press("guessed", 3)]).toEqual([null, null, null])
    expect(await planOf(database, row)).toBe("waiting 1")
    expect(await database.rows("SELECT count(*) FROM review_requests WHERE used_at IS NULL")).toEqual([["2"]])
  })

  it("of a version that was edited is used up and approves nothing", async () => {
    const row = await insertPlan(database, 1)
    const secret = await sendButtons(row, "s1")
    await edit(row)
    expect(await press(secret)).toMatchObject({ done: false, version: 1, current: 2 })
    expect([await planOf(database, row), await press(secret, 2)]).toEqual(["checking 2", null])
  })
})

describe.skipIf(process.env["TEST_DATABASE_URL"] === undefined)("over several connections (needs TEST_DATABASE_URL)", () => {
  const crowd = <T>(count: number, wish: (i: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: count }, (_, i) => wish(i)))
  const rounds = async (play: (row: PlanRow, round: number) => Promise<void>): Promise<void> => {
    for (let round = 1; round <= ROUNDS; round += 1) await play(await insertPlan(database, round), round)
  }
  const count = async (sql: string): Promise<number> => Number((await database.rows(`SELECT count(*) FROM ${sql}`))[0]?.[0])

  it("twenty approvals of a version are one, and every later one can see whose it was", async () => {
    await rounds(async (row) => {
      const answers = await crowd(20, () => approve([row]))
      expect(answers.filter(([decided]) => decided?.done)).toHaveLength(1)
      expect(answers.every(([decided]) => decided?.state === "approved")).toBe(true)
    })
    expect([await count("approvals"), await count("events"), await count("audit_log")]).toEqual([ROUNDS, ROUNDS, ROUNDS])
  })

  it("an edit and an approval: either the old text is approved and then voided, or it never was", async () => {
    let first = 0
    await rounds(async (row, round) => {
      const both = [() => approve([row]), () => edit(row)] as const
      const [approved, edited] =
        round % 2 === 0 ? await Promise.all([both[0](), both[1]()]) : (await Promise.all([both[1](), both[0]()])).toReversed()
      expect((edited as Awaited<ReturnType<typeof edit>>)?.draftId).toMatch(/^draft_/)
      if ((approved as Awaited<ReturnType<typeof approve>>)[0]?.done) first += 1
      expect(await planOf(database, row)).toBe("checking 2")
    })
    expect(await count("approvals")).toBe(first)
  })

  it("an approval and a rejection: one of them moves the plan, or the rejection takes the approval back", async () => {
    await rounds(async (row) => {
      const [[approved], [rejected]] = await Promise.all([approve([row]), approve([row], rejection)])
      expect(rejected?.done).toBe(true)
      expect(await planOf(database, row)).toBe("rejected 1")
      expect(await count(`approvals WHERE plan_id = '${row.planId}'`)).toBe(approved?.done ? 2 : 1)
    })
  })

  it("lists of the same versions in any order wait for each other, and never for ever", async () => {
    const rows = await crowd(20, (i) => insertPlan(database, i + 1))
    const answers = await crowd(10, (i) => approve(i % 2 === 0 ? rows : rows.toReversed()))
    expect(answers.flat().filter(({ done }) => done)).toHaveLength(rows.length)
    expect(await count("approvals")).toBe(rows.length)
  })

  it("a button pressed twenty times at once, to approve and to reject, is one decision", async () => {
    await rounds(async (row, round) => {
      const secret = await sendButtons(row, `s${round}`)
      const answers = await crowd(20, (i) => press(secret, round * 100 + i, i % 2 === 0 ? {} : { decision: "rejected", reason: "No." }))
      expect(answers.filter((answer) => answer !== null)).toHaveLength(1)
      expect(answers.filter((answer) => answer?.done)).toHaveLength(1)
    })
    expect(await count("approvals")).toBe(ROUNDS)
  })

  it("two reviewers who press at once: the first decides, the second is told so", async () => {
    await rounds(async (row, round) => {
      const secrets = [await sendButtons(row, `a${round}`), await sendButtons(row, `b${round}`, { person: "4712" })]
      const answers = await Promise.all([press(secrets[0] ?? "", round * 10), press(secrets[1] ?? "", round * 10 + 1, {}, "4712")])
      expect(answers.map((answer) => answer?.done).toSorted()).toEqual([false, true])
    })
    expect(await count("approvals")).toBe(ROUNDS)
  })

  it("of twenty edits of one version one is written", async () => {
    await rounds(async (row) => {
      const answers = await crowd(20, (i) => edit(row, { parts: [`Text ${i}`] }))
      expect(answers.filter((answer) => answer?.draftId !== null)).toHaveLength(1)
      expect(await planOf(database, row)).toBe("checking 2")
    })
  })

  it("of two posts that are moved to one minute one gets it, and the other is told which has it", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const scheduledAt = new Date(Date.UTC(2026, 10, 21, 18, round))
      const rows = [await insertPlan(database, 2 * round + 1), await insertPlan(database, 2 * round + 2)]
      const answers = await Promise.all(rows.map((row) => edit(row, { parts: null, scheduledAt })))
      const won = answers.findIndex((answer) => answer?.draftId !== null)
      expect(answers.map((answer) => answer?.takenBy)).toEqual(won === 0 ? [null, rows[0]?.planId] : [rows[1]?.planId, null])
    }
  })

  it("a switch that twenty turn on at once is changed once", async () => {
    const answers = await crowd(20, () =>
      setSwitch(front(), { scope: "stop:all", on: true, reason: null, actor: "operator key", now: NOON }),
    )
    expect(answers.filter(({ changed }) => changed)).toHaveLength(1)
    expect(answers.every(({ on }) => on)).toBe(true)
    expect(await count("audit_log")).toBe(1)
  })
})
