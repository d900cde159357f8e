// Would a client of the released API still work? Compares docs/openapi*.json with docs/released/, names each change that breaks one.
// `--release`: what is described now is what clients may rely on from here on.
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { type Document, documentChanges } from "./openapi/document-changes.ts"
import { root } from "./settings.ts"

const FILES = ["openapi.json", "openapi-ingest.json"] as const

const present = (file: string): string => join(root, "docs", file)
const released = (file: string): string => join(root, "docs", "released", file)
const read = (path: string): Document => JSON.parse(readFileSync(path, "utf8")) as Document

if (process.argv.includes("--release")) {
  mkdirSync(join(root, "docs", "released"), { recursive: true })
  for (const file of FILES) copyFileSync(present(file), released(file))
  console.log(`released: ${FILES.join(", ")}`)
} else {
  const missing = FILES.filter((file) => !existsSync(released(file)))
  const changes = FILES.filter((file) => !missing.includes(file)).flatMap((file) =>
    documentChanges(read(released(file)), read(present(file))).map((change) => `${file}: ${change}`),
  )
  for (const file of missing) console.error(`docs/released/${file} is missing: npm run openapi-release`)
  for (const change of changes) console.error(change)
  if (changes.length > 0)
    console.error(`${changes.length} changes break clients of the released API. Take them back, or add beside what there is.`)
  process.exitCode = missing.length + changes.length === 0 ? 0 : 1
}
