// What does a platform's answer to a channel's request mean? Done, refused, later, or nobody knows.
import type * as z from "zod"
import { Failure } from "../kit/failure.ts"
import type { Call, CallAnswer, CallRequest } from "../kit/http.ts"

export type Exchange<S extends z.ZodType> = {
  readonly request: Omit<CallRequest, "inspect" | "answers">
  /** The shape of what is answered where it worked. */
  readonly reply: S
  /** True where the request posts something that can't be taken back unseen: only then is a lost answer `upstream-unknown`. */
  readonly posts: boolean
  /** Milliseconds that a 429 asks to wait, null where it doesn't say. */
  readonly waitMs: (answer: CallAnswer, json: unknown) => number | null
  /** The platform's own words on a refusal; they are kept for the log. */
  readonly reason: (json: unknown) => string | null
  /** Never shown, not even where the platform echoes them. */
  readonly secrets: readonly string[]
}

/** Where a platform doesn't say how long to wait: long enough for the window of any of them that is counted in minutes. */
const DEFAULT_WAIT_MS = 60_000
const REFUSALS = Array.from({ length: 100 }, (_, i) => 400 + i)

/**
 * Sends one request and reads its answer. 4xx is never repeated: 429 is `rate-limited` with its wait, 408 and 5xx of a request that posts
 * are `upstream-unknown` as is an answer that can't be read, every other 4xx `upstream-rejected`, its context with `status` and `reason`.
 */
export async function exchange<S extends z.ZodType>(
  call: Call,
  options: Exchange<S>,
): Promise<{ readonly reply: z.output<S>; readonly answer: CallAnswer }> {
  const { request, reply, posts } = options
  const answer = await call({ ...request, answers: REFUSALS }).catch((thrown: unknown) => {
    throw posts ? whenPosting(thrown) : beforePosting(thrown)
  })
  const json = toJson(answer.text)
  if (answer.status >= 400) throw refusal(answer, json, options)
  const parsed = reply.safeParse(json)
  if (parsed.success) return { reply: parsed.data, answer }
  const code = posts ? "upstream-unknown" : "upstream-unavailable"
  const place = parsed.error.issues[0]?.path.map(String).join("/").slice(0, 100)
  const context = { source: request.source, status: answer.status, place }
  throw new Failure(code, `${request.source} answered in another shape than it documents.`, { context })
}

function refusal(answer: CallAnswer, json: unknown, { request, posts, waitMs, reason, secrets }: Exchange<z.ZodType>): Failure {
  const { source } = request
  const { status } = answer
  const context = { source, status, reason: hide(reason(json) ?? "", secrets).slice(0, 200) }
  if (status === 429) {
    const wait = waitMs(answer, json) ?? DEFAULT_WAIT_MS
    return new Failure("rate-limited", `${source} asks to wait.`, { waitMs: Math.max(0, Math.ceil(wait)), context })
  }
  if (status === 408) return new Failure(posts ? "upstream-unknown" : "upstream-unavailable", `${source} lost patience.`, { context })
  return new Failure("upstream-rejected", `${source} refused the request with ${status}.`, { context })
}

/** The way out rests a source without asking it, and says for how long. An answer that broke off may be one to a post that is there. */
function whenPosting(thrown: unknown): unknown {
  if (!(thrown instanceof Failure) || thrown.code !== "upstream-unavailable" || thrown.waitMs !== null) return thrown
  return new Failure("upstream-unknown", thrown.detail, { context: thrown.context })
}

/** A request that posts nothing can be tried again, whatever became of it. */
function beforePosting(thrown: unknown): unknown {
  if (!(thrown instanceof Failure) || thrown.code !== "upstream-unknown") return thrown
  return new Failure("upstream-unavailable", thrown.detail, { context: thrown.context })
}

export function toJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const hide = (text: string, secrets: readonly string[]): string =>
  secrets.filter((secret) => secret.length > 3).reduce((shown, secret) => shown.replaceAll(secret, "[hidden]"), text)

/** A header that holds seconds, a count or a moment since 1970, in milliseconds. */
export function secondsHeader(headers: Headers, name: string): number | null {
  const value = headers.get(name)?.trim() ?? ""
  return /^\d{1,10}(\.\d+)?$/.test(value) ? Number(value) * 1000 : null
}
