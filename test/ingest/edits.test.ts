import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { EMPTY_PLANS, hashOf, insertPlan, type PlanRow, planOf } from "../db/plan-rows.ts"
import { type Front, KEY, openFront } from "./front.ts"

const NOON = new Date("2026-11-21T12:00:10.000Z")

let front: Front

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  front = await openFront(NOON)
}, 60_000)
afterAll(() => front.close())
beforeEach(async () => {
  await front.database.postgres.exec(EMPTY_PLANS)
  front.clock.set(NOON)
  front.sent.length = 0
})

type Answer = {
  status: number
  draftId?: string
  version?: number
  duplicate?: boolean
  detail?: string
  errors?: { pointer: string; detail: string }[]
}

async function send(path: string, body: unknown): Promise<Answer> {
  const response = await front.ask(`/api/v1/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  })
  return { ...(await response.json()), status: response.status }
}
const edit = ({ draftId }: PlanRow, over: object) => send("edits", { draftId, ...over })
const faultOf = ({ status, errors }: Answer) => [status, errors?.[0]?.pointer, errors?.[0]?.detail]

describe("an edit", () => {
  it("writes the next version, unchecked, and voids the approval from that moment", async () => {
    const row = await insertPlan(front.database, 1, { state: "approved", needsPicture: false })
    const answer = await edit(row, { hash: row.hash, parts: ["A better text."] })
    expect(answer).toMatchObject({ status: 200, planId: row.planId, version: 2, duplicate: false })
    expect(await planOf(front.database, row)).toBe("checking 2")
    expect(
      await front.database.rows(`SELECT version, author, parts, claims, guards, passes, hash FROM drafts WHERE id = '${answer.draftId}'`),
    ).toEqual([["2", "operator", '["A better text."]', "[]", null, null, null]])
    expect(front.sent).toMatchObject([{ name: "draft.edited", data: { id: answer.draftId, plan: row.planId } }])
    expect(await front.database.rows("SELECT action, subject FROM audit_log")).toEqual([["draft.edited", answer.draftId]])
    expect((await send("approvals", { draftId: row.draftId, hash: row.hash })).status).toBe(409)
    expect((await send("approvals", { draftId: answer.draftId, hash: row.hash })).status).toBe(409)
  })

  it("sent twice is one, and the second answer names the same version", async () => {
    const row = await insertPlan(front.database, 1)
    const first = await edit(row, { parts: ["A better text."], scheduledAt: "2026-11-21T15:00:00Z" })
    const second = await edit(row, { parts: ["A better text."], scheduledAt: "2026-11-21T15:00:00Z" })
    expect(second).toEqual({ ...first, duplicate: true, event: null })
    expect([front.sent.length, (await front.database.rows("SELECT 1 FROM drafts")).length]).toEqual([1, 2])
  })

  it("of a version that another edit has replaced is refused", async () => {
    const row = await insertPlan(front.database, 1)
    await edit(row, { parts: ["A better text."] })
    expect(faultOf(await edit(row, { parts: ["The best text."] }))).toEqual([
      409,
      "/draftId",
      "It was edited meanwhile: version 2 counts now, and this is version 1. It is being checked. Wait a moment and look again.",
    ])
  })

  it("of a text that was seen with another hash is refused", async () => {
    const row = await insertPlan(front.database, 1)
    expect(faultOf(await edit(row, { hash: hashOf("x"), parts: ["A"] })).slice(0, 2)).toEqual([409, "/hash"])
    expect(await planOf(front.database, row)).toBe("waiting 1")
  })

  it("of what a guard holds back mends it", async () => {
    const row = await insertPlan(front.database, 1, { state: "blocked" })
    expect(await edit(row, { hash: null, parts: ["Without the figure."] })).toMatchObject({ status: 200, version: 2 })
  })

  it.each([
    ["checking", "It is being checked. Wait a moment and look again."],
    ["released", "It is on its way: nothing can be changed any more."],
    ["rejected", "It was rejected."],
    ["expired", "It has expired: it was not approved in time."],
  ] as const)("of a plan that is %s is refused in words", async (state, detail) => {
    const row = await insertPlan(front.database, 1, { state })
    expect(faultOf(await edit(row, { parts: ["A"] }))).toEqual([409, "/draftId", detail])
  })

  it("of what has expired is refused, whatever its state still says", async () => {
    const row = await insertPlan(front.database, 1, { scheduledAt: "2026-11-21T11:00:00Z", expiresAt: "2026-11-21T12:00:00Z" })
    expect(faultOf(await edit(row, { parts: ["A"] }))).toEqual([
      409,
      "/draftId",
      "It expired on 2026-11-21 12:00 UTC: what it says would be old.",
    ])
  })

  it("that changes nothing voids nothing", async () => {
    const row = await insertPlan(front.database, 1, { state: "approved", parts: ["The text."] })
    expect(faultOf(await edit(row, { parts: ["The text."] }))).toEqual([
      409,
      "/draftId",
      "It says exactly that already: nothing was changed.",
    ])
    expect((await edit(row, {})).status).toBe(400)
    expect(await planOf(front.database, row)).toBe("approved 1")
  })
})

describe("an old version, while the next one waits", () => {
  /** The operator's edit, with its guards passed. */
  async function waitingEdit(): Promise<{ old: PlanRow; hash: string; draftId: string }> {
    const old = await insertPlan(front.database, 1)
    const { draftId = "" } = await edit(old, { parts: ["A better text."] })
    const hash = hashOf("version 2")
    await front.database.postgres.exec(`
      UPDATE drafts SET guards = '[]', passes = true, hash = '${hash}' WHERE id = '${draftId}';
      UPDATE content_plans SET state = 'waiting' WHERE id = '${old.planId}'`)
    return { old, hash, draftId }
  }

  it("can't be approved, rejected or edited: only the one that counts can", async () => {
    const { old, hash, draftId } = await waitingEdit()
    const detail = "It was edited meanwhile: version 2 counts now, and this is version 1. It waits for a decision."
    const wish = { draftId: old.draftId, hash: old.hash }
    expect(faultOf(await send("approvals", wish))).toEqual([409, "/draftId", detail])
    expect(faultOf(await send("approvals", { ...wish, hash }))).toEqual([409, "/draftId", detail])
    expect(faultOf(await send("rejections", { ...wish, reason: "x" }))).toEqual([409, "/draftId", detail])
    expect(faultOf(await edit(old, { parts: ["The best text."] }))).toEqual([409, "/draftId", detail])
    expect(await planOf(front.database, old)).toBe("waiting 2")
    expect(await send("approvals", { draftId, hash })).toMatchObject({ status: 200 })
    expect(await planOf(front.database, old)).toBe("approved 2")
  })
})

describe("the time of an edit", () => {
  it("is refused where another post of the channel has it, and says which", async () => {
    const [row, other] = [await insertPlan(front.database, 1), await insertPlan(front.database, 2)]
    expect(faultOf(await edit(row, { scheduledAt: "2026-11-21T14:02:00Z" }))).toEqual([
      409,
      "/scheduledAt",
      `x has the post of ${other.planId} at 2026-11-21 14:02 UTC. Choose another minute.`,
    ])
    const elsewhere = await insertPlan(front.database, 3, { channel: "telegram", format: "message" })
    expect(await edit(elsewhere, { scheduledAt: "2026-11-21T14:02:00Z" })).toMatchObject({ status: 200 })
  })

  it("is free again once the other post is rejected", async () => {
    const [row, other] = [await insertPlan(front.database, 1), await insertPlan(front.database, 2)]
    await send("rejections", { draftId: other.draftId, hash: other.hash, reason: "x" })
    expect(await edit(row, { scheduledAt: "2026-11-21T14:02:00Z" })).toMatchObject({ status: 200 })
    expect(await front.database.rows(`SELECT scheduled_at FROM content_plans WHERE id = '${row.planId}'`)).toEqual([
      ["2026-11-21 14:02:00+00"],
    ])
  })

  it.each([
    ["2026-11-21T12:00:00Z", "is in the past"],
    ["2026-11-21T20:00:00Z", "is too late: the post expires at 2026-11-21T20:00:00.000Z"],
    ["2026-11-21T14:00:30Z", "must be a whole minute"],
    ["tomorrow", expect.stringContaining("datetime")],
  ])("%s is refused", async (scheduledAt, detail) => {
    const row = await insertPlan(front.database, 1)
    const answer = await edit(row, { scheduledAt })
    expect(faultOf(answer)).toEqual([400, "/scheduledAt", detail])
  })
})

describe("the text of an edit", () => {
  it.each([
    ["x", "single", ["é".repeat(281)], "/parts/0", "has 281 weighted characters, at most 280 fit"],
    ["telegram", "message", ["x".repeat(4_097)], "/parts/0", "has 4097 UTF-16 units, at most 4096 fit"],
    ["discord", "message", ["*".repeat(1_001)], "/parts/0", "has 2002 code points, at most 2000 fit"],
    ["feed", "long", ["x".repeat(20_001)], "/parts/0", "has 20001 UTF-16 units, at most 20000 fit"],
    ["x", "single", ["a", "b"], "/parts", "has 2 parts; a single post has one"],
    ["telegram", "message", [" \n"], "/parts/0", "is empty"],
  ] as const)("of %s in the format %s has to fit (%#)", async (channel, format, parts, pointer, detail) => {
    const row = await insertPlan(front.database, 1, { channel, format })
    expect(faultOf(await edit(row, { parts }))).toEqual([400, pointer, detail])
  })

  it("beside a picture is a caption, and a picture stays", async () => {
    const row = await insertPlan(front.database, 1, {
      channel: "telegram",
      format: "picture",
      needsPicture: true,
      state: "blocked",
      alt: "A chart.",
    })
    expect(faultOf(await edit(row, { parts: ["x".repeat(1_025)] }))).toEqual([400, "/parts/0", "has 1025 UTF-16 units, at most 1024 fit"])
    const { draftId } = await edit(row, { parts: ["x".repeat(1_024)] })
    expect(await front.database.rows(`SELECT needs_picture, alt FROM drafts WHERE id = '${draftId}'`)).toEqual([["t", "A chart."]])
  })

  it("of a feed's article may be as long as the channel takes", async () => {
    const row = await insertPlan(front.database, 1, { channel: "feed", format: "long", title: "A title" })
    expect(await edit(row, { parts: ["é".repeat(20_000)], title: "Another title" })).toMatchObject({ status: 200 })
    expect((await edit(row, { parts: ["x".repeat(140_000)] })).status).toBe(413)
  })

  it("has no title where the post has none", async () => {
    const row = await insertPlan(front.database, 1)
    expect(faultOf(await edit(row, { title: "A title" }))).toEqual([400, "/title", "is not taken: this post has no title"])
  })

  it.each(["a\0b", "\ud800", "\u0007", "a\u001b[31m"])("with %j is refused before it reaches the database", async (text) => {
    const row = await insertPlan(front.database, 1)
    expect(faultOf(await edit(row, { parts: [text] }))).toEqual([400, "/parts/0", "holds a character that text can't have"])
  })

  it("keeps its lines, however the form sent their ends", async () => {
    const row = await insertPlan(front.database, 1)
    const { draftId } = await edit(row, { parts: ["One\r\ntwo\rthree\nfour"] })
    expect(await front.database.rows(`SELECT parts->>0 FROM drafts WHERE id = '${draftId}'`)).toEqual([["One\ntwo\nthree\nfour"]])
  })
})
