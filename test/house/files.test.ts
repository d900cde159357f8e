// Are the files named, sized and placed as the house wants them?
import { existsSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { listFiles, listSources, read, root, stripComments } from "./sources.ts"

const sources = listSources()
const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path)
const lines = (path: string): number => read(path).split("\n").length - 1

/** Longer than the house allows, each with its reason. */
const LONG: Readonly<Record<string, string>> = {}

describe("a source file", () => {
  test("has at most 250 lines, a list of tests at most 400", () => {
    const long = sources.filter((path) => lines(path) > (isTest(path) ? 400 : 250) && !(path in LONG))
    expect(long.map((path) => `${path}: ${lines(path)}`)).toEqual([])
  })

  test("is on the list of long ones only while it is long", () => {
    expect(Object.keys(LONG).filter((path) => !existsSync(join(root, path)) || lines(path) <= 250)).toEqual([])
  })

  test("is named in kebab-case for what it is", () => {
    const vague = /^(utils?|helpers?|common|managers?|services?|index|misc|shared|types|constants)\b/
    const wrong = sources.filter((path) => {
      const name = path.slice(path.lastIndexOf("/") + 1)
      return !/^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.config|\.d)?\.tsx?$/.test(name) || vague.test(name)
    })
    expect(wrong).toEqual([])
  })

  test("lies at most four folders deep", () => {
    expect(sources.filter((path) => path.split("/").length > 5)).toEqual([])
  })

  test("begins by saying what it is for", () => {
    const silent = sources.filter((path) => !isTest(path) && !/^(\/\/|\/\*\*) ?\S/.test(read(path)))
    expect(silent).toEqual([])
  })

  test("exports something of its own, not only other files' exports", () => {
    const barrels = sources.filter((path) => {
      const statements = stripComments(read(path))
        .split("\n")
        .filter((line) => line.trim() !== "")
      return statements.length > 0 && statements.every((line) => /^export (type )?(\*|\{).* from /.test(line))
    })
    expect(barrels).toEqual([])
  })
})

describe("the tests", () => {
  /** Rooms whose tests lie in a folder of the same name; the rest of test/ is the world, the flows and the house itself. */
  const MIRRORS: Readonly<Record<string, string>> = {
    kit: "shared/kit",
    domain: "shared/domain",
    db: "shared/db",
    integrations: "shared/integrations",
    agents: "workers/agents",
    api: "workers/api",
    ingest: "workers/ingest",
    scripts: "scripts",
    replay: "scripts/replay",
  }
  const OTHERS = ["world", "house", "flows", "contracts", "browser"]

  test("lie in a room of the house or in one of the common ones", () => {
    const rooms = new Set(listFiles("test").map((path) => path.split("/")[1] ?? ""))
    expect([...rooms].filter((room) => !(room in MIRRORS) && !OTHERS.includes(room))).toEqual([])
  })

  test("of an agent lie in a folder or file with the agent's name", () => {
    const known = new Set(listFiles("workers/agents").map((path) => (path.split("/")[2] ?? "").replace(/\.ts$/, "")))
    const stray = listFiles("test/agents").filter((path) => !known.has((path.split("/")[2] ?? "").replace(/(\.test)?\.tsx?$/, "")))
    expect(stray.filter(isTest)).toEqual([])
  })

  test("of the kit, the domain and the integrations are named for a file there, or for a family of files", () => {
    const family = (path: string): string => /([a-z0-9]+)[^/]*$/.exec(path)?.[1]?.replace(/s$/, "") ?? ""
    const stray = ["kit", "domain", "integrations"].flatMap((room) => {
      const families = new Set(listFiles(MIRRORS[room] ?? "").map(family))
      return listFiles(`test/${room}`).filter((path) => isTest(path) && !families.has(family(path)))
    })
    expect(stray).toEqual([])
  })

  test("say what happens, not what ought to", () => {
    const wishful = sources.filter(isTest).flatMap((path) =>
      [...read(path).matchAll(/\b(?:test|it|describe)(?:\.\w+)*\s*(?:\([^()]*\)|\(\[[\s\S]*?\]\))?\(\s*(["'`])(.*?)\1/g)]
        .map((match) => match[2] ?? "")
        .filter((name) => /\bshould\b/i.test(name))
        .map((name) => `${path}: ${name}`),
    )
    expect(wishful).toEqual([])
  })

  test("none is skipped or singled out without a condition", () => {
    const set = sources.filter(
      (path) => isTest(path) && /\b(?:test|it|describe)\.(?:only|skip|todo|fails)\b/.test(stripComments(read(path))),
    )
    expect(set.filter((path) => path !== "test/house/files.test.ts")).toEqual([])
  })
})

test("no file holds a conflict marker", () => {
  const texts = listFiles().filter((path) => /\.(tsx?|mjs|json|toml|md|sql|txt|css)$/.test(path) && path !== "package-lock.json")
  expect(texts.filter((path) => /^(<{7}|={7}|>{7})( |$)/m.test(read(path)))).toEqual([])
})
