import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { csrfOfSession, newSessionToken, SESSION_MS, sha256Hex } from "../../shared/kit/session.ts"
import { type Front, KEY, openFront } from "./front.ts"

const NOON = new Date("2026-11-21T12:00:10.000Z")
const MINUTE = 60_000

let front: Front
const spoken: string[] = []

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation((line: string) => void spoken.push(line))
  front = await openFront(NOON)
}, 60_000)
afterAll(() => front.close())
beforeEach(async () => {
  await front.database.postgres.exec("TRUNCATE sessions, sign_in_attempts, events, audit_log CASCADE")
  front.clock.set(NOON)
  front.database.fault = null
  spoken.length = 0
})

const post = (body: unknown, headers: Record<string, string> = {}) =>
  front.ask("/api/v1/sessions", {
    method: "POST",
    headers: { "content-type": "application/json", "cf-connecting-ip": "192.0.2.1", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  })
const signIn = async () => ((await (await post({ key: KEY })).json()) as { token: string }).token
const asSession = async (token: string, csrf?: string) => ({
  authorization: `Session ${token}`,
  "x-csrf-token": csrf ?? (await csrfOfSession(token)),
})
const command = (headers: Record<string, string>) =>
  front.ask("/api/v1/commands", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ command: "run-now", agent: "analysis" }),
  })
const signOut = (headers: Record<string, string>) => front.ask("/api/v1/sessions", { method: "DELETE", headers })
const audit = () => front.database.rows("SELECT actor, action FROM audit_log ORDER BY action, id")

describe("signing in", () => {
  it("gives a token for twelve hours, of which only the hash is kept", async () => {
    const response = await post({ key: KEY })
    const { token, expiresAt } = (await response.json()) as { token: string; expiresAt: string }
    expect([response.status, response.headers.get("cache-control"), expiresAt]).toEqual([
      200,
      "no-store",
      new Date(NOON.getTime() + SESSION_MS).toISOString(),
    ])
    expect(await front.database.rows("SELECT token_hash FROM sessions")).toEqual([[await sha256Hex(token)]])
    expect(await audit()).toEqual([["operator session", "sign-in"]])
    expect(JSON.stringify(await front.database.rows("SELECT * FROM audit_log"))).not.toContain(token)
    expect(spoken.join("\n")).not.toMatch(new RegExp(`${token}|${KEY}`))
  })

  it.each(["x", KEY.slice(0, -1), `${KEY}x`, KEY.toUpperCase(), "' OR '1'='1", "\u0000", "🗝️"])(
    "with the key %j is refused and noted",
    async (key) => {
      const response = await post({ key })
      expect([response.status, await response.json()]).toMatchObject([401, { detail: "This is not the operator's key." }])
      expect(await audit()).toEqual([["somebody", "sign-in.failed"]])
      expect(await front.database.rows("SELECT count(*) FROM sessions")).toEqual([["0"]])
    },
  )

  it.each(["{}", "[]", "null", '{"key":""}', '{"key":1}', `{"key":"${"x".repeat(501)}"}`, `{"key":"x","admin":true}`])(
    "of another shape is refused and counts for nothing (%s)",
    async (body) => {
      expect((await post(body)).status).toBe(400)
      expect(await front.database.rows("SELECT count(*) FROM sign_in_attempts")).toEqual([["0"]])
    },
  )

  it("reads no key after five wrong ones from an address, says how long, and lets others try", async () => {
    for (let i = 0; i < 5; i += 1) expect((await post({ key: "wrong" })).status).toBe(401)
    front.clock.set(new Date(NOON.getTime() + 5 * MINUTE))
    const locked = await post({ key: KEY })
    expect([locked.status, locked.headers.get("retry-after")]).toEqual([429, "600"])
    expect(await audit()).toHaveLength(5)
    expect((await post({ key: KEY }, { "cf-connecting-ip": "192.0.2.2" })).status).toBe(200)
    front.clock.set(new Date(NOON.getTime() + 15 * MINUTE))
    expect((await post({ key: KEY })).status).toBe(200)
  })

  it("reads five of twenty wrong keys sent at the same moment", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => post({ key: "wrong" })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array<number>(5).fill(401), ...Array<number>(15).fill(429)])
    expect(await audit()).toHaveLength(5)
  })

  it("compares the key as a hash with the operator's, so that the time tells nothing of it", async () => {
    const digest = vi.spyOn(crypto.subtle, "digest")
    await post({ key: "wrong" })
    const hashed = digest.mock.calls.map(([, bytes]) => new TextDecoder().decode(bytes as Uint8Array))
    digest.mockRestore()
    expect(hashed).toEqual(expect.arrayContaining(["wrong", KEY]))
  })

  it("rightly clears what its address got wrong", async () => {
    for (let round = 0; round < 3; round += 1) {
      for (let i = 0; i < 4; i += 1) expect((await post({ key: "wrong" })).status).toBe(401)
      expect((await post({ key: KEY })).status).toBe(200)
    }
  })

  it("is not possible where the try can't be counted", async () => {
    front.database.fault = async () => new Response("away", { status: 500 })
    expect((await post({ key: KEY })).status).toBe(503)
  })

  it("keeps no client's address", async () => {
    await post({ key: "wrong" }, { "cf-connecting-ip": "198.51.100.77" })
    const kept = [await front.database.rows("SELECT * FROM sign_in_attempts"), await front.database.rows("SELECT * FROM audit_log")]
    expect(JSON.stringify([kept, spoken])).not.toContain("198.51.100.77")
  })
})

describe("a session", () => {
  it("commands with the token of its forms, and the audit log says so", async () => {
    const token = await signIn()
    expect((await command(await asSession(token))).status).toBe(202)
    expect(await audit()).toEqual([
      ["operator session", "command.run-now"],
      ["operator session", "sign-in"],
    ])
  })

  it.each([
    ["without one", async () => ""],
    ["with a wrong one", async () => "x".repeat(43)],
    ["with another session's", async () => csrfOfSession(await signIn())],
    ["with the session's own token", async (token: string) => token],
  ])("commands nothing %s", async (_how, csrfOf) => {
    const token = await signIn()
    const response = await command(await asSession(token, await csrfOf(token)))
    expect([response.status, await response.json()]).toMatchObject([403, { type: "/problems/forbidden" }])
    expect(await front.database.rows("SELECT count(*) FROM events")).toEqual([["0"]])
  })

  it.each(["", "x", "x".repeat(43), "x".repeat(501), KEY])("that was never opened commands nothing (%s)", async (token) => {
    expect((await command(await asSession(token))).status).toBe(401)
  })

  it("commands nothing after twelve hours", async () => {
    const token = await signIn()
    front.clock.set(new Date(NOON.getTime() + SESSION_MS - 1))
    expect((await command(await asSession(token))).status).toBe(202)
    front.clock.set(new Date(NOON.getTime() + SESSION_MS))
    expect(await (await command(await asSession(token))).json()).toMatchObject({
      status: 401,
      detail: "This session has ended. Sign in again.",
    })
  })

  it("commands nothing once it is signed out; others go on", async () => {
    const [token, other] = [await signIn(), await signIn()]
    expect((await signOut(await asSession(token, "x"))).status).toBe(403)
    expect((await signOut(await asSession(token))).status).toBe(200)
    expect((await command(await asSession(token))).status).toBe(401)
    expect((await signOut(await asSession(token))).status).toBe(401)
    expect((await command(await asSession(other))).status).toBe(202)
    expect((await audit()).map(([, action]) => action)).toEqual(["command.run-now", "sign-in", "sign-in", "sign-out"])
  })

  it("is none where a program shows the key", async () => {
    expect((await signOut({ authorization: `Bearer ${KEY}` })).status).toBe(400)
    expect((await command({ authorization: `Bearer ${newSessionToken()}` })).status).toBe(401)
    expect((await command({ authorization: `Session ${KEY}` })).status).toBe(403)
  })
})
