// The form that signs a person in: the key goes on to ingest, which alone can tell whether it is right; the session comes back as a cookie.
import * as z from "zod"
import { type Failure, FAILURES, toFailure } from "../../../shared/kit/failure.ts"
import { readForm, readQuery } from "../../../shared/kit/input.ts"
import { problemHeaders } from "../../../shared/kit/problem.ts"
import { SESSION_TOKEN } from "../../../shared/kit/session.ts"
import type { ApiRoute } from "../endpoint.ts"
import { checkOwnSite } from "../form.ts"
import { forward } from "../forward.ts"
import { FORM_HEADERS, htmlResponse, isForPerson } from "../page.ts"
import { SignInPage } from "../pages/sign-in.tsx"
import { redirect } from "../redirect.ts"
import { HOME, localPath, setCookie } from "../session.ts"

const MAX_BODY_BYTES = 4_096

const Fields = z.object({ key: z.string().max(500, "must have at most 500 characters"), next: z.string().max(1_000).optional() })
const Opened = z.object({ token: z.string().regex(SESSION_TOKEN), expiresAt: z.iso.datetime() })

export const signInForm: ApiRoute = {
  method: "POST",
  path: "/sign-in",
  operation: null,
  async handle({ request, services }) {
    checkOwnSite(request)
    const { key, next: wanted } = readQuery(Fields, await readForm(request, MAX_BODY_BYTES))
    const next = localPath(wanted)
    try {
      const command = { method: "POST", path: "/api/v1/sessions", body: { key: key.trim() } } as const
      const { token, expiresAt } = Opened.parse(await forward(services, request, command, null))
      const maxAgeS = Math.floor((Date.parse(expiresAt) - services.clock.now().getTime()) / 1_000)
      return redirect(next ?? HOME, { "set-cookie": setCookie(services.sessionCookie, token, maxAgeS) })
    } catch (thrown) {
      const failure = toFailure(thrown)
      const words = wordsFor(failure)
      if (words === null || !isForPerson(request)) throw failure
      const { status } = FAILURES[failure.code]
      const page = SignInPage({ frame: { notice: services.notice, operator: null, done: null }, next, fault: words })
      return htmlResponse(page, status, { ...problemHeaders(failure), ...FORM_HEADERS })
    }
  },
}

/** What the sign-in page says; null where the failure isn't about the key. */
function wordsFor({ code, waitMs }: Failure): string | null {
  if (code === "unauthenticated") return "This is not the operator's key."
  if (code === "invalid-input") return "Enter the operator's key."
  if (code !== "rate-limited") return null
  const minutes = Math.max(1, Math.ceil((waitMs ?? 0) / 60_000))
  return `Too many wrong keys. Try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`
}
