// How is X asked? Every request with a token that is good now, its limits read from the headers, its problems from the body.
// https://docs.x.com/x-api/fundamentals/rate-limits and /x-api/fundamentals/response-codes-and-errors.
import * as z from "zod"
import type { Clock } from "../kit/clock.ts"
import { Failure } from "../kit/failure.ts"
import type { Call, CallAnswer } from "../kit/http.ts"
import { exchange, secondsHeader } from "./channel-exchange.ts"
import { accessToken, type XClient, type XTokenStore } from "./x-tokens.ts"

export type XDeps = { readonly call: Call; readonly clock: Clock; readonly store: XTokenStore; readonly client: XClient }

export type XRequest = {
  readonly path: string
  readonly method?: "GET" | "POST" | "DELETE"
  readonly json?: unknown
  /** True only for a request that makes a post. */
  readonly posts?: boolean
}

/** A used-up plan says nothing about when it is filled up again: asked again a day later. */
const CAP_WAIT_MS = 86_400_000
const WINDOWS = ["x-rate-limit", "x-app-limit-24hour", "x-user-limit-24hour"]

const Refused = z.object({
  title: z.string().optional(),
  detail: z.string().optional(),
  errors: z.array(z.object({ message: z.string().optional() })).optional(),
})

/** Asks X once; a token that X refuses is renewed and the request, which then had no effect, sent once more. */
export async function askX<S extends z.ZodType>(deps: XDeps, request: XRequest, reply: S) {
  const token = await accessToken(deps)
  try {
    return await askWith(deps, request, reply, token)
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.context["status"] !== 401) throw thrown
    return askWith(deps, request, reply, await accessToken(deps, token))
  }
}

function askWith<S extends z.ZodType>({ call, client, clock }: XDeps, request: XRequest, reply: S, token: string) {
  const { path, method = "GET", json, posts = false } = request
  return exchange(call, {
    request: {
      source: "x",
      url: `${client.baseUrl ?? "https://api.x.com"}${path}`,
      method,
      headers: { authorization: `Bearer ${token}`, ...(json === undefined ? {} : { "content-type": "application/json" }) },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    },
    reply,
    posts,
    waitMs: (answer, problem) => waitMs(answer, problem, clock.now()),
    reason: reasonOf,
    secrets: [token],
  })
}

/** The longest wait that any used-up window asks for, or a day where the month's plan is used up. */
function waitMs(answer: CallAnswer, json: unknown, now: Date): number | null {
  if (Refused.safeParse(json).data?.title === "UsageCapExceeded") return CAP_WAIT_MS
  return restOf(answer.headers, now) ?? secondsHeader(answer.headers, "retry-after")
}

/** Milliseconds until every window that is used up opens again, null where none is. Counted from the answer's own date. */
function restOf(headers: Headers, now: Date): number | null {
  const sent = Date.parse(headers.get("date") ?? "")
  const from = Number.isNaN(sent) ? now.getTime() : sent
  const waits = WINDOWS.filter((window) => headers.get(`${window}-remaining`) === "0").flatMap((window) => {
    const until = secondsHeader(headers, `${window}-reset`)
    return until === null ? [] : [Math.max(0, until - from)]
  })
  return waits.length === 0 ? null : Math.max(...waits)
}

export const restMs = ({ headers }: CallAnswer, { clock }: XDeps): number => restOf(headers, clock.now()) ?? 0

function reasonOf(json: unknown): string | null {
  const { title, detail, errors } = Refused.safeParse(json).data ?? {}
  return detail ?? errors?.[0]?.message ?? title ?? null
}
