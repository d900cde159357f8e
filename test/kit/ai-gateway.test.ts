import { readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import * as inItsPlace from "../../shared/kit/ai-gateway.ts"

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..")

describe("the gateway's place", () => {
  test("has every name that the AI SDK asks it for", () => {
    const code = readFileSync(join(root, "node_modules", "ai", "dist", "index.js"), "utf8")
    const [, names = ""] = /import \{([^}]+)\} from "@ai-sdk\/gateway"/.exec(code) ?? []
    const asked = [...new Set(names.split(",").map((name) => name.trim().split(" as ")[0] ?? ""))]
    expect(asked).toContain("createGateway")
    expect(asked.filter((name) => !(name in inItsPlace))).toEqual([])
  })

  test("takes no error for its own, and says what to do to who asks it for a model", () => {
    expect(inItsPlace.GatewayError.isInstance(new Error("x"))).toBe(false)
    expect(() => Reflect.get(inItsPlace.gateway, "languageModel")).toThrow("name a provider in MODELS")
  })

  test("is what wrangler is told to take", () => {
    expect(readFileSync(join(root, "wrangler.toml"), "utf8")).toContain('"@ai-sdk/gateway" = "./shared/kit/ai-gateway.ts"')
  })
})
