// A Worker's bindings as checked, grouped config: parsed once per isolate, every fault in one message.
import * as z from "zod"
import { Failure } from "./failure.ts"

/** Text that must not be seen: prints as a mask wherever it is turned into text. `reveal()` is the only way to it. */
export class SecretText {
  readonly #text: string
  constructor(text: string) {
    this.#text = text
  }
  reveal(): string {
    return this.#text
  }
  toString(): string {
    return "[hidden]"
  }
  toJSON(): string {
    return "[hidden]"
  }
}

/** A secret of at least `min` characters. */
export const Secret = (min = 1) =>
  z
    .string()
    .min(min, `must have at least ${min} characters`)
    .transform((text) => new SecretText(text))

/** A key that may be left out, or stay "": then what it is for is off. */
export const WebhookKey = z.preprocess((value) => (value === "" ? undefined : value), Secret(32).optional())

export const PostgresUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\/[^\s@/]+@[^\s/]+\/\S+$/, "must look like postgresql://USER:PASSWORD@HOST/DATABASE")
  .transform((text) => new SecretText(text))

export const Stage = z.enum(["production", "local"])

/** A binding with the named methods, such as a queue's `send`. */
export const binding = <T>(...methods: readonly string[]) =>
  z.custom<T>(
    (value) =>
      typeof value === "object" &&
      value !== null &&
      methods.every((name) => typeof (value as Record<string, unknown>)[name] === "function"),
    { error: `must be a binding with ${methods.join(" and ")}: see wrangler.toml` },
  )

export type ConfigReader<C> = { (env: unknown): C; readonly names: readonly string[] }

/** Names and values that belong to the local world: production refuses to start with one of them. */
export const LOCAL_NAMES: readonly string[] = ["DATABASE_ENDPOINT", "CLOCK", "NOTICE"]
export const LOCAL_MARK = "local-only"
const LOCAL_VALUES: Readonly<Record<string, string>> = { LIMITS: "off" }

function localFaults(env: Record<string, unknown>): string[] {
  if (env["STAGE"] !== "production") return []
  const named = LOCAL_NAMES.filter((name) => env[name] !== undefined).map((name) => `${name}: belongs to the local world; remove it`)
  const marked = Object.entries(env)
    .filter(([name, value]) => typeof value === "string" && (value.includes(LOCAL_MARK) || value === LOCAL_VALUES[name]))
    .map(([name]) => `${name}: is a value of the local world; set a real one`)
  return [...named, ...marked]
}

/**
 * The reader of one Worker's config. `schema` says which bindings there are, `group` turns them into what the code uses.
 * Throws `misconfigured` that names every faulty binding, never its value. `names` lists the bindings, for the house test.
 */
export function readConfig<S extends z.ZodObject, C>(schema: S, group: (env: z.infer<S>) => C): ConfigReader<C> {
  const seen = new WeakMap<object, C>()
  const read = (env: unknown): C => {
    const known = seen.get(env as object)
    if (known !== undefined) return known
    const parsed = schema.safeParse(env)
    const issues = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`)
    const faults = [...issues, ...localFaults(env as Record<string, unknown>)]
    if (!parsed.success || faults.length > 0) {
      throw new Failure("misconfigured", "The configuration is not complete. Run `npm run doctor` for the list.", { context: { faults } })
    }
    const config = group(parsed.data)
    seen.set(env as object, config)
    return config
  }
  return Object.assign(read, { names: Object.keys(schema.shape) })
}
