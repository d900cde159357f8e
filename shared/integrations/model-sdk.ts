// How is a provider spoken to? The only place that knows the AI SDK: it makes the wire format, the house's own way out sends it.
import { createAnthropic } from "@ai-sdk/anthropic"
import { createOpenAICompatible } from "@ai-sdk/openai-compatible"
import {
  APICallError,
  generateText,
  InvalidResponseDataError,
  jsonSchema,
  NoObjectGeneratedError,
  NoOutputGeneratedError,
  Output,
} from "ai"
import * as z from "zod"
import type { SecretText } from "../kit/env.ts"
import { Failure } from "../kit/failure.ts"
import type { Call, CallAnswer } from "../kit/http.ts"

type SdkModel = Parameters<typeof generateText>[0]["model"]
export type LanguageModel = { readonly source: string; readonly structured: boolean; readonly sdk: SdkModel }

export type LanguageRequest = {
  readonly system: string
  readonly user: string
  /** JSON Schema, draft 7. */
  readonly schema: Readonly<Record<string, unknown>>
  readonly maxTokens: number
}

export type LanguageAnswer = {
  /** Undefined where the text is no JSON, or there is none. */
  readonly json: unknown
  /** `cut` at the most tokens; `withheld` by the provider's content filter or the model's own refusal. */
  readonly end: "whole" | "cut" | "withheld"
  /** As the provider counts them, cached ones included; null where it doesn't say. */
  readonly tokensIn: number | null
  readonly tokensOut: number | null
}

type Address = {
  readonly name: string
  readonly kind: "openai-compatible" | "anthropic"
  readonly baseUrl: string
  readonly apiKey: SecretText
  readonly model: string
  readonly structured: boolean
}

/** A provider's model, whose requests all go through `call` with the source `model:NAME`. */
export function openLanguageModel({ name, kind, baseUrl, apiKey, model, structured }: Address, call: Call): LanguageModel {
  const source = `model:${name}`
  const settings = { name, baseURL: baseUrl.replace(/\/+$/, ""), apiKey: apiKey.reveal(), fetch: fetchThrough(call, source) }
  if (kind === "anthropic") return { source, structured, sdk: createAnthropic(settings).messages(model) }
  const isOpenAi = URL.canParse(baseUrl) && new URL(baseUrl).hostname === "api.openai.com"
  const openAi = isOpenAi ? { transformRequestBody: forOpenAi } : {}
  const provider = createOpenAICompatible({ ...settings, ...openAi, supportsStructuredOutputs: structured })
  return { source, structured, sdk: provider.chatModel(model) }
}

/** OpenAI's newer models refuse `max_tokens`; those that are compatible with it often know no other name. */
function forOpenAi({ max_tokens, ...body }: Record<string, unknown>): Record<string, unknown> {
  return { ...body, max_completion_tokens: max_tokens }
}

/** Statuses that say no; 408, 425 and 429 say later, and are failures of the call. */
const REFUSALS = Array.from({ length: 100 }, (_, i) => 400 + i).filter((status) => ![408, 425, 429].includes(status))

/** The SDK's `fetch`: refusals, limits, time-outs and lost connections come out of it as the house's failures. */
function fetchThrough(call: Call, source: string): typeof fetch {
  return async (input, init) => {
    const { body, headers } = init ?? {}
    if (typeof input !== "string" || typeof body !== "string") throw new Error("The SDK sends text to an address given as text.")
    const answer = await call({
      source,
      url: input,
      method: "POST",
      headers: Object.fromEntries(new Headers(headers)),
      body,
      answers: REFUSALS,
    })
    if (answer.status >= 400) throw refusal(source, answer)
    return new Response(answer.text, { status: answer.status, headers: { "content-type": "application/json" } })
  }
}

const Refused = z.object({ error: z.object({ code: z.unknown().optional(), type: z.unknown().optional() }) })

/** Keeps the machine-readable word of a refusal alone: its sentences may repeat the key or the prompt. */
function refusal(source: string, { status, text }: CallAnswer): Failure {
  const { code, type } = Refused.safeParse(toJson(text)).data?.error ?? {}
  const word = [code, type].find((each) => typeof each === "string" && /^[a-z]{1,20}(_[a-z]{1,20}){0,4}$/.test(each))
  return new Failure("upstream-rejected", `${source} refused with ${status}.`, { context: { source, status, ...(word ? { word } : {}) } })
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Asks once. Throws a Failure where there is no answer, `upstream-unavailable` with `malformed` where it isn't in the API's shape. */
export async function askLanguageModel({ sdk, source, structured }: LanguageModel, request: LanguageRequest): Promise<LanguageAnswer> {
  const output = structured ? Output.object({ schema: jsonSchema(request.schema), name: "reply" }) : Output.json()
  try {
    const result = await generateText({
      model: sdk,
      system: request.system,
      prompt: request.user,
      maxOutputTokens: request.maxTokens,
      // Attempts are counted and paid for one by one, by the caller.
      maxRetries: 0,
      output,
    })
    return toAnswer(result.finishReason, result.usage, readOutput(result))
  } catch (thrown) {
    if (NoObjectGeneratedError.isInstance(thrown)) return toAnswer(thrown.finishReason, thrown.usage, undefined)
    if (!APICallError.isInstance(thrown) && !InvalidResponseDataError.isInstance(thrown)) throw thrown
    // The SDK's error holds the whole prompt and answer: it goes no further.
    throw new Failure("upstream-unavailable", `${source} answered in another shape than it documents.`, {
      context: { source, malformed: true },
    })
  }
}

function readOutput(result: { readonly output: unknown }): unknown {
  try {
    return result.output
  } catch (thrown) {
    if (NoOutputGeneratedError.isInstance(thrown)) return undefined
    throw thrown
  }
}

type Usage = { readonly inputTokens: number | undefined; readonly outputTokens: number | undefined }

function toAnswer(finishReason: string | undefined, usage: Usage | undefined, json: unknown): LanguageAnswer {
  const end = finishReason === "content-filter" ? "withheld" : finishReason === "length" ? "cut" : "whole"
  return { json, end, tokensIn: counted(usage?.inputTokens), tokensOut: counted(usage?.outputTokens) }
}

/** No prompt and no reply has no tokens: zero says that the provider doesn't count. */
const counted = (tokens: number | undefined): number | null =>
  tokens !== undefined && Number.isSafeInteger(tokens) && tokens > 0 ? tokens : null
