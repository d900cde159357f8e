// Is the code fit to be merged? `npm run check`: lint, format, types, then a dry-run deployment of each Worker with its size and start.
// Runs everything, whatever fails, and says all of it at the end. The house's own rules are tests: `npm test`.
import { checkSizes } from "./check-size.ts"
import { runCommand } from "./command.ts"

type Check = { readonly name: string; readonly run: () => Promise<readonly string[]> }

const command = (name: string, ...args: string[]): Check["run"] => {
  return async () => {
    const { code, output } = await runCommand(name, args)
    return code === 0 ? [] : [output.trim()]
  }
}

const CHECKS: readonly Check[] = [
  { name: "lint", run: command("oxlint") },
  { name: "format", run: command("oxfmt", "--check") },
  { name: "types", run: command("tsc") },
  { name: "sizes, start-up and dry-run deployments", run: checkSizes },
]

const failed: { readonly name: string; readonly faults: readonly string[] }[] = []
for (const { name, run } of CHECKS) {
  const started = performance.now()
  const faults = await run()
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${faults.length === 0 ? "passed" : "FAILED"}  ${name}  ${seconds} s`)
  if (faults.length > 0) failed.push({ name, faults })
}
for (const { name, faults } of failed) console.error(`\n--- ${name} ---\n${faults.join("\n")}`)
console.log(`\n${CHECKS.length - failed.length} checks passed, ${failed.length} failed`)
process.exitCode = failed.length === 0 ? 0 : 1
