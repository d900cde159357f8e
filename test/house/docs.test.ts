// Does every file that the documents cite exist?
import { existsSync } from "node:fs"
import { join, posix } from "node:path"
import { expect, test } from "vitest"
import { listFiles, read, root } from "./sources.ts"

const documents = listFiles().filter((path) => path === "README.md" || /^docs\/.*\.md$/.test(path))

/** Paths in backticks that name a file or a folder of a room, and the targets of links; patterns and placeholders aside. */
function listCited(document: string): readonly string[] {
  const text = read(document)
  const quoted = [...text.matchAll(/`((?:\.?[\w-]+\/)+[\w.-]*|[\w-]+\.(?:md|toml|ts|json))(?::\d+)?`/g)].map((match) => match[1] ?? "")
  const linked = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
    .map((match) => match[1] ?? "")
    .filter((target) => !/^[a-z]+:/.test(target))
  const rooted = /^(shared|workers|scripts|test|drizzle|docs|\.ci)\/|^[^/]+\.(md|toml|ts|json)$/
  return [...quoted.filter((path) => rooted.test(path)), ...linked.map((target) => posix.join(posix.dirname(document), target))]
}

test("there are documents, and they cite files", () => {
  expect(documents).toContain("README.md")
  expect(documents.flatMap(listCited).length).toBeGreaterThan(5)
})

test.each(documents)("%s cites only what exists", (document) => {
  const citedHere = listCited(document)
  const folder = posix.dirname(document)
  expect(citedHere.filter((path) => !existsSync(join(root, path)) && !existsSync(join(root, folder, path)))).toEqual([])
})

test("README names only commands that package.json has", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> }
  const named = [...read("README.md").matchAll(/npm (?:run ([\w:-]+)|(start|test))\b/g)].map((match) => match[1] ?? match[2] ?? "")
  expect(named.filter((name) => !(name in scripts))).toEqual([])
})
