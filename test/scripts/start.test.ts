// Does `npm start` understand what is asked, keep its folder to one copy, and never turn the studio's clock back?
import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import { openEmbedded } from "../../scripts/start/database.ts"
import { insightLine, lineOf } from "../../scripts/start/lines.ts"
import { realInternet } from "../../scripts/start/live.ts"
import { takeLock } from "../../scripts/start/lock.ts"
import { readOptions } from "../../scripts/start/options.ts"
import { findLivelySeed } from "../../scripts/start/seed.ts"
import { openState } from "../../scripts/start/state.ts"
import { serve } from "../world/serve.ts"

const scratch = mkdtempSync(join(tmpdir(), "start-"))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

describe("options", () => {
  test("have defaults that need no thought", () => {
    expect(readOptions([], {})).toEqual({ fresh: false, seed: null, speed: 1, live: false, dir: ".studio", databaseUrl: null })
  })

  test("are read from the command line and DATABASE_URL", () => {
    const url = "postgresql://me@localhost/studio"
    expect(readOptions(["--seed", "5", "--speed", "60", "--dir", "x"], { DATABASE_URL: url })).toEqual({
      fresh: false,
      seed: 5,
      speed: 60,
      live: false,
      dir: "x",
      databaseUrl: url,
    })
  })

  test.each([
    [["--sped", "3"], {}, "--sped"],
    [["--speed", "0"], {}, "--speed 0"],
    [["--speed", "fast"], {}, "--speed fast"],
    [["--seed", "-1"], {}, "seed"],
    [["--seed", "1.5"], {}, "--seed 1.5"],
    [["--live", "--speed", "2"], {}, "--live"],
    [["--live", "--seed", "2"], {}, "--live"],
    [["--fresh"], { DATABASE_URL: "postgresql://a@b/c" }, "--fresh leaves"],
    [[], { DATABASE_URL: "mysql://a@b/c" }, "DATABASE_URL"],
    [[], { npm_config_fresh: "true" }, "npm start -- --fresh"],
    [["5"], { npm_config_seed: "true" }, "npm start -- --seed N"],
    [[], { npm_config_seed: "5" }, "npm start -- --seed 5"],
  ])("that make no sense are refused by name: %j %j", (args, env, named) => {
    expect(() => readOptions(args, env)).toThrow(named)
  })
})

describe("the lock of a folder", () => {
  test("tells a second copy who has it and where, and is free after its release", async () => {
    const dir = join(scratch, "lock")
    const first = await takeLock(dir)
    if (!("release" in first)) throw new Error("the folder was taken")
    expect(await takeLock(dir)).toMatchObject({ pid: process.pid, addresses: [] })
    first.publish(["Dashboard http://localhost:1/"])
    expect(await takeLock(dir)).toMatchObject({ addresses: ["Dashboard http://localhost:1/"] })
    await first.release()
    const second = await takeLock(dir)
    expect("release" in second).toBe(true)
    if ("release" in second) await second.release()
    expect(existsSync(join(dir, "lock.json"))).toBe(false)
  })

  test.each([
    ["of a process that was killed", JSON.stringify({ pid: 2 ** 30, control: "http://127.0.0.1:9" })],
    ["that was cut off while it was written", '{"pid": 1'],
  ])("is taken over from an entry %s", async (_, entry) => {
    const dir = join(scratch, `stale-${entry.length}`)
    const made = await takeLock(dir)
    if ("release" in made) await made.release()
    writeFileSync(join(dir, "lock.json"), entry)
    const lock = await takeLock(dir)
    expect("release" in lock).toBe(true)
    if ("release" in lock) await lock.release()
  })

  test.runIf(process.platform === "linux")("is taken over from a killed process that nobody has collected (Linux only)", async () => {
    // The short sleep ends while the shell is a long sleep, which never asks after it.
    const parent = spawn("sh", ["-c", "sleep 0.1 & echo $!; exec sleep 30"], { stdio: ["ignore", "pipe", "ignore"] })
    const [said] = (await once(parent.stdout, "data")) as [Buffer]
    await expect.poll(() => readFileSync(`/proc/${Number(said)}/stat`, "utf8")).toMatch(/\) Z /)
    const dir = join(scratch, "zombie")
    mkdirSync(dir)
    writeFileSync(join(dir, "lock.json"), JSON.stringify({ pid: Number(said), control: "http://127.0.0.1:9" }))
    const lock = await takeLock(dir)
    parent.kill("SIGKILL")
    expect("release" in lock).toBe(true)
    if ("release" in lock) await lock.release()
  })

  test("is not taken from a living process that doesn't answer, and says what to do", async () => {
    const dir = join(scratch, "mute")
    const made = await takeLock(dir)
    if ("release" in made) await made.release()
    writeFileSync(join(dir, "lock.json"), JSON.stringify({ pid: process.pid, control: "http://127.0.0.1:9" }))
    await expect(takeLock(dir)).rejects.toThrow(`delete ${join(dir, "lock.json")}`)
  })
})

describe("the kept state", () => {
  beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-21T12:00:00Z") }))
  afterEach(() => void vi.useRealTimers())
  const open = (dir: string, asked: { live?: boolean; fresh?: boolean; seed?: number | null; speed?: number } = {}) =>
    openState({ dir: join(scratch, dir), live: false, fresh: false, seed: null, speed: 1, ...asked })

  test("of a new world has a seed that is lively now, and begins now", () => {
    const state = open("new")
    expect([state.isNew, state.seed, state.beganAt.toISOString()]).toEqual([
      true,
      findLivelySeed(new Date("2026-11-21T12:00:00.000Z")),
      "2026-11-21T12:00:00.000Z",
    ])
    state.close()
  })

  test("keeps seed and beginning, and refuses another seed", () => {
    open("kept", { seed: 9 }).close()
    vi.advanceTimersByTime(3_600_000)
    const again = open("kept")
    expect([again.isNew, again.seed, again.beganAt.toISOString()]).toEqual([false, 9, "2026-11-21T12:00:00.000Z"])
    again.close()
    expect(() => open("kept", { seed: 10 })).toThrow("has the seed 9")
    const anew = open("kept", { seed: 10, fresh: true })
    expect([anew.isNew, anew.seed, anew.beganAt.toISOString()]).toEqual([true, 10, "2026-11-21T13:00:00.000Z"])
    anew.close()
  })

  test("never turns the clock back, though a fast world was killed without a last note", () => {
    const fast = open("fast", { speed: 60 })
    vi.advanceTimersByTime(60_999)
    const reached = fast.clock.now()
    expect(reached.toISOString()).toBe("2026-11-21T13:00:59.940Z")
    // Killed: what stands in the file is what a later start finds.
    const file = join(scratch, "fast", "world", "state.json")
    const left = readFileSync(file, "utf8")
    fast.close()
    writeFileSync(file, left)
    const slow = open("fast")
    expect(slow.clock.now().getTime()).toBeGreaterThanOrEqual(reached.getTime())
    expect(slow.clock.now().getTime() - reached.getTime()).toBeLessThan(3 * 60_000)
    slow.close()
  })

  test("goes with the machine's clock where the world has not run ahead", () => {
    open("real").close()
    vi.advanceTimersByTime(5_000)
    const again = open("real")
    expect(again.clock.now()).toEqual(new Date())
    again.close()
  })

  test("of the real market is apart from the fake one's", () => {
    open("both", { seed: 3 }).close()
    const live = open("both", { live: true })
    expect(live.isNew).toBe(true)
    live.close()
  })
})

test("the embedded database is made anew where a kill left half of one", async () => {
  const dir = join(scratch, "half", "postgres")
  for (const left of [dir, `${dir}.unfinished`]) mkdirSync(join(left, "global"), { recursive: true })
  writeFileSync(join(`${dir}.unfinished`, "PG_VERSION"), "18\n")
  const postgres = await openEmbedded(dir)
  expect((await postgres.query("SELECT 1")).rows).toEqual([["1"]])
  await postgres.close()
  expect([existsSync(join(dir, "PG_VERSION")), existsSync(`${dir}.unfinished`)]).toEqual([true, false])
}, 60_000)

describe("lines", () => {
  const now = new Date("2026-11-21T19:30:05Z")
  const line = (level: string, event: string, fields: Record<string, unknown>) => lineOf({ at: now, level, event, fields }, now)

  test("tell each run with its state, time and cost, and why it failed", () => {
    const run = { agent: "market-scan", state: "succeeded", wallMs: 3_690, statements: 2, calls: 42 }
    expect(line("info", "run", run)).toBe("2026-11-21 19:30:05  run     market-scan            succeeded    3.7 s  2 statements, 42 calls")
    const failed = { ...run, state: "waiting", code: "upstream-unavailable", detail: "binance does not answer" }
    expect(line("warn", "run", failed)).toContain(
      "waiting      3.7 s  2 statements, 42 calls  upstream-unavailable: binance does not answer",
    )
    expect(line("info", "run", { ...run, statements: 1, calls: 1 })).toMatch(/ {2}1 statement, 1 call$/)
  })

  test("put an insight's probability beside its claim, which comes true or not, and not beside what was found", () => {
    const insight = { madeAt: "2026-11-21T19:30:05Z", asset: "SOL", type: "news_impact", probability: "0.880" }
    const [found, claimed] = insightLine({ ...insight, headline: "SOL rose 4.3%", statement: "SOL closes above 169 USD." }).split("\n")
    expect(found).toBe("2026-11-21 19:30:05  insight SOL   news_impact        SOL rose 4.3%")
    expect(claimed?.trim()).toBe("88%: SOL closes above 169 USD.")
    expect(claimed?.indexOf(":")).toBe((found?.indexOf("SOL rose") ?? 0) + 3)
  })

  test("leave out what is no news, and tell what is wrong", () => {
    expect(line("info", "heartbeat", { due: 3 })).toBeNull()
    expect(line("info", "request", { status: 200 })).toBeNull()
    expect(line("warn", "cache.failed", { ns: "insights" })).toBe('2026-11-21 19:30:05  warn    cache.failed {"ns":"insights"}')
    expect(line("error", "text", { message: "Uncaught" })).toBe("2026-11-21 19:30:05  error   Uncaught")
  })
})

test("the real internet gives a packed answer unpacked, with its status and headers", async () => {
  const server = await serve(async (request) => {
    const seen = {
      method: request.method,
      agent: request.headers.get("user-agent"),
      cf: request.headers.get("cf-worker"),
      body: await request.text(),
    }
    const headers = { "content-encoding": "gzip", etag: '"v1"' }
    return new Response(gzipSync(JSON.stringify(seen)), { status: 203, headers })
  })
  const request = new Request(server.url, { method: "POST", body: "hello", headers: { "user-agent": "studio/1", "cf-worker": "x" } })
  const answer = await realInternet(request)
  expect([answer.status, answer.headers.get("etag"), answer.headers.get("content-encoding")]).toEqual([203, '"v1"', null])
  expect(await answer.json()).toEqual({ method: "POST", agent: "studio/1", cf: null, body: "hello" })
  await server.close()
  await expect(realInternet(new Request(server.url))).rejects.toThrow("fetch failed")
})
