// How is a page served? Checked parameters, one document, headers that let nothing run or load but our own stylesheet.
import type { HtmlEscapedString } from "hono/utils/html"
import * as z from "zod"
import { negotiate } from "../../shared/kit/accept.ts"
import { Failure, FAILURES, toFailure } from "../../shared/kit/failure.ts"
import { readNamed, readQuery } from "../../shared/kit/input.ts"
import { log } from "../../shared/kit/log.ts"
import type { Incoming } from "../../shared/kit/route.ts"
import { DONE, Done, type DoneCode } from "./done.ts"
import type { ApiRoute, ApiServices } from "./endpoint.ts"
import { redirect } from "./redirect.ts"
import { findOperator, localPath, type Operator, signInPath } from "./session.ts"

/** What a JSX element is: text whose parts from outside are escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

const csp = (formAction: string): string =>
  `default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action ${formAction}; frame-ancestors 'none'`

export const PAGE_CSP = csp("'none'")

/**
 * Of a page with a form. It is this person's alone: kept by nobody, read by no other site. Without a referrer a browser would not say
 * which page a form comes from.
 */
export const FORM_HEADERS = {
  "content-security-policy": csp("'self'"),
  "cache-control": "no-store",
  "referrer-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
} as const

/** What is around every page. */
export type Frame = {
  readonly notice: string | null
  /** Null where nobody is signed in. */
  readonly operator: Operator | null
  /** What a form has just done, in words. */
  readonly done: string | null
}

type Asked<P extends z.ZodRawShape, Q extends z.ZodRawShape> = {
  readonly services: ApiServices
  readonly params: z.infer<z.ZodObject<P>>
  readonly query: z.infer<z.ZodObject<Q>>
  readonly requestId: string
  readonly origin: string
  readonly frame: Frame
}

type Page<P extends z.ZodRawShape, Q extends z.ZodRawShape> = {
  readonly path: string
  readonly params?: P
  readonly query?: Q
  /** It has a form for those who aren't signed in too. */
  readonly hasForm?: boolean
  readonly render: (asked: Asked<P, Q>) => Promise<Html>
}

type OperatorPage<P extends z.ZodRawShape, Q extends z.ZodRawShape> = {
  readonly path: string
  readonly params?: P
  /** Beside `done`, which every page takes that a form leads back to. */
  readonly query?: Q
  readonly render: (asked: Asked<P, Q> & { readonly operator: Operator }) => Promise<Html>
}

type None = Record<never, never>

export async function htmlResponse(document: Html, status = 200, headers: Record<string, string> = {}): Promise<Response> {
  const html = `<!doctype html>${await document}`
  const own = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": PAGE_CSP,
    "cache-control": "no-cache",
    vary: "Accept, Cookie",
  }
  return new Response(html, { status, headers: { ...own, ...headers } })
}

/** A person's browser names `text/html` before all else. */
export const isForPerson = (request: Request): boolean =>
  negotiate(request.headers.get("accept"), ["application/problem+json", "text/html"]) === "text/html"

/** A page that anyone may see; whoever is signed in sees its forms too. */
export const page = <P extends z.ZodRawShape = None, Q extends z.ZodRawShape = None>(declared: Page<P, Q>): ApiRoute =>
  pageRoute(declared, async (asked, { request, services, requestId }) => {
    // Who can't be recognised is a visitor: the page is there for him.
    const found = await answered(findOperator(services, request.headers), requestId)
    const operator = found.ok ? found.value : null
    if (operator === null) await services.gate?.admit(request, { scope: null, cost: 1, isPage: true })
    const hasForm = operator !== null || declared.hasForm === true
    // What was done is told to whom it can have happened, not to whoever follows a link that says so.
    const done = hasForm ? asked.frame.done : null
    return respond(declared.render({ ...asked, frame: { ...asked.frame, operator, done } }), hasForm)
  })

/** A page for the operator alone: anyone else signs in first and comes back. */
export function operatorPage<P extends z.ZodRawShape = None, Q extends z.ZodRawShape = None>(declared: OperatorPage<P, Q>): ApiRoute {
  const query = { ...declared.query, done: Done } as unknown as Q
  const route = pageRoute({ ...declared, query }, async (asked, { request, services }) => {
    const operator = await findOperator(services, request.headers)
    if (operator !== null) return respond(declared.render({ ...asked, operator, frame: { ...asked.frame, operator } }), true)
    const { pathname, search } = new URL(request.url)
    return redirect(signInPath(localPath(pathname + search)))
  })
  return { ...route, forOperator: true }
}

const respond = (document: Promise<Html>, hasForm: boolean): Promise<Response> =>
  document.then((html) => htmlResponse(html, 200, hasForm ? FORM_HEADERS : {}))

type Declared<P extends z.ZodRawShape, Q extends z.ZodRawShape> = { readonly path: string; readonly params?: P; readonly query?: Q }
type Answer<P extends z.ZodRawShape, Q extends z.ZodRawShape> = (asked: Asked<P, Q>, incoming: Incoming<ApiServices>) => Promise<Response>

function pageRoute<P extends z.ZodRawShape, Q extends z.ZodRawShape>(declared: Declared<P, Q>, answer: Answer<P, Q>): ApiRoute {
  const params = z.object(declared.params ?? {}) as z.ZodObject<P>
  const query = z.object(declared.query ?? {}) as z.ZodObject<Q>
  return {
    method: "GET",
    path: declared.path,
    operation: null,
    async handle(incoming) {
      const { request, services, requestId } = incoming
      if (negotiate(request.headers.get("accept"), ["text/html"]) === null)
        throw new Failure("not-acceptable", "This path is a page: it answers `text/html` only.")
      const { searchParams, origin } = new URL(request.url)
      const asked = readQuery(query, searchParams)
      const { done } = asked as { done?: DoneCode }
      const frame: Frame = { notice: services.notice, operator: null, done: done === undefined ? null : DONE[done] }
      return answer({ services, params: readNamed(params, incoming.params), query: asked, requestId, origin, frame }, incoming)
    },
  }
}

/** What one question of a page gave: a page without one of its answers is better than none. */
export type Answered<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly title: string; readonly requestId: string }

/** The answer, or what a card can say of the failure: its title from the failure table, never its message. */
export async function answered<T>(question: Promise<T>, requestId: string): Promise<Answered<T>> {
  try {
    return { ok: true, value: await question }
  } catch (thrown) {
    const failure = toFailure(thrown)
    log("warn", "card.failed", { request: requestId, code: failure.code, context: failure.context, cause: failure.cause })
    return { ok: false, title: FAILURES[failure.code].title, requestId }
  }
}
