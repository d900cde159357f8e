// Who is looking at a page? The operator, where the browser shows the cookie of an open session.
import { findSession } from "../../shared/db/queries/sessions.ts"
import { csrfOfSession, hashOfSession, SESSION_TOKEN } from "../../shared/kit/session.ts"
import type { ApiServices } from "./endpoint.ts"

/** A person who is signed in, as pages know him. */
export type Operator = {
  /** What each of his forms carries in its field `csrf`. */
  readonly csrf: string
  readonly expiresAt: Date
}

export type SessionCookie = { readonly name: string; readonly isSecure: boolean }

/** Where a person who has signed in goes when he came from nowhere. */
export const HOME = "/today"

/**
 * `__Host-` makes browsers refuse the cookie from a subdomain or without TLS. The local world has no TLS, and not every browser takes
 * such a cookie from localhost, so there it has a plain name.
 */
export const sessionCookieOf = (stage: "production" | "local"): SessionCookie =>
  stage === "local" ? { name: "studio-session", isSecure: false } : { name: "__Host-session", isSecure: true }

/**
 * Lax and not Strict, so that a link in a reviewer's chat opens the page signed in. No form of another site is answered all the same:
 * Lax keeps the cookie from cross-site posts, and each form needs its own token.
 */
export const setCookie = ({ name, isSecure }: SessionCookie, token: string, maxAgeS: number): string =>
  `${name}=${token}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`

/** The token in the request's cookie; null where there is none that could be one. */
export function readToken({ name }: SessionCookie, headers: Headers): string | null {
  const values = (headers.get("cookie") ?? "").split(";").flatMap((pair) => {
    const [key = "", value = ""] = pair.split("=", 2).map((part) => part.trim())
    return key === name && SESSION_TOKEN.test(value) ? [value] : []
  })
  return values[0] ?? null
}

/** Null where nobody is signed in; only a request with a cookie costs a statement. */
export async function findOperator(
  { db, clock, sessionCookie }: Pick<ApiServices, "db" | "clock" | "sessionCookie">,
  headers: Headers,
): Promise<Operator | null> {
  const token = readToken(sessionCookie, headers)
  const session = token === null ? null : await findSession(db, await hashOfSession(token), clock.now())
  return token === null || session === null ? null : { csrf: await csrfOfSession(token), expiresAt: session.expiresAt }
}

/** Longest path that is gone back to. */
const LONGEST_PATH = 500
const NOWHERE = "http://nowhere.invalid"

/** `text` as path and query on this very host; null where a browser would make anything else of it. */
export function localPath(text: string | null | undefined): string | null {
  if (!text?.startsWith("/") || text.length > LONGEST_PATH || !URL.canParse(text, NOWHERE)) return null
  const { origin, pathname, search } = new URL(text, NOWHERE)
  return origin === NOWHERE && !pathname.startsWith("//") ? pathname + search : null
}

/** Where a person signs in who wanted to see that path. */
export const signInPath = (next: string | null): string => (next === null ? "/sign-in" : `/sign-in?next=${encodeURIComponent(next)}`)

/** The page of ours that a form was sent from, by its `Referer`. */
export function pathBefore(request: Request): string | null {
  const referer = request.headers.get("referer")
  if (referer === null || !URL.canParse(referer)) return null
  const { origin, pathname, search } = new URL(referer)
  return origin === new URL(request.url).origin ? localPath(pathname + search) : null
}
