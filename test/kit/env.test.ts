import * as z from "zod"
import { describe, expect, it, vi } from "vitest"
import { binding, PostgresUrl, readConfig, Secret, Stage } from "../../shared/kit/env.ts"
import { loggable } from "../../shared/kit/log.ts"
import type { Failure } from "../../shared/kit/failure.ts"

const group = vi.fn((env: { KEY: unknown; OPTIONAL?: string | undefined }) => ({ key: env.KEY, optional: env.OPTIONAL ?? null }))
const read = readConfig(
  z.object({
    STAGE: Stage,
    DATABASE_URL: PostgresUrl,
    KEY: Secret(8),
    OPTIONAL: z.string().optional(),
    CLOCK: z.string().optional(),
    RUNS: binding<{ send(): void }>("send"),
  }),
  group,
)
const good = () => ({ STAGE: "production", DATABASE_URL: "postgresql://user:pass@host/db", KEY: "12345678", RUNS: { send: () => {} } })

function faultsOf(env: unknown): string[] {
  try {
    read(env)
    return []
  } catch (thrown) {
    return (thrown as Failure).context["faults"] as string[]
  }
}

describe("readConfig", () => {
  it("names every faulty binding at once, and no value", () => {
    const faults = faultsOf({ STAGE: "staging", DATABASE_URL: "mysql://secret", KEY: "short", RUNS: {} })
    expect(faults.map((fault) => fault.split(":")[0])).toEqual(["STAGE", "DATABASE_URL", "KEY", "RUNS"])
    expect(faults.join()).not.toMatch(/secret|short/)
  })

  it("parses an environment once", () => {
    group.mockClear()
    const env = good()
    expect(read(env)).toBe(read(env))
    expect(group).toHaveBeenCalledTimes(1)
  })

  it("refuses values of the local world in production, and takes them locally", () => {
    expect(faultsOf({ ...good(), CLOCK: "0:0:60" })).toEqual(["CLOCK: belongs to the local world; remove it"])
    expect(faultsOf({ ...good(), KEY: "local-only-key" })).toEqual(["KEY: is a value of the local world; set a real one"])
    expect(faultsOf({ ...good(), STAGE: "local", KEY: "local-only-key", CLOCK: "0:0:60" })).toEqual([])
  })

  it("gives null for what is absent and optional", () => expect(read(good()).optional).toBeNull())

  it("lists its bindings", () => expect(read.names).toEqual(["STAGE", "DATABASE_URL", "KEY", "OPTIONAL", "CLOCK", "RUNS"]))
})

describe("a secret", () => {
  it("shows itself only when it is asked to", () => {
    const secret = Secret().parse("hunter2")
    expect(`${String(secret)} ${JSON.stringify({ secret })} ${String(secret)}`).not.toContain("hunter2")
    expect(secret.reveal()).toBe("hunter2")
  })
})

describe("loggable", () => {
  it("masks fields by their names, passwords in addresses and bearer tokens in text", () => {
    const line = JSON.stringify(
      loggable({
        api_key: "k1",
        headers: { Authorization: "Bearer abc.def" },
        note: "GET postgresql://user:hunter2@host/db failed; sent Bearer abc.def",
        error: new Error("password at redis://u:hunter2@h"),
        nested: [{ token: "t1", fine: 7n }],
      }),
    )
    expect(line).not.toMatch(/k1|abc\.def|hunter2|t1"/)
    expect(line).toContain('"fine":"7"')
  })

  it("survives what is deep, long and circular", () => {
    const loop: Record<string, unknown> = {}
    loop["self"] = loop
    expect(
      JSON.stringify(loggable({ loop, long: "x".repeat(10_000), list: Array.from({ length: 1_000 }, (_, i) => i) })).length,
    ).toBeLessThan(3_500)
  })

  it("cuts what an error says: a statement and its parameters can be megabytes", () => {
    const error = new Error("x".repeat(1_000_000), { cause: new Error("y".repeat(1_000_000)) })
    expect(JSON.stringify(loggable({ error })).length).toBeLessThan(10_000)
    expect(JSON.stringify(loggable(new Error("a short one")))).toContain("a short one")
  })
})
