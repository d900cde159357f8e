// Does the local world run Workers as Cloudflare would, come to rest when they have, and break where it is told to?
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { LOCAL_OPERATOR_KEY } from "./miniflare-settings.ts"
import type { Postgres } from "./postgres-session.ts"
import { openRedis, type Redis } from "./redis.ts"
import { findPort } from "./serve.ts"
import { openTestDatabase } from "./test-database.ts"
import { openWorld, type World } from "./world.ts"

const SCHEMA = `
  CREATE TABLE done (n int8, queue text, PRIMARY KEY (n, queue));
  CREATE ROLE studio_agents;
  GRANT SELECT, INSERT ON done TO studio_agents;
`
let postgres: Postgres
let redis: Redis
let world: World
const visited: string[] = []
const slow = { now: 0, most: 0 }

async function internet(request: Request): Promise<Response> {
  visited.push(request.url)
  const { pathname } = new URL(request.url)
  if (pathname === "/broken") throw new TypeError("the connection was reset")
  if (pathname === "/silent")
    return new Promise((_, reject) => request.signal.addEventListener("abort", () => reject(request.signal.reason)))
  if (pathname === "/slow") {
    slow.now += 1
    slow.most = Math.max(slow.most, slow.now)
    await new Promise((resolve) => setTimeout(resolve, 50))
    slow.now -= 1
  }
  return new Response(`you asked for ${request.url}`, { status: 218 })
}

beforeAll(async () => {
  postgres = await openTestDatabase((exec) => exec(SCHEMA), { version: SCHEMA })
  redis = openRedis({ token: "local-only" })
  world = await openWorld({
    root: join(import.meta.dirname, "fixture"),
    postgres,
    redis,
    internet,
    bindings: { ingest: { OWN: "x" } },
    clock: "1:2:3",
  })
}, 60_000)
afterAll(async () => {
  await world.close()
  await postgres.close()
})
afterEach(async () => {
  Object.assign(world.faults, { postgres: null, redis: null, queues: null, statement: null })
  await postgres.query("TRUNCATE done")
  visited.length = 0
})

const send = (body: unknown, query = "") => world.fetch("ingest", `/${query}`, { method: "POST", body: JSON.stringify(body) })
const done = async () => (await postgres.query("SELECT n, queue FROM done ORDER BY n")).rows.map(([n, queue]) => `${n} ${queue}`)
const endsOf = (n: number) =>
  world.queues.deliveries.filter(({ body }) => (body as { n: number }).n === n).map(({ queue, outcome }) => `${queue} ${outcome}`)

describe("bindings", () => {
  test("come from wrangler.toml, the local world and the caller, the later over the earlier", async () => {
    const bindings = await (await world.fetch("ingest", "/bindings")).json()
    expect(bindings).toMatchObject({
      STAGE: "local",
      GREETING: "from wrangler.toml",
      OWN: "x",
      CLOCK: "1:2:3",
      OPERATOR_KEY: LOCAL_OPERATOR_KEY,
      DATABASE_URL: "postgresql://studio_ingest:local-only@db.local/studio",
    })
  })

  test("include files that are imported as data", async () => {
    expect(await (await world.fetch("api", "/notice")).text()).toBe("text of a file")
  })
})

test("takes other ports where two worlds that start at once found the same ones free", async () => {
  const ports = { ingest: await findPort(0), api: await findPort(0) }
  const open = () =>
    openWorld({ root: join(import.meta.dirname, "fixture"), postgres, redis, internet, bindings: { ingest: { OWN: "x" } }, ports })
  const worlds = await Promise.all([open(), open()])
  await Promise.all(worlds.map((each) => each.close()))
  expect(new Set(worlds.flatMap(({ urls }) => [urls.ingest, urls.api])).size).toBe(4)
}, 30_000)

test("passes a path on as it was sent", async () => {
  expect(await (await world.fetch("api", "/path?q=%20%C3%A9//x")).text()).toBe("/path?q=%20%C3%A9//x")
})

describe("requests that leave a Worker", () => {
  test("reach the internet that was given, by their own address", async () => {
    const answer = await world.fetch("api", "/ordinary")
    expect([answer.status, await answer.text()]).toEqual([218, "you asked for https://outside.test/ordinary"])
  })

  test("see a broken connection where the internet throws, and may give up on a silent one", async () => {
    expect(await (await world.fetch("api", "/broken")).text()).toBe("Error: Network connection lost.")
    expect(await (await world.fetch("api", "/silent")).text()).toMatch(/^TimeoutError/)
    await world.drain()
  })

  test("reach Redis until it is down or silent", async () => {
    const before = await (await world.fetch("api", "/redis")).json()
    expect(before).toEqual({ result: expect.any(Number) })
    world.faults.redis = "down"
    expect(await (await world.fetch("api", "/redis")).text()).toBe("Error: Network connection lost.")
    world.faults.redis = null
    expect((await world.fetch("api", "/redis")).status).toBe(200)
  })
})

describe("the queue", () => {
  test("carries a message from one Worker to another, which writes under its own role", async () => {
    expect((await send({ n: 1 })).status).toBe(202)
    await world.drain()
    expect(await done()).toEqual(["1 fixture-jobs"])
    expect(world.statements.at(-1)).toMatchObject({ role: "studio_agents", sql: expect.stringContaining("INSERT INTO done") })
  })

  test("runs as many at once as wrangler.toml allows, and drains when the last has ended", async () => {
    await send(Array.from({ length: 7 }, (_, i) => ({ n: 10 + i, visit: "https://outside.test/slow" })))
    await world.drain()
    expect(await done()).toHaveLength(7)
    expect(slow).toEqual({ now: 0, most: 3 })
  })

  test("drains what a Worker does after it has answered", async () => {
    await world.fetch("ingest", "/later", { method: "POST", body: `{"n": 20}` })
    await world.drain()
    expect(await done()).toEqual(["20 fixture-jobs"])
    expect(visited).toEqual(["https://outside.test/later"])
  })

  test("retries what fails, then buries it in the dead-letter queue without waiting for a full batch", async () => {
    await send({ n: 30, fail: true })
    await world.drain()
    expect(endsOf(30)).toEqual(["fixture-jobs retried", "fixture-jobs retried", "fixture-jobs dead", "fixture-dead acknowledged"])
    expect(await done()).toEqual(["30 fixture-dead"])
  })

  test("keeps delayed messages until they are asked for", async () => {
    await send({ n: 40 }, "?delay=600")
    await send({ n: 41, retryIn: 900 })
    await world.drain()
    expect([await done(), world.queues.delayed]).toEqual([[], 2])
    await world.drain({ delayed: true })
    expect([await done(), world.queues.delayed]).toEqual([["40 fixture-jobs", "41 fixture-jobs"], 0])
  })

  test("delivers a delayed message by itself when it is due", async () => {
    world.queues.send("fixture-jobs", { n: 50 }, 0.02)
    await expect.poll(done).toEqual(["50 fixture-jobs"])
  })

  test("refuses to take a message while it is down", async () => {
    world.faults.queues = "down"
    expect((await send({ n: 60 })).status).toBe(500)
    await world.drain()
    expect(await done()).toEqual([])
  })
})

test("fires a heartbeat with its time", async () => {
  await world.cron(new Date(1_700_000_000_000))
  await world.drain()
  expect(await done()).toEqual(["1700000000000 fixture-jobs"])
})

test("keeps the Workers' log lines", async () => {
  await send({ n: 70 })
  const line = await world.waitForLog(({ event, fields }) => event === "job" && fields["n"] === 70)
  expect(line).toMatchObject({ level: "info", fields: { queue: "fixture-jobs", attempt: 1 } })
  await world.drain()
})

describe("a crash", () => {
  test("before a statement leaves it undone, and the message is delivered again", async () => {
    let crashes = 0
    world.faults.statement = ({ params }) => (params[0] === "80" && (crashes += 1) === 1 ? "crash-before" : null)
    await send({ n: 80 })
    await world.drain()
    expect(endsOf(80)).toEqual(["fixture-jobs lost", "fixture-jobs acknowledged"])
    expect([crashes, await done()]).toEqual([2, ["80 fixture-jobs"]])
  }, 20_000)

  test("after a statement leaves it done, though nobody heard of it", async () => {
    let crashes = 0
    world.faults.statement = ({ params }) => (params[0] === "81" && (crashes += 1) === 1 ? "crash-after" : null)
    await send({ n: 81, visit: "https://outside.test/once" })
    await world.drain()
    expect(visited).toEqual(["https://outside.test/once", "https://outside.test/once"])
    expect(await done()).toEqual(["81 fixture-jobs"])
    expect((await world.fetch("api", "/notice")).status).toBe(200)
  }, 20_000)
})

test("a bucket with a folder has what was put into it when the world begins again", async () => {
  const folder = mkdtempSync(join(tmpdir(), "buckets-"))
  const begin = (buckets: string | null) => openWorld({ root: join(import.meta.dirname, "fixture"), postgres, redis, internet, buckets })
  const told: string[] = []
  for (const buckets of [folder, folder, null]) {
    const one = await begin(buckets)
    told.push(await (await one.fetch("api", "/thing")).text())
    await one.fetch("api", "/thing", { method: "PUT", body: "a picture" })
    await one.close()
  }
  rmSync(folder, { recursive: true })
  expect(told).toEqual(["none", "a picture", "none"])
}, 60_000)

test.each(["refuse", "lose"] as const)("a statement that the world is told to %s makes its message come again", async (fault) => {
  const n = fault === "refuse" ? 90 : 91
  let seen = 0
  world.faults.statement = ({ params }) => (params[0] === String(n) && (seen += 1) === 1 ? fault : null)
  await send({ n })
  await world.drain()
  expect(endsOf(n)).toEqual(["fixture-jobs retried", "fixture-jobs acknowledged"])
})

test("says what is left where it does not come to rest", async () => {
  await send({ n: 95, visit: "https://outside.test/silent" })
  await expect(world.drain({ timeoutMs: 100 })).rejects.toThrow('left are {"messages":1,"heartbeats":0,"restarts":0,"requests":1}')
  await world.crash()
}, 20_000)
