// Runs a script or a package's command under a Node new enough for wrangler (22.18 or later), whatever Node started it.
// The newer Node comes with `npm install` as a plain optional dependency, so no install script has to run for it.
import { spawn } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { constants } from "node:os"
import { delimiter, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = join(dirname(fileURLToPath(import.meta.url)), "..")
const bundled = join(root, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node")

function findNode() {
  if (existsSync(bundled)) return bundled
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath
  console.error(
    `This project needs Node 22.18 or later; this is ${process.version}.\n` +
      (process.platform === "linux" && process.arch === "x64"
        ? "A newer Node comes with the install: run `npm install` (without --omit=optional) and try again."
        : "On this platform, install Node 22.18 or later (https://nodejs.org) and try again."),
  )
  process.exit(1)
}

/** A first argument that is no file is the name of an installed package whose command is meant, such as `vitest`. */
function resolveCommand(name) {
  if (/\.(ts|mjs|js)$/.test(name)) return join(root, name)
  const owner = { tsc: "typescript" }[name] ?? name
  const folder = join(root, "node_modules", owner)
  if (!existsSync(folder)) {
    console.error(`${name} is not installed. Run \`npm install\` first.`)
    process.exit(1)
  }
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
  return join(folder, typeof bin === "string" ? bin : bin[name])
}

const [command, ...args] = process.argv.slice(2)
if (command === undefined) {
  console.error("Say what to run: node scripts/launch.mjs SCRIPT.ts|COMMAND [ARGUMENT...]")
  process.exit(1)
}
if (!existsSync(join(root, "node_modules"))) {
  console.error("Nothing is installed yet. Run `npm install` first.")
  process.exit(1)
}
const node = findNode()
const env = {
  ...process.env,
  PATH: dirname(node) + delimiter + (process.env.PATH ?? ""),
  WRANGLER_SEND_METRICS: "false",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  NODE_NO_WARNINGS: "1",
}
const child = spawn(node, [resolveCommand(command), ...args], { stdio: "inherit", env, cwd: root })
// A terminal sends Ctrl-C to every process in front of it, so the child has it already; without a terminal the signal came to this process alone.
process.on("SIGINT", () => {
  if (!process.stdin.isTTY) child.kill("SIGINT")
})
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal))
child.on("error", (error) => {
  console.error(
    `${node} can't be started here (${error.message}). Install Node 22.18 or later (https://nodejs.org) and remove ${dirname(dirname(node))}.`,
  )
  process.exit(1)
})
child.on("exit", (code, signal) => process.exit(signal === null ? (code ?? 1) : 128 + constants.signals[signal]))
