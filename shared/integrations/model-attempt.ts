// How does one attempt at a model go? Its most is booked, it is sent, what came is judged, and what it really cost is put in the booking's place.
import type * as z from "zod"
import { type ModelPrice, priceOfTokens } from "../domain/prices.ts"
import { mostTokensIn, type Prompt, promptMessages, replySchema } from "../domain/prompt.ts"
import { visibleText } from "../domain/untrusted.ts"
import { Failure, toFailure } from "../kit/failure.ts"
import type { Meter } from "../kit/meter.ts"
import type { AttemptOutcome, ModelAttempt, ModelOptions } from "./model.ts"
import { askLanguageModel, type LanguageAnswer, type LanguageModel, type LanguageRequest } from "./model-sdk.ts"

/** A provider that can be asked. */
export type Candidate = {
  readonly provider: string
  readonly model: string
  readonly price: ModelPrice
  readonly structured: boolean
  readonly language: LanguageModel
}

export type Attempted<T> = {
  readonly note: ModelAttempt
  readonly value: T | null
  /** What is wrong with a reply that doesn't fit, for the model to mend; empty where it can't. */
  readonly faults: readonly string[]
  readonly waitMs: number | null
  readonly tokensIn: number
  readonly tokensOut: number
}

type Trial = {
  readonly candidate: Candidate
  readonly faults: readonly string[]
  readonly promptHash: string
  readonly number: number
  readonly options: ModelOptions
}

/** What became of the request: its outcome, and the tokens that it took; null tokens where the provider was asked and didn't say. */
type Result<T> = {
  readonly outcome: AttemptOutcome
  readonly detail: string | null
  readonly value: T | null
  readonly faults: readonly string[]
  readonly waitMs: number | null
  readonly tokensIn: number | null
  readonly tokensOut: number | null
}

type Booking = { readonly tokensIn: number; readonly tokensOut: number; readonly microUsd: number }

const MAX_FAULTS = 5
const NOTHING = { value: null, faults: [], waitMs: null, tokensIn: 0, tokensOut: 0 } as const

/** Never throws for what a provider does; a ledger that can't be reached does. */
export async function attemptReply<S extends z.ZodType>(prompt: Prompt<S>, trial: Trial): Promise<Attempted<z.output<S>>> {
  const { candidate, options, promptHash, number, faults } = trial
  const { clock, meter, ledger } = options
  const request = toRequest(prompt, candidate, faults)
  const booking = mostOf(request, candidate.price)
  const charge = { provider: candidate.provider, model: candidate.model, promptHash, number }
  const skipped = (outcome: "over-budget" | "over-cap"): Attempted<z.output<S>> =>
    toAttempted<z.output<S>>(candidate, { ...NOTHING, outcome, detail: null }, booking, 0)
  if (!bookOnMeter(meter, booking)) return skipped("over-budget")
  if (!(await ledger.reserve({ ...charge, microUsd: booking.microUsd }))) {
    correctMeter(meter, booking, 0, 0)
    return skipped("over-cap")
  }
  const started = clock.now().getTime()
  const result = await send(prompt, candidate.language, request)
  const ms = Math.round((clock.now().getTime() - started) / clock.speed)
  const attempted = toAttempted(candidate, result, booking, ms)
  const { microUsd } = attempted.note
  correctMeter(meter, booking, attempted.tokensIn + attempted.tokensOut, microUsd)
  await ledger.settle({ ...charge, microUsd, reservedMicroUsd: booking.microUsd })
  return attempted
}

function toRequest(prompt: Prompt, { structured }: Candidate, faults: readonly string[]): LanguageRequest {
  const schema = replySchema(prompt)
  return { ...promptMessages(prompt, { faults, shape: structured ? null : JSON.stringify(schema) }), schema, maxTokens: prompt.maxTokens }
}

/** The most that the request can cost. */
function mostOf(request: LanguageRequest, price: ModelPrice): Booking {
  const tokensIn = mostTokensIn(request, JSON.stringify(request.schema))
  return { tokensIn, tokensOut: request.maxTokens, microUsd: priceOfTokens(price, tokensIn, request.maxTokens) }
}

/** Books the most on the run's own budget, or nothing where the budget has no room for it. */
function bookOnMeter(meter: Meter, { tokensIn, tokensOut, microUsd }: Booking): boolean {
  try {
    meter.spend("tokens", tokensIn + tokensOut)
  } catch {
    return false
  }
  try {
    meter.spend("microUsd", microUsd)
    return true
  } catch {
    meter.correct("tokens", tokensIn + tokensOut, 0)
    return false
  }
}

function correctMeter(meter: Meter, booking: Booking, tokens: number, microUsd: number): void {
  meter.correct("tokens", booking.tokensIn + booking.tokensOut, tokens)
  meter.correct("microUsd", booking.microUsd, microUsd)
}

function toAttempted<T>({ provider, model, price }: Candidate, result: Result<T>, most: Booking, ms: number): Attempted<T> {
  const { outcome, detail, value, faults, waitMs } = result
  const tokensIn = result.tokensIn ?? most.tokensIn
  const tokensOut = result.tokensOut ?? most.tokensOut
  const note = { provider, model, outcome, detail, ms, microUsd: priceOfTokens(price, tokensIn, tokensOut) }
  return { note, value, faults, waitMs, tokensIn, tokensOut }
}

async function send<S extends z.ZodType>(
  prompt: Prompt<S>,
  language: LanguageModel,
  request: LanguageRequest,
): Promise<Result<z.output<S>>> {
  try {
    return judge(prompt, await askLanguageModel(language, request))
  } catch (thrown) {
    return whenUnanswered(toFailure(thrown))
  }
}

/** Is the answer one that can be used? */
function judge<S extends z.ZodType>({ reply }: Prompt<S>, answer: LanguageAnswer): Result<z.output<S>> {
  const { tokensIn, tokensOut } = answer
  const unfit = (faults: readonly string[]): Result<z.output<S>> => {
    const [first = null] = faults
    return { outcome: "unfit", detail: first, value: null, faults, waitMs: null, tokensIn, tokensOut }
  }
  if (answer.end === "withheld") return { ...unfit([]), outcome: "refused", detail: "withheld" }
  if (answer.end === "cut") return unfit(["The reply was longer than allowed and was cut off."])
  if (answer.json === undefined) return unfit(["The reply is not one JSON object."])
  const parsed = reply.safeParse(answer.json)
  if (!parsed.success) return unfit(parsed.error.issues.slice(0, MAX_FAULTS).map(toFault))
  return { outcome: "answered", detail: null, value: parsed.data, faults: [], waitMs: null, tokensIn, tokensOut }
}

/**
 * In the schema's words alone: it goes into the next request beside the order, and what the model calls a field of its own may be what a
 * stranger's text made it say.
 */
function toFault({ path, code, message }: z.core.$ZodIssue): string {
  const place = path.map((step) => (/^\w{1,40}$/.test(String(step)) ? String(step) : "…")).join("/")
  return `/${place}: ${code === "unrecognized_keys" ? "has fields that the schema doesn't name" : visibleText(message)}`.slice(0, 200)
}

/** What the failure of a request was, and whether the provider may bill it: an answer with a status is not billed, silence may be. */
function whenUnanswered(failure: Failure): Result<never> {
  const { code, context, waitMs } = failure
  const { status, reason, word } = context
  const unbilled = { ...NOTHING, detail: typeof status === "number" ? String(status) : null, waitMs }
  if (code === "budget-spent") return { ...unbilled, outcome: "over-budget" }
  if (code === "upstream-rejected") return { ...unbilled, outcome: "refused", detail: typeof word === "string" ? word : unbilled.detail }
  if (code === "rate-limited") return { ...unbilled, outcome: "limited" }
  if (typeof status === "number" && (status >= 500 || status === 408 || status === 425)) return { ...unbilled, outcome: "failed" }
  if (context["final"] === true && waitMs !== null) return { ...unbilled, outcome: "resting" }
  const silent = { ...NOTHING, detail: null, tokensIn: null, tokensOut: null }
  if (code !== "upstream-unknown" && code !== "upstream-unavailable") throw failure
  if (context["malformed"] === true || context["final"] === true) return { ...silent, outcome: "malformed" }
  return { ...silent, outcome: typeof reason === "string" && reason.startsWith("TimedOut") ? "timed-out" : "lost" }
}
