import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import * as zod from "zod"
import * as namespace from "../../shared/kit/zod-namespace.ts"
import * as inItsPlace from "../../shared/kit/zod-v4.ts"

const root = join(import.meta.dirname, "..", "..")
const LEFT_OUT = ["core", "locales", "z"]

describe("what stands in zod/v4's place in a deployed Worker", () => {
  test("has all of zod's names", () => {
    expect(Object.keys(inItsPlace).sort()).toEqual(
      Object.keys(zod)
        .filter((name) => name !== "default")
        .sort(),
    )
  })

  test("has in its z all of them but those that hold the languages", () => {
    const same = Object.keys(zod).filter((name) => Reflect.get(namespace, name) === Reflect.get(zod, name))
    expect(
      Object.keys(zod)
        .filter((name) => !same.includes(name) && name !== "default")
        .sort(),
    ).toEqual(LEFT_OUT)
  })

  test.each(["@ai-sdk/anthropic", "@ai-sdk/openai-compatible"])("has every name that %s asks z for", (name) => {
    const code = readFileSync(join(root, "node_modules", name, "dist", "index.js"), "utf8")
    expect(code).toContain('import { z } from "zod/v4"')
    const asked = [...new Set([...code.matchAll(/(?<![\w$.])z\.([\w$]+)/g)].map((match) => match[1] ?? ""))]
    expect(asked).toContain("object")
    expect(asked.filter((each) => LEFT_OUT.includes(each) || !(each in zod))).toEqual([])
  })

  test("is what wrangler is told to take", () => {
    expect(readFileSync(join(root, "wrangler.toml"), "utf8")).toContain('"zod/v4" = "./shared/kit/zod-v4.ts"')
  })
})
