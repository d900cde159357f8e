// Writes what follows from the endpoints' declarations: examples, both descriptions, the types of the example client. `npm run openapi`.
import { runCommand } from "./command.ts"

/** In this order: the description holds the examples, the client's types come from the description. */
const STEPS: readonly (readonly [string, ...string[]])[] = [
  ["vitest", "run", "--project", "core", "test/api/docs.test.ts", "-u"],
  ["vitest", "run", "--project", "core", "test/api/description.test.ts", "-u"],
  ["scripts/client-types.ts"],
]

for (const [program, ...args] of STEPS) {
  const { code, output } = await runCommand(program, args)
  if (code === 0) continue
  console.error(output)
  process.exitCode = 1
  break
}
