// What is common to every HTTP Worker? Request ids, problems, wrong methods, security headers, one log line a request.
import { type Context, Hono } from "hono"
import type { Clock } from "./clock.ts"
import { type Counters, type CounterStore, ISOLATE_COUNTERS } from "./counters.ts"
import { FAILURES, Failure, toFailure } from "./failure.ts"
import { newId } from "./ids.ts"
import { log } from "./log.ts"
import { Meter } from "./meter.ts"
import { problemResponse } from "./problem.ts"
import type { Route } from "./route.ts"

type Variables = { requestId: string; route: string; meter: Meter; written: ((headers: Headers) => void)[] | undefined }
type Env = { Variables: Variables }
type Ctx = Context<Env>

export type AppOptions<S> = {
  /** The Worker's name in the log. */
  readonly worker: string
  /** The machine's own time. */
  readonly clock: Clock
  /** What handlers work with, from the Worker's bindings. `meter` counts what the request costs. Throws `misconfigured`. */
  open(env: unknown, meter: Meter): S
  readonly routes: readonly Route<S>[]
  /** Other sites' pages may read the answers. */
  readonly isPublic?: boolean
  readonly strict?: boolean
  /** What counts requests: the isolate's own where it isn't given. */
  readonly counters?: Counters
  /** Where counts outlive the isolate; without it they stay there. */
  readonly counterStore?: (env: unknown) => CounterStore
  /** A page for a failure where a person's browser asks; null leaves it to problem+json. */
  readonly problemPage?: (failure: Failure, request: Request, requestId: string) => Promise<Response | null>
}

/** Work that may go on after the answer. The only user of `waitUntil`: a rejection is logged, never lost. */
export function background(ctx: Ctx, what: string, task: Promise<unknown>): void {
  const heard = task.catch((error: unknown) => log("alert", "background.failed", { what, request: ctx.get("requestId"), error }))
  try {
    ctx.executionCtx.waitUntil(heard)
  } catch {
    // Outside a Worker there is no execution context; the work goes on by itself.
  }
}

const STRICT_CSP = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** What pages of other sites may read of an answer's headers, beside what browsers always let them. */
const EXPOSED = [
  "Age, Allow, As-Of, ETag, Link, Retry-After, Server-Timing, WWW-Authenticate, X-Cache, X-Request-Id, X-Stale-Reason",
  "RateLimit, RateLimit-Policy, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-RateLimit-Scope",
].join(", ")
/** What they may send. */
const TAKEN = "Accept, Authorization, Content-Type, If-None-Match, Last-Event-ID"

function dress(headers: Headers, requestId: string, isPublic: boolean): void {
  headers.set("x-request-id", requestId)
  headers.set("x-content-type-options", "nosniff")
  if (!headers.has("referrer-policy")) headers.set("referrer-policy", "no-referrer")
  headers.set("strict-transport-security", "max-age=31536000")
  headers.set("x-frame-options", "DENY")
  if (!headers.has("content-security-policy")) headers.set("content-security-policy", STRICT_CSP)
  // What a route keeps to our own pages stays so.
  if (isPublic && !headers.has("cross-origin-resource-policy")) {
    headers.set("access-control-allow-origin", "*")
    headers.set("access-control-expose-headers", EXPOSED)
  }
}

/** The app of a Worker: everything it can do is in `options.routes`. */
export function newApp<S>(options: AppOptions<S>): Hono<Env> {
  const app = new Hono<Env>()
  app.use("*", async (c, next) => {
    const started = performance.now()
    c.set("requestId", newId("req", options.clock.now()))
    c.set("meter", new Meter())
    await next()
    for (const write of c.get("written") ?? []) write(c.res.headers)
    dress(c.res.headers, c.get("requestId"), options.isPublic ?? false)
    const ms = performance.now() - started
    time(c)
    tell(c, options.worker, ms)
    count(c, options, ms)
  })
  for (const route of options.routes) mount(app, route, options)
  for (const [path, allow] of allowed(options.routes)) app.all(path, (c) => otherMethod(c, allow))
  app.notFound((c) => fail(c, new Failure("not-found", "There is nothing at this path."), options))
  app.onError((thrown, c) => fail(c, toFailure(thrown), options))
  return app
}

function mount<S>(app: Hono<Env>, route: Route<S>, options: AppOptions<S>): void {
  app.on(route.method, toPattern(route.path), async (c) => {
    c.set("route", route.path)
    try {
      return await route.handle({
        request: c.req.raw,
        params: c.req.param(),
        services: options.open(c.env, c.get("meter")),
        requestId: c.get("requestId"),
        clock: options.clock,
        strict: options.strict ?? false,
        background: (what, task) => background(c, what, task),
        counters: options.counters ?? ISOLATE_COUNTERS,
        meter: c.get("meter"),
        onAnswer: (write) => c.set("written", [...(c.get("written") ?? []), write]),
      })
    } catch (thrown) {
      return fail(c, toFailure(thrown), options)
    }
  })
}

const toPattern = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ":$1")

/** For each path the methods that it takes. */
function allowed<S>(routes: readonly Route<S>[]): Map<string, string> {
  const paths = new Set(routes.map((route) => route.path))
  const methodsOf = (path: string) =>
    routes.filter((route) => route.path === path).flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method]))
  return new Map([...paths].map((path) => [toPattern(path), [...methodsOf(path), "OPTIONS"].join(", ")]))
}

function otherMethod(c: Ctx, allow: string): Response {
  if (c.req.method === "OPTIONS") {
    const headers = {
      allow,
      "access-control-allow-methods": allow,
      "access-control-allow-headers": TAKEN,
      "access-control-max-age": "86400",
    }
    return new Response(null, { status: 204, headers })
  }
  const response = problemResponse(new Failure("method-not-allowed", `This path takes ${allow}.`), c.get("requestId"))
  response.headers.set("allow", allow)
  return response
}

async function fail<S>(c: Ctx, failure: Failure, options: AppOptions<S>): Promise<Response> {
  const { tell: audience } = FAILURES[failure.code]
  if (audience !== "caller") {
    const { code, detail, context, cause } = failure
    log(audience === "alert" ? "alert" : "warn", "request.failed", {
      worker: options.worker,
      request: c.get("requestId"),
      code,
      detail,
      context,
      cause,
    })
  }
  const page = await options.problemPage?.(failure, c.req.raw, c.get("requestId"))
  return page ?? problemResponse(failure, c.get("requestId"))
}

/** The one line of a request. It names the route's pattern, never what the caller put into it. */
function tell(c: Ctx, worker: string, ms: number): void {
  log("info", "request", {
    worker,
    request: c.get("requestId"),
    method: c.req.method,
    route: c.get("route") ?? null,
    status: c.res.status,
    ms: Math.round(ms),
    statements: c.get("meter").usage.statements,
    cache: c.res.headers.get("x-cache") ?? undefined,
  })
}

/** Milliseconds for which an isolate gathers counts before it sends them. */
const GATHER_MS = 3_000

/** Counts the request, and sees to it that what the isolate counted is sent a moment later. */
function count<S>(c: Ctx, { worker, clock, counters = ISOLATE_COUNTERS, counterStore }: AppOptions<S>, ms: number): void {
  const labels = { worker, route: c.get("route") ?? "none", status: String(c.res.status) }
  counters.add("http_requests_total", { ...labels, method: METHODS.has(c.req.method) ? c.req.method : "other" })
  counters.observe("http_request_duration_seconds", labels, ms / 1_000)
  if (counterStore === undefined) return
  const sending = counters.flush({ open: () => counterStore(c.env), wait: () => clock.sleep(GATHER_MS), now: clock.now() })
  if (sending !== null) background(c, "counters.flush", sending)
}

/** Methods have names of the caller's own too. */
const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "DELETE", "OPTIONS"])

/** Whom the request waited for, and how long in milliseconds: https://www.w3.org/TR/server-timing/ */
function time(c: Ctx): void {
  const { usage, waited } = c.get("meter")
  const parts = usage.statements === 0 ? [] : [`db;dur=${usage.databaseMs.toFixed(1)}`]
  for (const [whom, ms] of Object.entries(waited)) parts.push(`${whom};dur=${ms.toFixed(1)}`)
  if (parts.length > 0) c.res.headers.set("server-timing", parts.join(", "))
}
