// A model's API as the studio meets it: OpenAI's chat completions and Anthropic's messages in one host, behaving as a test tells it.
import { type Host, jsonAnswer, retryAfter } from "./host.ts"

export type ModelRequest = {
  readonly api: "chat" | "messages"
  readonly model: string
  readonly system: string
  readonly user: string
  /** JSON Schema that the reply was asked to keep to, null where none was sent. */
  readonly schema: unknown
  readonly maxTokens: number
  readonly body: Readonly<Record<string, unknown>>
  readonly headers: Headers
}

/** What becomes of a request. Tokens count as a quarter of the characters, rounded up, unless `usage` says otherwise; `null` leaves them out. */
export type ModelBehaviour =
  | { readonly reply: unknown; readonly usage?: Usage | null; readonly end?: "whole" | "cut" | "withheld"; readonly delayMs?: number }
  | { readonly text: string; readonly usage?: Usage | null; readonly end?: "whole" | "cut" | "withheld" }
  | { readonly status: number; readonly retryAfterS?: number }
  | "truncated"
  | "wrong-shape"
  | "lost"
  | "hang"

export type Usage = { readonly tokensIn: number; readonly tokensOut: number }
export type Behave = (request: ModelRequest, nth: number) => ModelBehaviour

export type ModelHost = {
  readonly host: Host
  /** Well-formed requests with the right key, in order. */
  readonly requests: readonly ModelRequest[]
}

export type ModelHostOptions = {
  readonly names: readonly string[]
  readonly key: string
  readonly behave: Behave
  /** Waits, for slow answers. */
  readonly sleep?: (ms: number) => Promise<void>
}

const API_OF = [
  [/\/chat\/completions$/, "chat"],
  [/\/v1\/messages$/, "messages"],
] as const

export function openModelHost({ names, key, behave, sleep = async () => undefined }: ModelHostOptions): ModelHost {
  const requests: ModelRequest[] = []
  async function answer(request: Request): Promise<Response> {
    const path = new URL(request.url).pathname
    const api = API_OF.find(([pattern]) => pattern.test(path))?.[1]
    if (api === undefined || request.method !== "POST") return refusal("chat", 404, "no such path")
    const given = api === "chat" ? request.headers.get("authorization") : request.headers.get("x-api-key")
    if (given !== (api === "chat" ? `Bearer ${key}` : key)) return refusal(api, 401, `Incorrect API key provided: ${given}`)
    const read = readRequest(api, request.headers, await request.json())
    if (typeof read === "string") return refusal(api, 400, read)
    requests.push(read)
    return act(read, behave(read, requests.length), sleep)
  }
  return { requests, host: { names, answer, refuse: (status, retryAfterS) => refusal("chat", status, "as told", retryAfterS) } }
}

type Message = { readonly role: string; readonly content: unknown }

/** The request, or what the real API would say is wrong with it. */
function readRequest(api: "chat" | "messages", headers: Headers, body: Record<string, unknown>): ModelRequest | string {
  const { model, max_tokens, max_completion_tokens, messages } = body
  const maxTokens = max_tokens ?? max_completion_tokens
  if (typeof model !== "string" || !Array.isArray(messages)) return "model and messages are required"
  if (api === "messages" && headers.get("anthropic-version") !== "2023-06-01") return "anthropic-version: header is required"
  if (typeof maxTokens !== "number") return "max_tokens: Field required"
  const all = [...(api === "messages" ? [{ role: "system", content: body["system"] }] : []), ...(messages as Message[])]
  const textOf = (role: string): string => all.flatMap((each) => (each.role === role ? [flatten(each.content)] : [])).join("\n")
  return { api, model, system: textOf("system"), user: textOf("user"), schema: schemaOf(body), maxTokens, body, headers }
}

/** Content is text, or parts of which each holds text. */
const flatten = (content: unknown): string =>
  typeof content === "string" ? content : (content as { text: string }[]).map((part) => part.text).join("\n")

type Shapes = {
  readonly response_format?: { readonly json_schema?: { readonly schema?: unknown } }
  readonly output_config?: { readonly format?: { readonly schema?: unknown } }
  readonly tools?: readonly { readonly input_schema?: unknown }[]
}

function schemaOf(body: Shapes): unknown {
  return body.response_format?.json_schema?.schema ?? body.output_config?.format?.schema ?? body.tools?.[0]?.input_schema ?? null
}

async function act(request: ModelRequest, behaviour: ModelBehaviour, sleep: (ms: number) => Promise<void>): Promise<Response> {
  if (behaviour === "lost") throw new TypeError("fetch failed: the connection was reset")
  if (behaviour === "hang") return new Promise(() => undefined)
  if (behaviour === "wrong-shape") return jsonAnswer({ fine: true })
  if (behaviour === "truncated") {
    const whole = await (await act(request, { reply: {} }, sleep)).text()
    return new Response(whole.slice(0, Math.floor(whole.length / 2)), { headers: { "content-type": "application/json" } })
  }
  if ("status" in behaviour) return refusal(request.api, behaviour.status, "as told", behaviour.retryAfterS ?? null)
  if ("delayMs" in behaviour) await sleep(behaviour.delayMs ?? 0)
  const text = "text" in behaviour ? behaviour.text : JSON.stringify(behaviour.reply)
  const counted = { tokensIn: tokensOf(request.system + request.user), tokensOut: tokensOf(text) }
  const usage = behaviour.usage === undefined ? counted : behaviour.usage
  const form = request.api === "chat" ? chatCompletion : message
  return jsonAnswer(form(request, { text, usage, end: behaviour.end ?? "whole" }))
}

const tokensOf = (text: string): number => Math.ceil(text.length / 4)

type Answer = { readonly text: string; readonly usage: Usage | null; readonly end: "whole" | "cut" | "withheld" }

/** https://platform.openai.com/docs/api-reference/chat/object */
function chatCompletion({ model }: ModelRequest, { text, usage, end }: Answer): unknown {
  const finish_reason = { whole: "stop", cut: "length", withheld: "content_filter" }[end]
  const counts = usage && {
    prompt_tokens: usage.tokensIn,
    completion_tokens: usage.tokensOut,
    total_tokens: usage.tokensIn + usage.tokensOut,
    prompt_tokens_details: { cached_tokens: 0 },
  }
  const choice = { index: 0, message: { role: "assistant", content: text, refusal: null }, logprobs: null, finish_reason }
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1_795_305_600,
    model,
    choices: [choice],
    ...(counts ? { usage: counts } : {}),
  }
}

/** https://platform.claude.com/docs/en/api/messages; an older model is made to call a tool whose input is the reply. */
function message({ model, body }: ModelRequest, { text, usage, end }: Answer): unknown {
  const tool = "tools" in body
  const content = tool ? [{ type: "tool_use", id: "toolu_1", name: "json", input: JSON.parse(text) }] : [{ type: "text", text }]
  const stop_reason = { whole: tool ? "tool_use" : "end_turn", cut: "max_tokens", withheld: "refusal" }[end]
  // Anthropic always counts.
  const { tokensIn, tokensOut } = usage ?? { tokensIn: 0, tokensOut: 0 }
  const counts = { input_tokens: tokensIn, output_tokens: tokensOut, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 }
  return { id: "msg_1", type: "message", role: "assistant", model, content, stop_reason, stop_sequence: null, usage: counts }
}

const WORDS: Readonly<Record<number, readonly [openAi: string, anthropic: string]>> = {
  400: ["invalid_request_error", "invalid_request_error"],
  401: ["invalid_api_key", "authentication_error"],
  404: ["model_not_found", "not_found_error"],
  429: ["rate_limit_exceeded", "rate_limit_error"],
  529: ["server_error", "overloaded_error"],
}

/** The API's own error body; its sentence repeats what it was given, as the real ones do. */
function refusal(api: "chat" | "messages", status: number, words: string, retryAfterS: number | null = null): Response {
  const [openAi, anthropic] = WORDS[status] ?? ["server_error", "api_error"]
  const error = api === "chat" ? { message: words, type: openAi, param: null, code: openAi } : { type: anthropic, message: words }
  const body = api === "chat" ? { error } : { type: "error", error, request_id: "req_1" }
  return jsonAnswer(body, { status, headers: retryAfter(retryAfterS) })
}
