// Does `npm run keys` ask for what was typed, and does the ingest Worker understand it?
import { afterAll, beforeAll, expect, it, vi } from "vitest"
import { API_KEY } from "../../shared/domain/api-key.ts"
import { type Answer, problemText, type Problem, readCommand } from "../../scripts/keys/commands.ts"
import { type Front, KEY, openFront } from "../ingest/front.ts"

const NOON = new Date("2026-11-21T12:00:00.000Z")
let front: Front
beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  front = await openFront(NOON)
}, 60_000)
afterAll(() => front.close())

async function run(...args: string[]): Promise<{ status: number; answer: Answer & Problem; told: string }> {
  const { wanted } = readCommand(args)
  const response = await front.ask(wanted.path, {
    method: wanted.method,
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
    ...(wanted.body === null ? {} : { body: JSON.stringify(wanted.body) }),
  })
  const answer = await response.json<Answer & Problem>()
  return { status: response.status, answer, told: response.ok ? wanted.show(answer) : problemText(response.status, answer) }
}

it("makes a key that reads, lists it, gives it another secret and revokes it", async () => {
  expect((await run("list")).told).toBe("No program has a key yet: npm run keys -- make NAME")
  const made = await run("make", "My", "program", "--scope", "read:premium", "--plan", "pro", "--ends", "2027-01-31")
  const { id = "", key = "" } = made.answer
  expect([made.status, key]).toEqual([200, expect.stringMatching(API_KEY)])
  expect(made.told).toContain(`Its id is ${id}; it may read:insights, read:premium.`)

  const rotated = await run("rotate", id, "--grace", "1")
  expect(rotated.told).toContain("The one from before works until 2026-11-21T13:00:00.000Z.")
  const last = rotated.answer.key?.slice(-4)
  expect((await run("list")).told).toBe(`${id}  cck_...${last}  pro  read:insights,read:premium  until 2027-01-31  My program`)
  expect((await run("revoke", id)).told).toContain("Revoked.")
  expect((await run("list")).told).toContain("revoked")
})

it("asks for what anyone may read where no scope is named", () => {
  expect(readCommand(["make", "x"]).wanted.body).toEqual({ name: "x", scopes: ["read:insights"] })
})

it("says what was wrong, and where", async () => {
  const { told } = await run("make", "Forum", "--scope", "write:events")
  expect(told).toContain("The request is not valid (400)")
  expect(told).toContain("/source: must be given where the key reports something")
  expect((await run("revoke", "key_0000000000")).told).toContain("There is no such key.")
})

it.each([[["make"]], [["rotate"]], [["burn", "it"]], [["list", "--colour", "red"]]])("does not guess what %j means", (args) => {
  expect(() => readCommand(args)).toThrow(/npm run keys|Unknown option '--colour'/)
})
