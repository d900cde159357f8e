// How is a page served? Checked parameters, one document, headers that let nothing run or load but our own stylesheet.
import type { HtmlEscapedString } from "hono/utils/html"
import * as z from "zod"
import { negotiate } from "../../shared/kit/accept.ts"
import { Failure, FAILURES, toFailure } from "../../shared/kit/failure.ts"
import { readNamed, readQuery } from "../../shared/kit/input.ts"
import { log } from "../../shared/kit/log.ts"
import type { Incoming } from "../../shared/kit/route.ts"
import type { ApiRoute, ApiServices } from "./endpoint.ts"

/** What a JSX element is: text whose parts from outside are escaped. */
type Html = HtmlEscapedString | Promise<HtmlEscapedString>

export const PAGE_CSP =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

type Asked<P extends z.ZodRawShape> = {
  readonly services: ApiServices
  readonly params: z.infer<z.ZodObject<P>>
  readonly requestId: string
  readonly origin: string
}

type Page<P extends z.ZodRawShape> = {
  readonly path: string
  readonly params?: P
  readonly render: (asked: Asked<P>) => Promise<Html>
}

export async function htmlResponse(document: Html, status = 200, headers: Record<string, string> = {}): Promise<Response> {
  const html = `<!doctype html>${await document}`
  const own = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": PAGE_CSP,
    "cache-control": "no-cache",
    vary: "Accept",
  }
  return new Response(html, { status, headers: { ...own, ...headers } })
}

export function page<P extends z.ZodRawShape = Record<never, never>>({ path, params, render }: Page<P>): ApiRoute {
  const schema = z.object(params ?? {}) as z.ZodObject<P>
  return {
    method: "GET",
    path,
    operation: null,
    async handle({ request, params: parts, services, requestId }: Incoming<ApiServices>) {
      if (negotiate(request.headers.get("accept"), ["text/html"]) === null)
        throw new Failure("not-acceptable", "This path is a page: it answers `text/html` only.")
      const { searchParams, origin } = new URL(request.url)
      readQuery(z.object({}), searchParams)
      return htmlResponse(await render({ services, params: readNamed(schema, parts), requestId, origin }))
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
