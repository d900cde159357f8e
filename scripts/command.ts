// Runs an installed package's command under this very Node, keeps what it prints and says how it ended and how long it took.
import { spawn } from "node:child_process"
import { delimiter, dirname, join } from "node:path"
import { stripVTControlCharacters } from "node:util"
import { root } from "./settings.ts"

export type CommandResult = { readonly code: number; readonly output: string; readonly wallMs: number }

type Options = {
  readonly env?: Readonly<Record<string, string>>
  /** Shows the output while it comes, for commands that a person waits for. */
  readonly live?: boolean
}

/** `name` is a command of node_modules/.bin, or a script of this repository. A command that can't be started ends with code 127. Nothing is ever typed into it. */
export function runCommand(name: string, args: readonly string[], { env = {}, live = false }: Options = {}): Promise<CommandResult> {
  const started = performance.now()
  const isScript = name.endsWith(".ts")
  const program = isScript ? process.execPath : join(root, "node_modules", ".bin", name)
  const child = spawn(program, isScript ? [join(root, name), ...args] : args, {
    cwd: root,
    env: { ...process.env, ...offline, PATH: dirname(process.execPath) + delimiter + (process.env["PATH"] ?? ""), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  })
  let output = ""
  const keep = (chunk: Buffer) => {
    output += chunk.toString("utf8")
    if (live) process.stdout.write(chunk)
  }
  child.stdout.on("data", keep)
  child.stderr.on("data", keep)
  return new Promise((resolve) => {
    const end = (code: number) => resolve({ code, output: stripVTControlCharacters(output), wallMs: performance.now() - started })
    child.on("error", (error) => {
      output += `${error.message}\n`
      end(127)
    })
    child.on("close", (code) => end(code ?? 1))
  })
}

/** What runs asks nobody, reports to nobody and colours nothing. */
const offline = {
  REDOCLY_TELEMETRY: "off",
  REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
  WRANGLER_SEND_METRICS: "false",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  NO_COLOR: "1",
}
