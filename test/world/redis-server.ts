// How does a real redis-server answer, over one connection in RESP2?
import { connect, type Socket } from "node:net"
import { sha1, withoutFlags } from "./redis-lua.ts"
import { ABORTED, type Command, type Engine, isError, type Reply } from "./redis-reply.ts"

type Waiter = { readonly take: (reply: Reply) => void; readonly fail: (error: Error) => void }

/** `redis://[user:password@]host:port[/database]`. A lost connection fails what waits on it; the next command opens a new one. */
export function openRedisServer(url: string): Engine {
  const { hostname, port, username, password, pathname } = new URL(url)
  const waiting: Waiter[] = []
  /** Sha of a script as it came to its sha without the line of flags. */
  const known = new Map<string, string>()
  let socket: Socket | null = null

  function open(): Socket {
    const fresh = connect(Number(port || 6379), hostname)
    const parse = openParser((reply) => waiting.shift()?.take(reply))
    fresh.on("data", parse)
    fresh.on("error", () => undefined)
    fresh.on("close", () => {
      socket = null
      for (const waiter of waiting.splice(0)) waiter.fail(new Error("the connection to Redis is lost"))
    })
    const greeting: Command[] = []
    if (password !== "") greeting.push(["AUTH", ...(username === "" ? [] : [username]), decodeURIComponent(password)])
    if (pathname.length > 1) greeting.push(["SELECT", pathname.slice(1)])
    for (const command of greeting) {
      waiting.push({ take: (reply) => void (isError(reply) && fresh.destroy()), fail: () => undefined })
      fresh.write(encode(command))
    }
    return fresh
  }

  function send(commands: readonly Command[]): Promise<readonly Reply[]> {
    socket ??= open()
    const answers = commands.map((_) => new Promise<Reply>((take, fail) => waiting.push({ take, fail })))
    socket.write(Buffer.concat(commands.map((command) => encode(plainScript(command, known)))))
    return Promise.all(answers)
  }

  return {
    pipeline: send,
    async transaction(commands) {
      const replies = await send([["MULTI"], ...commands, ["EXEC"]])
      return replies.at(-1) ?? { err: ABORTED }
    },
    close() {
      const closing = socket
      if (closing === null) return Promise.resolve()
      return new Promise((resolve) => {
        closing.once("close", () => resolve())
        closing.destroy()
      })
    },
  }
}

/** A script without the line of flags that plain Redis refuses; its own sha still calls it. */
function plainScript(command: Command, known: Map<string, string>): Command {
  const [name = "", second = "", ...rest] = command
  const word = name.toUpperCase()
  if (word === "EVALSHA") return [name, known.get(second.toLowerCase()) ?? second, ...rest]
  const script = word === "EVAL" ? second : word === "SCRIPT" && second.toUpperCase() === "LOAD" ? (rest[0] ?? "") : ""
  if (!script.startsWith("#!")) return command
  known.set(sha1(script), sha1(withoutFlags(script)))
  return command.map((part) => (part === script ? withoutFlags(part) : part))
}

function encode(command: Command): Buffer {
  return Buffer.from(`*${command.length}\r\n${command.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`).join("")}`)
}

/** Takes what arrives, in whatever pieces, and gives each whole reply. */
function openParser(give: (reply: Reply) => void): (piece: Buffer) => void {
  let held: Buffer = Buffer.alloc(0)
  return (piece) => {
    held = Buffer.concat([held, piece])
    for (let read = parseReply(held, 0); read !== null; read = parseReply(held, 0)) {
      held = held.subarray(read.end)
      give(read.reply)
    }
  }
}

type Parsed = { readonly reply: Reply; readonly end: number } | null

/** The reply that starts at `start`, null where it hasn't all come yet. */
function parseReply(held: Buffer, start: number): Parsed {
  const lineEnd = held.indexOf("\r\n", start)
  if (lineEnd < 0) return null
  const line = held.toString("utf8", start + 1, lineEnd)
  const end = lineEnd + 2
  const kind = String.fromCharCode(held[start] ?? 0)
  if (kind === "+") return { reply: { ok: line }, end }
  if (kind === "-") return { reply: { err: line }, end }
  if (kind === ":") return { reply: Number(line), end }
  const length = Number(line)
  if (length < 0) return { reply: null, end }
  if (kind === "*") return parseArray(held, end, length)
  if (held.length < end + length + 2) return null
  return { reply: held.toString("utf8", end, end + length), end: end + length + 2 }
}

function parseArray(held: Buffer, start: number, length: number): Parsed {
  const items: Reply[] = []
  let end = start
  while (items.length < length) {
    const item = parseReply(held, end)
    if (item === null) return null
    items.push(item.reply)
    end = item.end
  }
  return { reply: items, end }
}
