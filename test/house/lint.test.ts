// Do the lint rules that the house relies on really fire? Each is shown a piece of code that it exists to refuse.
import { execFile } from "node:child_process"
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, expect, test } from "vitest"
import { root } from "./sources.ts"

const WRONG = {
  "shared/domain/layers.ts": `
    import { readFileSync } from "node:fs" // no-restricted-imports
    import { sql } from "drizzle-orm" // no-restricted-imports
    import { neon } from "@neondatabase/serverless" // no-restricted-imports
    import { one } from "../../workers/api/one.ts" // no-restricted-imports
    export const all = [readFileSync, sql, neon, one]`,
  "shared/db/errors.ts": `
    import { sql } from "drizzle-orm" // no-restricted-imports
    export const all = [sql]`,
  "shared/db/queries/runs.ts": `
    import { sql } from "drizzle-orm"
    import { neon } from "@neondatabase/serverless" // no-restricted-imports
    export const all = [sql, neon]`,
  "shared/db/client.ts": `
    import { neon } from "@neondatabase/serverless"
    import pg from "pg" // no-restricted-imports
    export const all = [neon, pg]`,
  "workers/api/one.ts": `
    import { test } from "../../test/house.ts" // no-restricted-imports
    export const one = test`,
  "test/house.ts": `
    export const test = 1`,
  "shared/kit/promises.ts": `
    const load = async (): Promise<number> => Promise.resolve(1)
    export function forget(): void {
      load() // no-floating-promises
      void load() // no-floating-promises
    }
    export async function lose(): Promise<number> {
      try {
        return load() // return-await
      } catch {
        return 0
      }
    }
    export async function idle(): Promise<number> {
      const five = 5
      await five // await-thenable
      return five
    }
    export function misuse(list: readonly number[]): number {
      list.forEach(async () => { // no-misused-promises
        await load()
      })
      if (load()) return 1 // no-misused-promises
      return 0
    }`,
  "shared/kit/manners.ts": `
    export default 5 // no-default-export
    export const loose = (value: any) => value // no-explicit-any
    export const sure = (list: readonly number[]) => list[0]! // no-non-null-assertion
    export function print(kind: "a" | "b"): number {
      console.log(kind) // no-console
      switch (kind) { // switch-exhaustiveness-check
        case "a":
          return 1
      }
      return 2
    }
    export function fail(): never {
      throw "text" // only-throw-error
    }`,
} as const

const folder = mkdtempSync(join(tmpdir(), "lint-"))
let found: readonly string[] = []

type Report = {
  readonly diagnostics: readonly {
    readonly filename: string
    readonly code: string
    readonly labels: readonly { readonly span: { readonly line: number } }[]
  }[]
}

beforeAll(async () => {
  for (const file of [".oxlintrc.json", "tsconfig.json"]) copyFileSync(join(root, file), join(folder, file))
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"))
  for (const [path, text] of Object.entries(WRONG)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text.slice(1))
  }
  const oxlint = join(root, "node_modules", "oxlint", "bin", "oxlint")
  const args = [oxlint, "--format", "json", "shared", "workers", "test"]
  const ended = await promisify(execFile)(process.execPath, args, { cwd: folder }).catch((error: { stdout: string }) => error)
  const { diagnostics } = JSON.parse(ended.stdout) as Report
  found = diagnostics.map(({ filename, code, labels }) => `${filename}:${labels[0]?.span.line} ${/\(([^)]+)\)/.exec(code)?.[1]}`)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const expected = Object.entries(WRONG).flatMap(([path, text]) =>
  text
    .slice(1)
    .split("\n")
    .flatMap((line, index) => {
      const rule = /\/\/ ([a-z-]+)$/.exec(line)?.[1]
      return rule === undefined ? [] : [`${path}:${index + 1} ${rule}`]
    }),
)

test.each(expected)("finds %s", (place) => {
  expect(found).toContain(place)
})

test("finds nothing about imports where they are allowed", () => {
  const imports = found.filter((place) => place.endsWith("no-restricted-imports"))
  expect(imports.toSorted()).toEqual(expected.filter((place) => place.endsWith("no-restricted-imports")).toSorted())
})
