// Does this request come from the operator? Programs show his key, the dashboard a session and the token of its forms.
import { findSession } from "../../shared/db/queries/sessions.ts"
import { Failure } from "../../shared/kit/failure.ts"
import { csrfOfSession, hashOfSession, isSameText } from "../../shared/kit/session.ts"
import type { IngestServices } from "./endpoint.ts"

/** Who gave a command, as the audit log names him. */
export type Actor = "operator key" | "operator session"

/** For an endpoint's `guard`. */
export const OPERATOR = { key: "the operator's key", check: checkOperator } as const

type Needed = Pick<IngestServices, "db" | "clock" | "operatorKey">

/**
 * `Authorization: Bearer KEY`, or `Authorization: Session TOKEN` with `X-CSRF-Token`. Throws `unauthenticated`, or `forbidden` for a
 * session without the token of its own forms.
 */
export async function checkOperator({ db, clock, operatorKey }: Needed, headers: Headers): Promise<Actor> {
  const [, scheme = "", given = ""] = /^(Bearer|Session) ([\x21-\x7e]{1,500})$/i.exec(headers.get("authorization") ?? "") ?? []
  if (scheme.toLowerCase() === "session") {
    await checkCsrf(given, headers)
    if ((await findSession(db, await hashOfSession(given), clock.now())) !== null) return "operator session"
    throw new Failure("unauthenticated", "This session has ended. Sign in again.")
  }
  if (await isSameText(given, operatorKey.reveal())) return "operator key"
  throw new Failure(
    "unauthenticated",
    scheme === "" ? "Send the operator's key as `Authorization: Bearer KEY`." : "This is not the operator's key.",
  )
}

/** The session's own token: what a form carries that this session's page made. */
async function checkCsrf(token: string, headers: Headers): Promise<void> {
  if (await isSameText(headers.get("x-csrf-token") ?? "", await csrfOfSession(token))) return
  throw new Failure("forbidden", "The form does not belong to this session. Open its page again and send it from there.")
}

/** The session's token of a request that `checkOperator` has let through; null where it came with the key. */
export const sessionOf = (headers: Headers): string | null => /^Session ([\w-]{43})$/i.exec(headers.get("authorization") ?? "")?.[1] ?? null
