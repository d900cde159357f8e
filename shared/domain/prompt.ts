// What is a model asked? One question as a value: instructions and orders that are ours, material that isn't, and the shape of the reply.
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"
import * as z from "zod"
import { UNTRUSTED_RULE, untrustedPart } from "./untrusted.ts"

export type Prompt<S extends z.ZodType = z.ZodType> = {
  /** Who the model is and what it must keep to: the studio's own words only. */
  readonly system: string
  /** The order with the studio's own facts, as text or JSON. Nothing that a stranger wrote. */
  readonly trusted: string
  /** What strangers wrote: headlines, posts, messages. It is cleaned and set apart; give it as it came. */
  readonly untrusted: readonly string[]
  /**
   * The reply's shape; an object at the top. Write `nullable` rather than `optional`, for some providers demand every field, and no
   * transformation, for it is turned into a JSON Schema.
   */
  readonly reply: S
  /** Most tokens of a reply, thinking included. */
  readonly maxTokens: number
  /** Changes with the wording, such as `content-creation/3`. */
  readonly promptVersion: string
}

export type Messages = { readonly system: string; readonly user: string }

/** The texts that are sent. `faults` says what was wrong with the reply before. `shape` spells the schema out, for a provider that isn't given it. */
export function promptMessages(
  prompt: Prompt,
  { faults = [], shape = null }: { faults?: readonly string[]; shape?: string | null } = {},
): Messages {
  const data = untrustedPart(prompt.untrusted)
  const system = [
    prompt.system,
    data && UNTRUSTED_RULE,
    shape && `Reply with one JSON object of this JSON Schema and nothing else: ${shape}`,
  ]
  const retry = faults.length > 0 ? `Your last reply did not fit. Reply anew, with these faults mended:\n${faults.join("\n")}` : null
  return { system: joined(system), user: joined([prompt.trusted, data, retry]) }
}

const joined = (parts: readonly (string | null)[]): string => parts.filter((part) => part !== null && part !== "").join("\n\n")

/** The JSON Schema of the reply as the providers are given it: no field beside those named. */
export const replySchema = (prompt: Prompt): Record<string, unknown> => z.toJSONSchema(prompt.reply, { target: "draft-7" })

/** SHA-256 in hex of everything that decides the reply: the texts as given, the reply's schema, the version, and the models in their order. */
export function promptHash(prompt: Prompt, models: readonly string[]): string {
  const { system, trusted, untrusted, maxTokens, promptVersion } = prompt
  const whole = { system, trusted, untrusted, maxTokens, promptVersion, schema: replySchema(prompt), models }
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(whole))))
}

/** JSON in which the order of fields says nothing. */
const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_name, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  )

/** What an attempt adds to the texts and the schema: roles, the provider's own words around a schema. */
const OVERHEAD_TOKENS = 1_000

/**
 * The most tokens that sending these texts can be: a token of every tokenizer in use stands for at least one byte of UTF-8. About four times
 * what English really takes.
 */
export function mostTokensIn({ system, user }: Messages, schema: string): number {
  return utf8ToBytes(system + user + schema).length + OVERHEAD_TOKENS
}
