// What is common to every HTTP Worker? Request ids, problems, wrong methods, security headers, one log line a request.
import { type Context, Hono } from "hono"
import { count, type Counting, tell, time } from "./account.ts"
import type { Clock } from "./clock.ts"
import { type Counters, type CounterStore, ISOLATE_COUNTERS } from "./counters.ts"
import { dress, TAKEN } from "./dress.ts"
import { FAILURES, Failure, toFailure } from "./failure.ts"
import { newId } from "./ids.ts"
import { log } from "./log.ts"
import { Meter } from "./meter.ts"
import { problemResponse } from "./problem.ts"
import type { Given, Quick } from "./quick.ts"
import type { Route } from "./route.ts"

type Variables = { requestId: string; route: string; meter: Meter; written: ((headers: Headers) => void)[] | undefined }
type Env = { Variables: Variables }
type Ctx = Context<Env>
/** Where work goes on after the answer; absent outside a Worker. */
type Execution = Pick<ExecutionContext, "waitUntil"> | undefined

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
  /** Gives answers that are at hand, before anything else is done. */
  readonly quick?: Quick<S>
  /** A page for a failure where a person's browser asks; null leaves it to problem+json. */
  readonly problemPage?: (failure: Failure, request: Request, requestId: string) => Promise<Response | null>
}

/** Work that may go on after the answer. The only user of `waitUntil`: a rejection is logged, never lost. */
export function background(ctx: Ctx, what: string, task: Promise<unknown>): void {
  goOn(executionOf(ctx), ctx.get("requestId"), what, task)
}

function goOn(execution: Execution, requestId: string, what: string, task: Promise<unknown>): void {
  const heard = task.catch((error: unknown) => log("alert", "background.failed", { what, request: requestId, error }))
  // Outside a Worker the work goes on by itself.
  execution?.waitUntil(heard)
}

function executionOf(ctx: Ctx): Execution {
  try {
    return ctx.executionCtx
  } catch {
    return undefined
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
    dress(c.res.headers, options.isPublic ?? false)
    const asked = { request: c.req.raw, requestId: c.get("requestId"), meter: c.get("meter"), started }
    finish(options, asked, { response: c.res, route: c.get("route") ?? null }, c.env, executionOf(c))
  })
  for (const route of options.routes) mount(app, route, options)
  for (const [path, allow] of allowed(options.routes)) app.all(path, (c) => otherMethod(c, allow))
  app.notFound((c) => fail(c.req.raw, c.get("requestId"), new Failure("not-found", "There is nothing at this path."), options))
  app.onError((thrown, c) => fail(c.req.raw, c.get("requestId"), toFailure(thrown), options))
  if (options.quick !== undefined) beQuick(app, options.quick, options)
  return app
}

type Asked = { readonly request: Request; readonly requestId: string; readonly meter: Meter; readonly started: number }

/** The last that is done to any answer: its id, its times, its line in the log, its counts. */
function finish<S>(options: AppOptions<S>, asked: Asked, { response, route, book }: Given, env: unknown, execution: Execution): Response {
  const { request, requestId, meter, started } = asked
  const later = (what: string, task: Promise<unknown>) => goOn(execution, requestId, what, task)
  const { headers, status } = response
  const ms = performance.now() - started
  headers.set("x-request-id", requestId)
  time(meter, headers)
  const account = { worker: options.worker, requestId, method: request.method, route, status, ms, meter, headers }
  const { counters = ISOLATE_COUNTERS, counterStore, clock } = options
  const open = counterStore === undefined ? null : () => counterStore(env)
  const counting: Counting = { clock, counters, open, background: later }
  if (book !== undefined) book.note(account, counting)
  else {
    tell(account)
    count(account, counting)
  }
  return response
}

/** Answers that are at hand are given before a router looks at the request. */
function beQuick<S>(app: Hono<Env>, quick: Quick<S>, options: AppOptions<S>): void {
  const { fetch } = app
  const { clock } = options
  app.fetch = (request, env, execution) => {
    const now = clock.now()
    const ready = quick.find(request, now.getTime())
    if (ready === null) return fetch(request, env, execution)
    const asked: Asked = { request, requestId: newId("req", now), meter: new Meter(), started: performance.now() }
    const { requestId, meter } = asked
    const given = quick.give(ready, {
      request,
      now: now.getTime(),
      services: () => options.open(env, meter),
      background: (what, task) => goOn(execution, requestId, what, task),
    })
    if (given === null) return fetch(request, env, execution)
    if (!(given instanceof Promise)) return finish(options, asked, given, env, execution)
    const refused = async (thrown: unknown): Promise<Given> => {
      const response = await fail(request, requestId, toFailure(thrown), options)
      dress(response.headers, options.isPublic ?? false)
      return { response, route: ready.serving.path }
    }
    return given.catch(refused).then((gave) => finish(options, asked, gave, env, execution))
  }
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
        dress: (headers) => dress(headers, options.isPublic ?? false),
      })
    } catch (thrown) {
      return fail(c.req.raw, c.get("requestId"), toFailure(thrown), options)
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

async function fail<S>(request: Request, requestId: string, failure: Failure, options: AppOptions<S>): Promise<Response> {
  const { tell: audience } = FAILURES[failure.code]
  if (audience !== "caller") {
    const { code, detail, context, cause } = failure
    log(audience === "alert" ? "alert" : "warn", "request.failed", {
      worker: options.worker,
      request: requestId,
      code,
      detail,
      context,
      cause,
    })
  }
  const page = await options.problemPage?.(failure, request, requestId)
  return page ?? problemResponse(failure, requestId)
}
