import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import type { Route } from "../../shared/kit/route.ts"
import { ROUTES as API_ROUTES } from "../../workers/api/routes.ts"
import { ROUTES as INGEST_ROUTES } from "../../workers/ingest/routes.ts"
import { type Front, KEY, openFront } from "../ingest/front.ts"
import { share } from "../world/everything.ts"
import {
  type Ask,
  expectNoHarm,
  hasRecordings,
  headerText,
  NASTY,
  NASTY_BODIES,
  recordedBodies,
  recordedStrings,
  spellings,
} from "./bad-input.ts"
import { NOON, seed } from "./cast.ts"
import { openStudio, type Studio } from "./studio.ts"

let studio: Studio
let front: Front

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  studio = await openStudio(NOON)
  await seed(studio.database.db("studio_agents"))
  front = await openFront(NOON)
}, 60_000)
afterAll(async () => {
  await studio.close()
  await front.close()
})

type Target = { readonly app: string; readonly path: string; readonly route: Route<never>; readonly ask: Ask }
const TARGETS: readonly Target[] = [
  ...API_ROUTES.map((route): Target => ({ app: "api", path: route.path, route, ask: (path, init) => studio.ask(path, init) })),
  ...INGEST_ROUTES.filter((route) => route.method !== "DELETE").map((route): Target => ({
    app: "ingest",
    path: route.path,
    route,
    ask: (path, init) => front.ask(path, init),
  })),
]
const POSTING = { method: "POST", headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" } }

/** The path with its names filled in. */
const filled = (path: string, text = "BTC"): string => path.replaceAll(/\{\w+\}/g, () => text)
const initOf = (target: Target): RequestInit => (target.route.method === "POST" ? { ...POSTING, body: "{}" } : {})

/** Headers that no route reads, but something on the way might. */
const OTHERS = [
  "content-length",
  "x-request-id",
  "origin",
  "range",
  "cookie",
  "if-match",
  "if-modified-since",
  "x-forwarded-for",
  "content-encoding",
]

async function sendStrings(target: Target, strings: readonly string[]): Promise<number> {
  const { ask, path } = target
  const init = initOf(target)
  let sent = 0
  const send = async (where: string, more: RequestInit = {}) =>
    void (sent += (await expectNoHarm(ask, where, { ...init, ...more })) ? 1 : 0)
  for (const text of strings) {
    for (const spelling of spellings(text)) {
      if (path.includes("{")) await send(filled(path, spelling))
      await send(`${filled(path)}?${spelling}`)
    }
    const encoded = encodeURIComponent(text.toWellFormed())
    await send(`${filled(path)}/${encoded}`)
    for (const name of Object.keys(target.route.operation?.query.shape ?? {})) await send(`${filled(path)}?${name}=${encoded}`)
  }
  return sent
}

/** Each string as `accept`, as a name, as each header that the route reads, and as all the others at once. */
async function sendHeaders(target: Target, strings: readonly string[]): Promise<number> {
  let sent = 0
  const own = (initOf(target).headers ?? {}) as Record<string, string>
  const send = async (headers: Record<string, string>) =>
    void (sent += (await expectNoHarm(target.ask, filled(target.path), { ...initOf(target), headers: { ...own, ...headers } })) ? 1 : 0)
  const read =
    target.route.method === "POST"
      ? ["authorization", "idempotency-key", "content-type"]
      : target.route.operation === null
        ? []
        : ["if-none-match"]
  for (const text of strings) {
    const value = headerText(text)
    await send({ accept: value })
    await send({ [text]: "1" })
    for (const name of read) await send({ [name]: value })
    if (read.length > 0) await send(Object.fromEntries(OTHERS.map((name) => [name, value])))
  }
  return sent
}

async function expectBodiesTaken(target: Target, bodies: readonly (string | Uint8Array)[]): Promise<void> {
  for (const body of bodies) {
    expect(await expectNoHarm(target.ask, filled(target.path), { ...POSTING, body: body as BodyInit })).toBe(true)
  }
}

/** One route in so many tries a recorded string, or a header: all routes read them with the same few functions. */
const [RECORDED_SHARE, HEADER_SHARE] = [8, 3]

describe.each(TARGETS.map((target, turn) => ({ ...target, turn })))("$app $path", ({ turn, ...target }) => {
  it("takes our nasty strings as path, query and parameter", async () => {
    expect(await sendStrings(target, NASTY)).toBeGreaterThan(NASTY.length * 2)
  })

  it("takes its share of our nasty strings as header and header name", async () => {
    const strings = share(NASTY, turn, HEADER_SHARE)
    expect(await sendHeaders(target, strings)).toBeGreaterThan(strings.length / 2)
  }, 30_000)

  it("takes our nasty bodies", async () => {
    await expectBodiesTaken(target, NASTY_BODIES)
  })

  it.skipIf(!hasRecordings)("takes its share of JSONTestSuite as body (skipped where the recordings are absent)", async () => {
    await expectBodiesTaken(target, share(recordedBodies(), turn, RECORDED_SHARE))
  })

  it.skipIf(!hasRecordings)(
    "takes its share of the naughty strings as path, query, parameter and body (skipped where the recordings are absent)",
    async () => {
      const strings = share(recordedStrings(), turn, RECORDED_SHARE)
      expect(await sendStrings(target, strings)).toBeGreaterThan(strings.length * 2)
      await expectBodiesTaken(target, strings)
    },
    60_000,
  )
})

describe.skipIf(!hasRecordings)("a share of the naughty strings as header (skipped where the recordings are absent)", () => {
  const some = TARGETS.filter(({ path }) => ["/api/v1/insights", "/api/v1/commands", "/problems/{code}"].includes(path))

  it.each(some.map((target, turn) => ({ ...target, turn })))(
    "is taken by $app $path",
    async ({ turn, ...target }) => {
      const strings = share(recordedStrings(), turn, HEADER_SHARE)
      expect(await sendHeaders(target, strings)).toBeGreaterThan(strings.length * 0.9)
    },
    60_000,
  )
})
