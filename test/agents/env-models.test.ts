import { describe, expect, test } from "vitest"
import { SpendCaps } from "../../shared/domain/spend-caps.ts"
import { readAgentsConfig } from "../../workers/agents/env.ts"
import { Failure } from "../../shared/kit/failure.ts"

const anything = new Proxy({}, { get: () => () => undefined })
const env = (rest: Record<string, string>) => ({
  STAGE: "local",
  DATABASE_URL: "postgresql://a:b@host/db",
  REDIS_URL: "https://redis.example",
  REDIS_TOKEN: "token",
  RUNS: anything,
  MEDIA: anything,
  ...rest,
})
const CLAUDE = { name: "claude", kind: "anthropic", model: "claude-haiku-4-5" }
const config = (models: readonly object[], keys = "") => readAgentsConfig(env({ MODELS: JSON.stringify(models), MODEL_KEYS: keys }))
function faultsOf(read: () => unknown): unknown {
  try {
    read()
  } catch (thrown) {
    return thrown instanceof Failure ? thrown.context["faults"] : thrown
  }
  return []
}

describe("models", () => {
  test("are off where none is named, also where keys are there", () => {
    expect(readAgentsConfig(env({})).models).toBeNull()
    expect(config([], "claude=sk_1").models).toBeNull()
  })

  test("come in their order, with their maker's address and a price of their own where one is given", () => {
    const own = {
      name: "own",
      kind: "openai-compatible",
      baseUrl: "https://own.example/v1",
      model: "m",
      price: { in: 0.35, out: 0.75 },
      timeoutS: 9,
    }
    const { models } = config([CLAUDE, { ...own, structured: false }], "own = sk_2 , claude=sk_1=x")
    expect(models).toMatchObject([
      { name: "claude", baseUrl: "https://api.anthropic.com/v1", model: "claude-haiku-4-5", timeoutMs: 30_000, structured: true },
      {
        name: "own",
        baseUrl: "https://own.example/v1",
        timeoutMs: 9_000,
        structured: false,
        price: { inMicroUsd: 350_000, outMicroUsd: 750_000 },
      },
    ])
    expect(models?.map(({ apiKey }) => apiKey.reveal())).toEqual(["sk_1=x", "sk_2"])
    expect(JSON.stringify(models)).not.toContain("sk_")
  })

  test.each([
    ["a key is missing", [CLAUDE], "other=x", ["MODEL_KEYS: has no key for claude"]],
    ["a price isn't known", [{ ...CLAUDE, model: "claude-99" }], "claude=x", ["MODELS: claude: needs a price"]],
    [
      "an address isn't encrypted",
      [{ ...CLAUDE, baseUrl: "http://host/v1" }],
      "claude=x",
      [expect.stringMatching(/^MODELS: 0\.baseUrl: /)],
    ],
    ["a field is unknown", [{ ...CLAUDE, modle: "x" }], "claude=x", [expect.stringMatching(/^MODELS: 0: /)]],
  ])("are refused with a reason where %s", (_why, models, keys, faults) => {
    expect(faultsOf(() => config(models, keys))).toEqual(faults)
  })

  test("are refused where the list is no JSON, without its text", () => {
    expect(faultsOf(() => readAgentsConfig(env({ MODELS: "claude=sk_secret" })))).toEqual([
      expect.stringMatching(/^MODELS: \(whole\): (?!.*sk_secret)/),
    ])
  })
})

describe("caps of a day", () => {
  test("have defaults, and are read to the micro-dollar", () => {
    expect(SpendCaps.parse("")).toEqual({ all: 5_000_000, model: 2_000_000, "channel:x": 2_000_000 })
    expect(SpendCaps.parse(" all=0.000001, channel:telegram = 12.5 ")).toEqual({ all: 1, "channel:telegram": 12_500_000 })
  })

  test.each(["all", "all=-1", "all=1,other=2", "model=1e9", "all=1;model=2"])("«%s» is refused", (text) => {
    expect(SpendCaps.safeParse(text).success).toBe(false)
  })
})
