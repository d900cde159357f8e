// Who writes where the operator has a model? One port over several providers: asked in their order, each attempt timed, priced and capped,
// until one gives a reply that fits its schema.
import type * as z from "zod"
import { type ModelPrice, modelPrice } from "../domain/prices.ts"
import { type Prompt, promptHash } from "../domain/prompt.ts"
import { type Backoff, backoffMs } from "../kit/backoff.ts"
import type { Breakers } from "../kit/breaker.ts"
import type { Clock } from "../kit/clock.ts"
import type { SecretText } from "../kit/env.ts"
import { Failure } from "../kit/failure.ts"
import { openCall } from "../kit/http.ts"
import type { Meter } from "../kit/meter.ts"
import { type Attempted, attemptReply, type Candidate } from "./model-attempt.ts"
import { openLanguageModel } from "./model-sdk.ts"

export type ModelProvider = {
  /** As the log, the ledger and the dashboard call it: `workers-ai`. */
  readonly name: string
  /** Workers AI is `openai-compatible` at `https://api.cloudflare.com/client/v4/accounts/ACCOUNT/ai/v1`. */
  readonly kind: "openai-compatible" | "anthropic"
  /** With the version, without a slash at the end: `https://api.anthropic.com/v1`. */
  readonly baseUrl: string
  readonly apiKey: SecretText
  /** As the provider's API calls it. */
  readonly model: string
  /** For one attempt, until the whole reply is read. In real milliseconds. */
  readonly timeoutMs: number
  /** What the operator pays; the list price where it is left out. */
  readonly price?: ModelPrice
  /** False for a server that refuses a JSON Schema in its request: the prompt then spells it out. True unless told. */
  readonly structured?: boolean
}

/**
 * `unfit`: a reply that doesn't fit its schema. `refused`: 4xx, or content that was withheld. `limited`: 429. `failed`: 5xx. `lost`: the connection
 * broke. `malformed`: not the API's own shape. `resting`: the circuit breaker let nothing through. `over-cap`: the ledger had no room.
 * `over-budget`: the run had none.
 */
export type AttemptOutcome =
  | "answered"
  | "unfit"
  | "refused"
  | "limited"
  | "failed"
  | "timed-out"
  | "lost"
  | "malformed"
  | "resting"
  | "over-cap"
  | "over-budget"

export type ModelAttempt = {
  readonly provider: string
  readonly model: string
  readonly outcome: AttemptOutcome
  /** The provider's status or machine-readable code, or the first fault of a reply; null where there is nothing to say. */
  readonly detail: string | null
  /** Real milliseconds. */
  readonly ms: number
  /** Booked for it in the end: what the provider counted, or the most that it can be where the provider was asked and didn't say. */
  readonly microUsd: number
}

export type ModelReply<T = unknown> = {
  readonly value: T
  readonly provider: string
  readonly model: string
  /** Tokens and money are those of all attempts. */
  readonly tokensIn: number
  readonly tokensOut: number
  readonly microUsd: number
  /** In order; the last is the one that answered. */
  readonly attempts: readonly ModelAttempt[]
}

export type ModelCharge = {
  readonly provider: string
  readonly model: string
  /**
   * Of the prompt: with `number`, which counts from 1 over all attempts of one `ask`, it names the charge within one attempt of a run. A run that is
   * tried again may ask, and pay, again: the run's own attempt belongs into the ledger's key.
   */
  readonly promptHash: string
  readonly number: number
  readonly microUsd: number
}

/** Where the money is kept, which is not the model's concern: the ledger, with its caps. */
export type ModelLedger = {
  /** Asked before each attempt with the most that it can cost. False where that would pass a cap: the provider is then skipped. */
  reserve(charge: ModelCharge): Promise<boolean>
  /** Told after each attempt what is to stand in the place of the reserved sum. Where it isn't told, the whole sum stays booked. */
  settle(charge: ModelCharge & { readonly reservedMicroUsd: number }): Promise<void>
}

export type ModelOptions = {
  readonly fetch: typeof fetch
  readonly clock: Clock
  readonly meter: Meter
  /** 0 to 1, for the jitter. */
  readonly random: () => number
  readonly ledger: ModelLedger
  /** Of one provider before the next is asked; 3 unless told. */
  readonly attempts?: number
  /** Between attempts at one provider; a provider that asks for more than `capMs` is left for the next. */
  readonly backoff?: Backoff
  readonly breakers?: Breakers
}

export type Model = {
  /** What a stored reply to this prompt is kept under. */
  hash(prompt: Prompt): string
  /**
   * The first reply that fits. Throws `upstream-rejected` where every provider that was asked refused, `budget-spent` where none could be asked for
   * want of money, else `upstream-unavailable`; `context.attempts` says how each attempt went.
   */
  ask<S extends z.ZodType>(prompt: Prompt<S>): Promise<ModelReply<z.output<S>>>
}

const DEFAULT_BACKOFF: Backoff = { baseMs: 1_000, capMs: 10_000 }
/** A reply of 8,000 tokens is some 40 KB. */
const MAX_BYTES = 1_000_000

/** The port over these providers, at least one. Throws `misconfigured`, naming every model whose price is neither listed nor given. */
export function openModels(providers: readonly ModelProvider[], options: ModelOptions): Model {
  const candidates = priced(providers).map((provider) => toCandidate(provider, options))
  const models = providers.map(({ name, model }) => `${name}/${model}`)
  const hash = (prompt: Prompt): string => promptHash(prompt, models)
  return { hash, ask: (prompt) => ask(prompt, { candidates, hash: hash(prompt), options }) }
}

function priced(providers: readonly ModelProvider[]): readonly (ModelProvider & { readonly price: ModelPrice })[] {
  if (providers.length === 0) throw new Failure("misconfigured", "No model provider is configured.")
  const known = providers.flatMap((provider) => {
    const price = provider.price ?? modelPrice(provider.model)
    return price === null ? [] : [{ ...provider, price }]
  })
  if (known.length === providers.length) return known
  const faults = providers
    .filter(({ model, price }) => !price && !modelPrice(model))
    .map(({ name, model }) => `${name}: ${model} has no known price`)
  throw new Failure("misconfigured", "A model's price is not known; configure it.", { context: { faults } })
}

function toCandidate(provider: ModelProvider & { readonly price: ModelPrice }, options: ModelOptions): Candidate {
  const { fetch, clock, meter, random, breakers, backoff = DEFAULT_BACKOFF } = options
  const call = openCall({
    fetch,
    clock,
    meter,
    random,
    timeoutMs: provider.timeoutMs,
    maxBytes: MAX_BYTES,
    concurrency: 5,
    // Attempts are counted here, each with its own booking.
    attempts: 1,
    backoff,
    ...(breakers ? { breakers } : {}),
  })
  const { name, model, price, structured = true } = provider
  return { provider: name, model, price, structured, language: openLanguageModel({ ...provider, structured }, call) }
}

type Asking = { readonly candidates: readonly Candidate[]; readonly hash: string; readonly options: ModelOptions }

async function ask<S extends z.ZodType>(prompt: Prompt<S>, { candidates, hash, options }: Asking): Promise<ModelReply<z.output<S>>> {
  const done: Attempted<z.output<S>>[] = []
  for (const candidate of candidates) {
    for (let count = 1, faults: readonly string[] = []; ; count += 1) {
      const attempted = await attemptReply(prompt, { candidate, faults, promptHash: hash, number: done.length + 1, options })
      done.push(attempted)
      if (attempted.note.outcome === "answered") return toReply(attempted, done)
      const waitMs = count < (options.attempts ?? 3) ? waitBeforeRepeat(attempted, faults, count, options) : null
      if (waitMs === null) break
      if (waitMs > 0) await options.clock.sleep(waitMs)
      options.meter.noteRetry()
      // A failure in between doesn't make the model's fault forgotten.
      faults = attempted.faults.length > 0 ? attempted.faults : faults
    }
  }
  throw exhausted(done.map(({ note }) => note))
}

/** Milliseconds to wait before the same provider is asked again, null where the next one's turn has come. */
function waitBeforeRepeat(
  { note, waitMs, faults }: Attempted<unknown>,
  told: readonly string[],
  count: number,
  options: ModelOptions,
): number | null {
  const { backoff = DEFAULT_BACKOFF, random } = options
  if (note.outcome === "unfit") return told.length === 0 && faults.length > 0 ? 0 : null
  if (!["limited", "failed", "lost", "malformed"].includes(note.outcome) || (waitMs ?? 0) > backoff.capMs) return null
  return Math.max(waitMs ?? 0, backoffMs(count, backoff, random))
}

function toReply<T>({ value, note }: Attempted<T>, done: readonly Attempted<T>[]): ModelReply<T> {
  const sum = (of: (each: Attempted<T>) => number): number => done.reduce((total, each) => total + of(each), 0)
  return {
    // The outcome says that there is one.
    value: value as T,
    provider: note.provider,
    model: note.model,
    tokensIn: sum((each) => each.tokensIn),
    tokensOut: sum((each) => each.tokensOut),
    microUsd: sum((each) => each.note.microUsd),
    attempts: done.map((each) => each.note),
  }
}

function exhausted(attempts: readonly ModelAttempt[]): Failure {
  const asked = attempts.filter(({ outcome }) => outcome !== "over-cap" && outcome !== "over-budget")
  const context = { attempts }
  if (asked.length === 0) return new Failure("budget-spent", "No model could be asked within the caps.", { context })
  if (asked.every(({ outcome }) => outcome === "refused")) return new Failure("upstream-rejected", "Every model refused.", { context })
  return new Failure("upstream-unavailable", "No model gave a reply that can be used.", { context })
}
