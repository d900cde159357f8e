// How do all commands of one moment travel to Redis in one request? The client joins them too, but reads apart from writes: two round trips.
import type { Redis } from "@upstash/redis"

/** The commands that the reading path uses, each as the client has it; text in and out. */
export type JoinedRedis = {
  mget(...keys: string[]): Promise<(string | null)[]>
  set(key: string, value: string, options: { readonly ex: number }): Promise<unknown>
  incr(key: string): Promise<number>
  eval(script: string, keys: string[], args: readonly unknown[]): Promise<unknown>
  evalsha(sha: string, keys: string[], args: readonly unknown[]): Promise<unknown>
}

type Pipeline = ReturnType<Redis["pipeline"]>
type Open = { readonly pipeline: Pipeline; count: number; readonly sent: Promise<readonly { result?: unknown; error?: string }[]> }

/**
 * A view of `redis` whose commands of one moment are sent together, in their order; one that fails leaves the others alone. Good for one request
 * only, since workerd lets no request wait for another's. `redis` must not join by itself.
 */
export function joinCommands(redis: Pick<Redis, "pipeline">): JoinedRedis {
  let open: Open | null = null

  function openBatch(): Open {
    const pipeline = redis.pipeline()
    const sent = settle().then(() => {
      open = null
      return pipeline.exec({ keepErrors: true })
    })
    return { pipeline, count: 0, sent }
  }

  async function run<T>(add: (pipeline: Pipeline) => unknown): Promise<T> {
    open ??= openBatch()
    const { sent, pipeline } = open
    const place = open.count
    open.count += 1
    add(pipeline)
    const { result, error } = (await sent)[place] ?? {}
    if (error !== undefined) throw new Error(`Redis: ${error}`)
    return result as T
  }

  return {
    mget: (...keys) => run((pipeline) => pipeline.mget(...keys)),
    set: (key, value, options) => run((pipeline) => pipeline.set(key, value, { ex: options.ex })),
    incr: (key) => run((pipeline) => pipeline.incr(key)),
    eval: (script, keys, args) => run((pipeline) => pipeline.eval(script, keys, [...args])),
    evalsha: (sha, keys, args) => run((pipeline) => pipeline.evalsha(sha, keys, [...args])),
  }
}

/** Three turns: whoever starts a second command after one `await` of something that is there already still comes along. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await Promise.resolve()
}
