// What types has the API for programs in TypeScript? Makes examples/typed-client/src/api.d.ts from docs/openapi.json; `--check` only says whether it is
// the same.
import { readFileSync, writeFileSync } from "node:fs"
import { registerHooks } from "node:module"
import { join } from "node:path"
import { root } from "./settings.ts"

// The generator uses TypeScript's old programming interface, which version 7 doesn't have: it gets the older one that is installed beside it.
registerHooks({ resolve: (name, context, next) => next(name === "typescript" ? "typescript-5" : name, context) })

const { default: generate, astToString } = await import("openapi-typescript")

const path = join(root, "examples", "typed-client", "src", "api.d.ts")
const text = `// Made from docs/openapi.json by npm run openapi.\n${astToString(await generate(new URL("docs/openapi.json", `file://${root}/`)))}`
if (!process.argv.includes("--check")) writeFileSync(path, text)
else if (readFileSync(path, "utf8") !== text) {
  console.error("examples/typed-client/src/api.d.ts is not what docs/openapi.json says: npm run openapi")
  process.exitCode = 1
}
