// How does Upstash Redis answer over HTTP? The same protocol over a Redis in this process, or over a real redis-server.
import * as z from "zod"
import { HASHES, SETS, SORTED_SETS } from "./redis-collections.ts"
import { scriptCommands } from "./redis-lua.ts"
import { ABORTED, type Command, type Engine, isError, type Reply } from "./redis-reply.ts"
import { openRedisServer } from "./redis-server.ts"
import { RedisStore } from "./redis-store.ts"
import { STRINGS } from "./redis-strings.ts"
import { findFault, runCommand } from "./redis-table.ts"

const Word = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const OneCommand = z.array(Word).min(1)
const Commands = z.array(OneCommand)

export type RedisOptions = {
  /** A real server to forward to, `redis://host:port`. */
  readonly url?: string
  /** The only bearer token that is let in; any, where none is given. */
  readonly token?: string
  /** Milliseconds since 1970, for the Redis in this process. */
  readonly now?: () => number
}

export type Redis = {
  /** Answers `POST /`, `/pipeline` and `/multi-exec` as Upstash does. */
  fetch(request: Request): Promise<Response>
  /** Runs commands past HTTP, for tests. */
  readonly engine: Engine
  close(): Promise<void>
}

export function openRedis(options: RedisOptions = {}): Redis {
  const engine = options.url === undefined ? openCore(options.now ?? Date.now) : openRedisServer(options.url)
  return {
    engine,
    fetch: (request) => answer(engine, request, options.token),
    close: () => engine.close(),
  }
}

/** The Redis in this process. Every call runs to its end before the next begins, as in Redis itself. */
export function openCore(now: () => number): Engine {
  const store = new RedisStore(now)
  const inScripts = { ...STRINGS, ...HASHES, ...SETS, ...SORTED_SETS }
  const table = { ...inScripts, ...scriptCommands(inScripts) }
  return {
    pipeline: async (commands) => commands.map((command) => runCommand(table, store, command)),
    async transaction(commands) {
      if (commands.some((command) => findFault(table, command) !== null)) return { err: ABORTED }
      return commands.map((command) => runCommand(table, store, command))
    },
    close: async () => undefined,
  }
}

async function answer(engine: Engine, request: Request, token: string | undefined): Promise<Response> {
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1]
  if (bearer === undefined || (token !== undefined && bearer !== token)) {
    return Response.json({ error: "WRONGPASS invalid or missing auth token" }, { status: 401 })
  }
  if (request.method !== "POST") return Response.json({ error: "ERR only POST is answered here" }, { status: 405 })
  const encode = request.headers.get("upstash-encoding") === "base64" ? inBase64 : plain
  try {
    return await run(engine, new URL(request.url).pathname, await request.json().catch(() => undefined), encode)
  } catch (thrown) {
    // As a gateway whose Redis is away.
    return Response.json({ error: `ERR ${thrown instanceof Error ? thrown.message : "no answer"}` }, { status: 502 })
  }
}

type Encode = (reply: Reply, top: boolean) => unknown

async function run(engine: Engine, path: string, body: unknown, encode: Encode): Promise<Response> {
  if (path === "/") {
    const command = OneCommand.safeParse(body)
    if (!command.success) return malformed()
    const [reply = null] = await engine.pipeline([command.data])
    return isError(reply) ? Response.json({ error: reply.err }, { status: 400 }) : Response.json({ result: encode(reply, true) })
  }
  const commands = Commands.safeParse(body)
  if (!commands.success) return malformed()
  const replies = await runAll(engine, path, commands.data)
  if (replies === null) return Response.json({ error: "ERR no such path" }, { status: 404 })
  if (isError(replies)) return Response.json({ error: replies.err }, { status: 400 })
  return Response.json(asList(replies).map((reply) => (isError(reply) ? { error: reply.err } : { result: encode(reply, true) })))
}

async function runAll(engine: Engine, path: string, commands: readonly Command[]): Promise<Reply> {
  if (path === "/pipeline") return await engine.pipeline(commands)
  return path === "/multi-exec" ? await engine.transaction(commands) : null
}

const asList = (reply: Reply): readonly Reply[] => (Array.isArray(reply) ? (reply as readonly Reply[]) : [reply])

const malformed = (): Response =>
  Response.json({ error: "ERR failed to parse the body: an array of commands is expected" }, { status: 400 })

/** Simple strings and bulk strings look alike in JSON; an error inside a list is shown as its text. */
const plain: Encode = (reply) => {
  if (reply === null || typeof reply === "number" || typeof reply === "string") return reply
  if (Array.isArray(reply)) return (reply as readonly Reply[]).map((item) => plain(item, false))
  return "ok" in reply ? reply.ok : "err" in reply ? reply.err : null
}

/** Every string in base64, but a top-level OK, which the client takes as it is. */
const inBase64: Encode = (reply, top) => {
  if (Array.isArray(reply)) return (reply as readonly Reply[]).map((item) => inBase64(item, false))
  const value = plain(reply, top)
  if (typeof value !== "string" || (top && value === "OK")) return value
  return Buffer.from(value).toString("base64")
}
