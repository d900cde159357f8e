// Which models may be asked, in which order, with which keys? `MODELS` names them for everyone to read, `MODEL_KEYS` holds their secrets.
import * as z from "zod"
import { modelPrice } from "../../shared/domain/prices.ts"
import type { ModelProvider } from "../../shared/integrations/model.ts"
import { SecretText } from "../../shared/kit/env.ts"

const BASE_URLS = { "openai-compatible": "https://api.openai.com/v1", anthropic: "https://api.anthropic.com/v1" } as const

const UsdPerMillion = z.number().min(0).max(1_000)

const Entry = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,29}$/),
  kind: z.enum(["openai-compatible", "anthropic"]),
  /** With the version; the maker's own where it is left out. */
  baseUrl: z.url({ protocol: /^https$/ }).optional(),
  model: z.string().min(1).max(100),
  timeoutS: z.int().min(1).max(120).default(30),
  /** US dollars a million tokens, for a model that isn't on the list of prices. */
  price: z.strictObject({ in: UsdPerMillion, out: UsdPerMillion }).optional(),
  /** False for a server that takes no JSON Schema. */
  structured: z.boolean().default(true),
})
const Entries = z.array(Entry).max(5)
export type ModelEntry = z.infer<typeof Entry>

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** The list in `MODELS`, such as `[{"name":"claude","kind":"anthropic","model":"claude-haiku-4-5"}]`; empty means that no model is asked. */
export const ModelList = z
  .string()
  .default("")
  .transform((json, context): readonly ModelEntry[] => {
    const parsed = Entries.safeParse(json.trim() === "" ? [] : parseJson(json))
    const faults = parsed.success
      ? parsed.data
          .filter(({ model, price }) => price === undefined && modelPrice(model) === null)
          .map(({ name }) => `${name}: needs a price`)
      : parsed.error.issues.map(({ path, message }) => `${path.join(".") || "(whole)"}: ${message}`)
    for (const message of faults) context.addIssue({ code: "custom", message })
    return parsed.success ? parsed.data : z.NEVER
  })

/** `claude=KEY,workers-ai=KEY`. */
export const ModelKeys = z
  .string()
  .default("")
  .transform((text): ReadonlyMap<string, SecretText> => {
    const pairs = text.split(",").flatMap((part) => {
      const [, name = "", key = ""] = /^\s*([a-z][a-z0-9-]*)\s*=\s*(\S+)\s*$/.exec(part) ?? []
      return name === "" ? [] : [[name, new SecretText(key)] as const]
    })
    return new Map(pairs)
  })

/** The names of models without a key. */
export const withoutKey = (models: readonly ModelEntry[], keys: ReadonlyMap<string, SecretText>): string[] =>
  models.filter(({ name }) => !keys.has(name)).map(({ name }) => name)

/** The providers in the order in which they are asked; null where there is none. */
export function toProviders(models: readonly ModelEntry[], keys: ReadonlyMap<string, SecretText>): readonly ModelProvider[] | null {
  const providers = models.flatMap(({ name, kind, baseUrl, model, timeoutS, price, structured }) => {
    const apiKey = keys.get(name)
    if (apiKey === undefined) return []
    const paid = price === undefined ? {} : { price: { inMicroUsd: toMicro(price.in), outMicroUsd: toMicro(price.out) } }
    return [{ name, kind, baseUrl: baseUrl ?? BASE_URLS[kind], apiKey, model, timeoutMs: timeoutS * 1_000, structured, ...paid }]
  })
  return providers.length === 0 ? null : providers
}

const toMicro = (usd: number): number => Math.round(usd * 1_000_000)
