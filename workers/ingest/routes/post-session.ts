// May this person sign in? Every try is counted before the key is looked at, so that guessing ends however many guess at once.
import * as z from "zod"
import { countSignIn, insertFailedSignIn, insertSession, type SignInLimits } from "../../../shared/db/queries/sessions.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { hashOfSession, isSameText, newSessionToken, SESSION_MS, sha256Hex } from "../../../shared/kit/session.ts"
import { endpoint } from "../endpoint.ts"

export const SIGN_IN_LIMITS: SignInLimits = { perAddress: 5, inAll: 50, windowMs: 15 * 60_000 }

const NewSession = z.strictObject({ key: z.string().min(1, "must not be empty").max(500).describe("The operator's key.") })

/** Set by Cloudflare, whatever the client sent; the dashboard passes its own client's on. Without it all are one client. */
const ADDRESS = "cf-connecting-ip"

export const postSessionRoute = endpoint({
  method: "POST",
  path: "/api/v1/sessions",
  name: "postSession",
  summary: "Opens a session for the dashboard. After 5 wrong keys from an address, or 50 in all, within 15 minutes: 429.",
  tag: "Sessions",
  headers: { [ADDRESS]: z.string().max(100).optional().describe("The client's address, as Cloudflare sets it.") },
  body: NewSession,
  reply: z.object({
    token: z.string().describe("Shown once, kept as a hash: `Authorization: Session TOKEN`."),
    expiresAt: z.iso.datetime(),
  }),
  cache: "never",
  fails: ["unauthenticated", "rate-limited"],
  async answer({ db, clock, operatorKey }, { body, headers }) {
    const now = clock.now()
    const tried = { addressHash: await sha256Hex(`address:${headers[ADDRESS] ?? "unknown"}`), now }
    const { waitMs } = await countSignIn(db, tried, SIGN_IN_LIMITS)
    if (waitMs !== null) throw new Failure("rate-limited", "Too many wrong keys. Wait before the next try.", { waitMs })
    if (!(await isSameText(body.key, operatorKey.reveal()))) {
      await insertFailedSignIn(db, tried)
      throw new Failure("unauthenticated", "This is not the operator's key.")
    }
    const token = newSessionToken()
    const expiresAt = new Date(now.getTime() + SESSION_MS)
    await insertSession(db, { ...tried, tokenHash: await hashOfSession(token), expiresAt })
    return { token, expiresAt: expiresAt.toISOString() }
  },
})
