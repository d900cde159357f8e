// How does workerd end when this process is killed? A shell that waits on a pipe of ours ends it as soon as the pipe closes.
import { type ChildProcess, spawn } from "node:child_process"
import { subscribe } from "node:diagnostics_channel"

let watching = false

/** From now on every workerd that this process starts ends with it, even by a kill -9. Calling it again changes nothing. */
export function guardWorkerd(): void {
  // Without a POSIX shell there is nothing to wait on our behalf.
  if (watching || process.platform === "win32") return
  watching = true
  subscribe("child_process", (message) => {
    const { process: child } = message as { process: ChildProcess }
    // The channel speaks before the process is there.
    setImmediate(() => guard(child))
  })
}

function guard(child: ChildProcess): void {
  if (child.pid === undefined || !/workerd[^/]*$/.test(child.spawnfile)) return
  // In a group of its own, so that Ctrl-C doesn't end the guard before us.
  const shell = spawn("sh", ["-c", 'read -r _; kill -9 "$1" 2>/dev/null', "sh", String(child.pid)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  })
  shell.on("error", () => undefined)
  shell.stdin.on("error", () => undefined)
  shell.unref()
  child.once("exit", () => void shell.kill("SIGKILL"))
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const

/** Does something without letting it listen to signals: Miniflare would end the process before its owner could put things away. */
export function withoutSignalHandlers<T>(work: () => T): T {
  const before = SIGNALS.map((signal) => process.listeners(signal))
  const result = work()
  SIGNALS.forEach((signal, i) => {
    for (const listener of process.listeners(signal)) if (!before[i]?.includes(listener)) process.off(signal, listener)
  })
  return result
}
