// Several isolates that keep answers over one Redis in this process; time stands still unless it is moved, and every command is written down.
import { newAnswerMemory } from "../../shared/kit/answer-memory.ts"
import type { Found, Kept } from "../../shared/kit/asking.ts"
import { newCacheMemory, openCache } from "../../shared/kit/cache.ts"
import type { Edge, EdgeAnswer } from "../../shared/kit/edge.ts"
import type { JoinedRedis } from "../../shared/kit/redis-join.ts"
import { openCore } from "../world/redis.ts"
import { isError, type Reply } from "../world/redis-reply.ts"

export type Place = {
  readonly clock: { now(): Date; pass(ms: number): void; readonly speed: number; sleep(ms: number): Promise<void> }
  /** Names of the commands that Redis was sent, oldest first. */
  readonly commands: string[]
  redis: { isUp: boolean }
  /** What one isolate keeps; `edge` is shared by all of the place, where it has one. */
  isolate(): Kept
  /** As a writer does. */
  bump(namespace: string): Promise<unknown>
  readonly edge: Map<string, EdgeAnswer>
}

export function openPlace({ hasEdge = false } = {}): Place {
  let at = Date.parse("2026-11-21T12:00:00Z")
  const clock = {
    speed: 1,
    now: () => new Date(at),
    pass: (ms: number) => void (at += ms),
    sleep: async (ms: number) => void (at += ms),
  }
  const engine = openCore(() => at)
  const commands: string[] = []
  const state = { isUp: true }
  const edge = new Map<string, EdgeAnswer>()

  async function run(command: readonly unknown[]): Promise<unknown> {
    if (!state.isUp) throw new TypeError("fetch failed")
    commands.push(String(command[0]))
    const [reply = null] = await engine.pipeline([command.map(String)])
    if (isError(reply)) throw new Error(reply.err)
    return plain(reply)
  }
  const redis: JoinedRedis = {
    mget: (...keys) => run(["MGET", ...keys]) as Promise<(string | null)[]>,
    set: (key, value, { ex }) => run(["SET", key, value, "EX", ex]),
    incr: (key) => run(["INCR", key]) as Promise<number>,
    eval: (script, keys, args) => run(["EVAL", script, keys.length, ...keys, ...args]),
    evalsha: (sha, keys, args) => run(["EVALSHA", sha, keys.length, ...keys, ...args]),
  }
  const openEdge = (): Edge => ({
    match: async (_origin, { namespace, key }) => edge.get(`${namespace} ${key}`) ?? null,
    put: async (_origin, { namespace, key }, kept) => void edge.set(`${namespace} ${key}`, kept),
  })
  return {
    clock,
    commands,
    redis: state,
    edge,
    isolate: () => ({
      redis: openCache(redis, () => at, newCacheMemory()),
      memory: newAnswerMemory<Found>(1_000_000),
      edge: hasEdge ? openEdge() : null,
    }),
    bump: (namespace) => engine.pipeline([["INCR", `epoch:${namespace}`]]),
  }
}

const plain = (reply: Reply): unknown =>
  Array.isArray(reply)
    ? (reply as readonly Reply[]).map(plain)
    : reply !== null && typeof reply === "object" && "ok" in reply
      ? reply.ok
      : reply
