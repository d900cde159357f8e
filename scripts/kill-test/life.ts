// One life of the studio, from its start to its kill: a process group of its own, what it says, and when in its own time.
import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { root } from "../settings.ts"

const LONGEST_START_MS = 90_000
const LONGEST_STOP_MS = 20_000
/** What scripts/start/state.ts writes ahead of the studio's time, in real milliseconds. */
const AHEAD_MS = 2_000

export type Life = {
  readonly startedAt: number
  readonly isReady: boolean
  readonly isOver: boolean
  /** What it printed last, of its parts and runs. */
  lastLine(): string
  /** Ends when the addresses are printed. Throws, with what the studio said, where it ended before or takes too long. */
  ready(): Promise<{ api: string; ingest: string }>
  /** SIGKILL to the whole group; ends when the group's leader is gone. */
  kill(): Promise<void>
  /** Ctrl-C, as a terminal sends it: to the whole group. Gives the exit code; null where it had to be killed. */
  stop(): Promise<number | null>
}

export function launch(options: readonly string[]): Life {
  // Always on the embedded database: a real one goes on when the studio is killed. Its callers ask more than anybody may.
  const { DATABASE_URL: _other, ...own } = process.env
  const env = { ...own, LIMITS: "off" }
  const child = spawn(process.execPath, [join(root, "scripts", "launch.mjs"), "scripts/start.ts", ...options], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  })
  const ended = once(child, "exit") as Promise<[number | null]>
  let said = ""
  let isOver = false
  ended.then(
    () => (isOver = true),
    () => (isOver = true),
  )
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (piece: string) => void (said += piece))
  const isReady = () => said.includes("Ctrl-C stops it")
  const address = (name: string) => new URL(new RegExp(`${name} +(http://localhost:\\d+)`).exec(said)?.[1] ?? "http://nowhere").origin
  const signal = (name: "SIGKILL" | "SIGINT") => {
    // A group whose last process has ended can't be signalled any more.
    if (!isOver && child.pid !== undefined) process.kill(-child.pid, name)
  }
  return {
    startedAt: performance.now(),
    get isReady() {
      return isReady()
    },
    get isOver() {
      return isOver
    },
    lastLine: () => said.trimEnd().split("\n").at(-1)?.trim() ?? "",
    async ready() {
      for (const deadline = performance.now() + LONGEST_START_MS; !isReady(); await wait(20)) {
        if (isOver || performance.now() > deadline) throw new Error(`The studio did not start. It said:\n${said.trim().slice(-2_000)}`)
      }
      return { api: address("Dashboard"), ingest: address("Commands") }
    },
    async kill() {
      signal("SIGKILL")
      await ended
    },
    async stop() {
      signal("SIGINT")
      const code = await Promise.race([ended.then(([exit]) => exit), wait(LONGEST_STOP_MS, null, { ref: false })])
      signal("SIGKILL")
      return code
    },
  }
}

/** The studio's time at the real moment `real` (milliseconds since 1970), by the note that it last wrote; null where it wrote none. */
export function studioTime(dir: string, speed: number, real: number): Date | null {
  const file = join(dir, "world", "state.json")
  try {
    const { notBefore } = JSON.parse(readFileSync(file, "utf8")) as { notBefore: string }
    return new Date(Date.parse(notBefore) - AHEAD_MS * speed + (real - statSync(file).mtimeMs) * speed)
  } catch {
    return null
  }
}
