// Is the code fit to be merged? `npm run check`: lint, format, types, then a dry-run deployment of each Worker with its size and start.
// Runs everything, whatever fails, and says all of it at the end. The house's own rules are tests: `npm test`.
import { type CommandResult, runCommand } from "./command.ts"

type Check = {
  readonly name: string
  readonly command: readonly [string, ...string[]]
  /** Its figures are worth reading when it passes, too. */
  readonly isTold?: boolean
}

const CHECKS: readonly Check[] = [
  { name: "lint", command: ["oxlint"] },
  { name: "format", command: ["oxfmt", "--check"] },
  { name: "types", command: ["tsc"] },
  { name: "descriptions of the API", command: ["redocly", "lint", "docs/openapi.json", "docs/openapi-ingest.json"] },
  { name: "types of the example client", command: ["scripts/client-types.ts", "--check"] },
  { name: "example client", command: ["tsc", "-p", "examples/typed-client"] },
  { name: "compatibility with the released API", command: ["scripts/check-compatibility.ts"] },
  { name: "dry-run deployments, sizes and start-up", command: ["scripts/check-size.ts"], isTold: true },
]

const failed: { readonly name: string; readonly result: CommandResult }[] = []
for (const { name, command, isTold = false } of CHECKS) {
  const [program, ...args] = command
  const result = await runCommand(program, args, { live: isTold })
  console.log(`${result.code === 0 ? "passed" : "FAILED"}  ${name}  ${(result.wallMs / 1000).toFixed(1)} s`)
  if (result.code !== 0) failed.push({ name, result })
}
for (const { name, result } of failed) console.error(`\n--- ${name} ---\n${result.output.trim()}`)
console.log(`\n${CHECKS.length - failed.length} checks passed, ${failed.length} failed`)
process.exitCode = failed.length === 0 ? 0 : 1
