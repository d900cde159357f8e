// Does the launcher stand aside? Exit codes and signals pass through it as if the script had been started by itself.
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { afterAll, describe, expect, test } from "vitest"
import { root } from "../house/sources.ts"

const scratch = mkdtempSync(join(root, "node_modules", ".launch-"))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

let written = 0
/** Starts a script through the launcher; the script's path is given from the root, as package.json does. */
function launch(script: string): ChildProcess {
  const file = join(scratch, `${written}.mjs`)
  written += 1
  writeFileSync(file, script)
  return spawn(process.execPath, [join(root, "scripts", "launch.mjs"), file.slice(root.length + 1)], { stdio: ["ignore", "pipe", "pipe"] })
}

/** Everything it printed, line by line, and how it ended. */
async function end(child: ChildProcess): Promise<{ readonly lines: readonly string[]; readonly code: number | null }> {
  const lines: string[] = []
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", (line) => lines.push(line))
  const [code] = (await once(child, "close")) as [number | null]
  return { lines, code }
}

/** Says each signal that it gets, ends by itself a moment after the first, with code 7. */
const LISTENER = `
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {
    console.log(signal)
    setTimeout(() => process.exit(7), 150)
  })
  setInterval(() => undefined, 1000)
  console.log("ready")`

describe("the launcher", () => {
  test("ends with the script's own code", async () => {
    expect(await end(launch("process.exit(42)"))).toEqual({ lines: [], code: 42 })
  })

  test("gives the script a Node that runs TypeScript and comes first on its path", async () => {
    const { lines } = await end(
      launch(`
      const { execFileSync } = await import("node:child_process")
      console.log(process.features.typescript, execFileSync("node", ["-p", "process.execPath"], { encoding: "utf8" }).trim() === process.execPath)`),
    )
    expect(lines).toEqual(["strip true"])
  })

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("passes %s on once and waits for the script to end", async (signal) => {
    const child = launch(LISTENER)
    const ended = end(child)
    child.stdout?.once("data", () => child.kill(signal))
    expect(await ended).toEqual({ lines: ["ready", signal], code: 7 })
  })

  test("says by its code which signal killed the script", async () => {
    expect((await end(launch("process.kill(process.pid, 'SIGKILL')"))).code).toBe(137)
  })

  test("names a package that is not installed", async () => {
    const child = spawn(process.execPath, [join(root, "scripts", "launch.mjs"), "no-such-package"], { stdio: ["ignore", "ignore", "pipe"] })
    let said = ""
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()))
    const [code] = (await once(child, "close")) as [number]
    expect([code, said.trim()]).toEqual([1, "no-such-package is not installed. Run `npm install` first."])
  })
})
