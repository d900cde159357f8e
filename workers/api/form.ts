// How is a form of the dashboard taken? From our own page only, with its session's token, checked, handed to ingest, answered with a page.
import * as z from "zod"
import { FAILURES, Failure } from "../../shared/kit/failure.ts"
import { readForm, readNamed, readQuery } from "../../shared/kit/input.ts"
import { problemHeaders, toProblem } from "../../shared/kit/problem.ts"
import type { Incoming } from "../../shared/kit/route.ts"
import { csrfOfSession, isSameText } from "../../shared/kit/session.ts"
import { type DoneCode, withDone } from "./done.ts"
import type { ApiRoute, ApiServices } from "./endpoint.ts"
import { type Command, forward } from "./forward.ts"
import { FORM_HEADERS, type Html, htmlResponse, isForPerson } from "./page.ts"
import { FailedPage } from "./pages/problem.tsx"
import { redirect } from "./redirect.ts"
import { HOME, pathBefore, readToken, signInPath } from "./session.ts"

/** Longest body of a form: the longest draft, every character of it escaped. */
const MAX_BODY_BYTES = 131_072

type Shape = z.ZodRawShape
type Read<T extends Shape> = z.infer<z.ZodObject<T>>

export type OperatorForm<F extends Shape, P extends Shape> = {
  readonly path: string
  /** Parts of the path, as in `page`. */
  readonly params?: P
  /** The form's fields; `csrf` is taken care of. */
  readonly fields: F
  readonly command: (fields: Read<F>, params: Read<P>) => Command
  /** Path of the page that follows; it must take the query parameter `done`. */
  readonly next: string | ((fields: Read<F>, params: Read<P>) => string)
  readonly done: DoneCode | ((fields: Read<F>, params: Read<P>) => DoneCode)
  /** A page in place of the next one, where ingest's answer has more to say than a code can; null where it hasn't. */
  readonly show?: (reply: unknown) => Html | null
}

/** Throws `forbidden` where the browser says that another site's page sent the form. A program says nothing; it has no cookie to steal. */
export function checkOwnSite(request: Request): void {
  const site = request.headers.get("sec-fetch-site")
  const origin = request.headers.get("origin")
  if ((site === null || site === "same-origin") && (origin === null || origin === new URL(request.url).origin)) return
  throw new Failure("forbidden", "This form was sent by a page of another site.")
}

/** The session's token and the form's other fields. Throws `unauthenticated` where there is no session, `forbidden` without its token. */
export async function readSessionForm({ request, services }: Incoming<ApiServices>): Promise<{ token: string; fields: URLSearchParams }> {
  checkOwnSite(request)
  const token = readToken(services.sessionCookie, request.headers)
  if (token === null) throw new Failure("unauthenticated", "Nobody is signed in. Sign in and send the form again.")
  const fields = await readForm(request, MAX_BODY_BYTES)
  if (!(await isSameText(fields.get("csrf") ?? "", await csrfOfSession(token)))) {
    throw new Failure("forbidden", "This form belongs to another session. Open its page again and send it from there.")
  }
  fields.delete("csrf")
  return { token, fields }
}

/** The route of a form. Whoever isn't signed in, or no longer, signs in first and comes back to the form's page. */
export function operatorForm<F extends Shape, P extends Shape = Record<never, never>>(form: OperatorForm<F, P>): ApiRoute {
  const schema = z.object(form.fields)
  const params = z.object(form.params ?? {}) as z.ZodObject<P>
  return {
    method: "POST",
    path: form.path,
    operation: null,
    async handle(incoming) {
      try {
        const parts = readNamed(params, incoming.params)
        const { token, fields: sent } = await readSessionForm(incoming)
        const fields = readQuery(schema, sent) as Read<F>
        const reply = await forward(incoming.services, incoming.request, form.command(fields, parts), token)
        const shown = form.show?.(reply) ?? null
        if (shown !== null) return await htmlResponse(shown, 200, FORM_HEADERS)
        const next = typeof form.next === "string" ? form.next : form.next(fields, parts)
        return redirect(withDone(next, typeof form.done === "string" ? form.done : form.done(fields, parts)))
      } catch (thrown) {
        return explain(thrown, incoming)
      }
    },
  }
}

/** A page that says why it was not done, and leads back; the app makes the others, and logs what isn't the person's to mend. */
async function explain(thrown: unknown, { request, requestId }: Incoming<ApiServices>): Promise<Response> {
  if (!(thrown instanceof Failure) || FAILURES[thrown.code].tell !== "caller" || !isForPerson(request)) throw thrown
  const back = pathBefore(request) ?? HOME
  if (thrown.code === "unauthenticated") return redirect(signInPath(back))
  const problem = toProblem(thrown, requestId)
  return htmlResponse(FailedPage({ problem, failure: thrown, back }), problem.status, problemHeaders(thrown))
}
