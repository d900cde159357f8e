// What the model's tests need: two providers on a fake internet of their own, a clock that moves by its sleeps alone, and a ledger that remembers.
import * as z from "zod"
import type { Prompt } from "../../shared/domain/prompt.ts"
import { type Model, type ModelCharge, type ModelOptions, type ModelProvider, openModels } from "../../shared/integrations/model.ts"
import { openBreakers } from "../../shared/kit/breaker.ts"
import { SecretText } from "../../shared/kit/env.ts"
import { BREAKER_DEFAULTS } from "../../shared/kit/http.ts"
import { type Budget, Meter } from "../../shared/kit/meter.ts"
import { fakeClock } from "../kit/outside.ts"
import { type Behave, type ModelBehaviour, openModelHost } from "../world/hosts/model.ts"

export const KEYS = { first: "sk_first_secret_key", second: "sk_second_secret_key" } as const

/** A million tokens for a dollar in, two dollars out: a token is one micro-dollar in, and two out. */
const PRICE = { inMicroUsd: 1_000_000, outMicroUsd: 2_000_000 }

export const FIRST: ModelProvider = {
  name: "first",
  kind: "openai-compatible",
  baseUrl: "https://first.example/v1",
  apiKey: new SecretText(KEYS.first),
  model: "small-1",
  timeoutMs: 5_000,
  price: PRICE,
}
export const SECOND: ModelProvider = {
  name: "second",
  kind: "anthropic",
  baseUrl: "https://second.example/v1",
  apiKey: new SecretText(KEYS.second),
  model: "claude-haiku-4-5",
  timeoutMs: 5_000,
  price: { inMicroUsd: 10_000_000, outMicroUsd: 50_000_000 },
}

export const Reply = z.object({ parts: z.array(z.string().min(1)).min(1).max(3), title: z.string().nullable() })
export const GOOD = { parts: ["BTC rose 2.8%."], title: null }

export const newPrompt = (more: Partial<Prompt<typeof Reply>> = {}): Prompt<typeof Reply> => ({
  system: "You write for the studio.",
  trusted: '{"claims":[{"measure":"return","value":"2.8"}]}',
  untrusted: ["Bitcoin rallies on ETF flows"],
  reply: Reply,
  maxTokens: 500,
  promptVersion: "test/1",
  ...more,
})

type Script = readonly ModelBehaviour[] | Behave

/** Answers in order, the last for ever. */
const scripted = (script: Script): Behave =>
  typeof script === "function" ? script : (_request, nth) => script[Math.min(nth, script.length) - 1] ?? { reply: GOOD }

type Options = {
  readonly first?: Script
  readonly second?: Script
  readonly providers?: readonly ModelProvider[]
  readonly budget?: Partial<Budget>
  /** May this be booked? */
  readonly mayReserve?: (charge: ModelCharge) => boolean
  readonly more?: Partial<ModelOptions>
}

/** Both providers answer well unless told otherwise. */
export function modelWorld({
  first = [],
  second = [],
  providers = [FIRST, SECOND],
  budget = {},
  mayReserve = () => true,
  more = {},
}: Options = {}) {
  const clock = fakeClock()
  const meter = new Meter({ wallMs: 1, calls: 1_000, statements: 1, tokens: 1_000_000, microUsd: 10_000_000, ...budget })
  const hosts = {
    first: openModelHost({ names: ["first.example", "api.openai.com"], key: KEYS.first, behave: scripted(first) }),
    second: openModelHost({ names: ["second.example"], key: KEYS.second, behave: scripted(second) }),
  }
  const fetch = async (url: string, init: RequestInit) => {
    const found = Object.values(hosts).find(({ host }) => host.names.includes(new URL(url).hostname))
    if (!found) throw new Error(`unknown host in ${url}`)
    return found.host.answer(new Request(url, init), clock.now())
  }
  const reserved: ModelCharge[] = []
  const settled: (ModelCharge & { readonly reservedMicroUsd: number })[] = []
  const model: Model = openModels(providers, {
    fetch: fetch as unknown as typeof globalThis.fetch,
    clock,
    meter,
    random: () => 0.5,
    breakers: openBreakers(BREAKER_DEFAULTS),
    ledger: {
      reserve: async (charge) => {
        if (!mayReserve(charge)) return false
        reserved.push(charge)
        return true
      },
      settle: async (charge) => void settled.push(charge),
    },
    ...more,
  })
  return { model, clock, meter, hosts, reserved, settled }
}
