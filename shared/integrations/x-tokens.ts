// Which access token may a request to X carry now? OAuth 2 with refresh tokens that are spent by use: only one refresher at a time may use one.
// https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code and RFC 6749, section 6.
import * as z from "zod"
import type { Clock } from "../kit/clock.ts"
import { Failure } from "../kit/failure.ts"
import type { Call } from "../kit/http.ts"
import { exchange } from "./channel-exchange.ts"

export type XTokens = {
  readonly accessToken: string
  readonly refreshToken: string
  readonly expiresAt: Date
  /** While one refresher holds the token, others wait until then; null where none does. */
  readonly refreshingUntil: Date | null
}

/** Where the tokens are kept; encrypted is its own affair. `write` replaces only the version it is given, and says whether it did. */
export type XTokenStore = {
  read(): Promise<{ readonly tokens: XTokens; readonly version: string } | null>
  write(next: XTokens, previousVersion: string): Promise<boolean>
}

export type XClient = {
  readonly clientId: string
  /** Null for a public client. */
  readonly clientSecret: string | null
  readonly baseUrl?: string
}

type Stored = { readonly tokens: XTokens; readonly version: string }
type Deps = { readonly call: Call; readonly clock: Clock; readonly store: XTokenStore; readonly client: XClient }

/** A token is renewed so long before it ends, and a refresher that has died is waited for so long. */
const EARLY_MS = 60_000
const LEASE_MS = 60_000
const WAIT_FOR_OTHER_MS = 5_000
const WRITES = 3

const Reply = z.object({ access_token: z.string().min(1), refresh_token: z.string().min(1), expires_in: z.number().positive() })
const Refused = z.object({ error: z.string().optional(), error_description: z.string().optional() })

/** A token that is good for at least a minute, and not the one that X has just refused. Throws `upstream-unavailable` while another refreshes. */
export async function accessToken(deps: Deps, refused: string | null = null): Promise<string> {
  const stored = await deps.store.read()
  if (stored === null) throw new Failure("misconfigured", "x has not been connected: an operator has to sign in to it once.")
  const now = deps.clock.now().getTime()
  const { tokens } = stored
  if (tokens.accessToken !== refused && tokens.expiresAt.getTime() - EARLY_MS > now) return tokens.accessToken
  if (tokens.refreshingUntil !== null && tokens.refreshingUntil.getTime() > now) throw otherRefreshes()
  const claimed = { ...tokens, refreshingUntil: new Date(now + LEASE_MS) }
  if (!(await deps.store.write(claimed, stored.version))) throw otherRefreshes()
  return refresh(deps, tokens)
}

const otherRefreshes = (): Failure =>
  new Failure("upstream-unavailable", "x's token is being renewed.", { waitMs: WAIT_FOR_OTHER_MS, context: { source: "x" } })

async function refresh(deps: Deps, spent: XTokens): Promise<string> {
  const { clientId, clientSecret, baseUrl = "https://api.x.com" } = deps.client
  const form = new URLSearchParams({ grant_type: "refresh_token", refresh_token: spent.refreshToken, client_id: clientId })
  const basic = clientSecret === null ? {} : { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` }
  const { reply } = await exchange(deps.call, {
    request: {
      source: "x",
      url: `${baseUrl}/2/oauth2/token`,
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", ...basic },
      body: form.toString(),
    },
    reply: Reply,
    posts: false,
    waitMs: () => null,
    reason: (json) => Refused.safeParse(json).data?.error_description ?? Refused.safeParse(json).data?.error ?? null,
    secrets: [spent.refreshToken, spent.accessToken, ...(clientSecret === null ? [] : [clientSecret])],
  })
  const expiresAt = new Date(deps.clock.now().getTime() + reply.expires_in * 1000)
  await keep(deps.store, spent, { accessToken: reply.access_token, refreshToken: reply.refresh_token, expiresAt, refreshingUntil: null })
  return reply.access_token
}

/** The old token is spent: the new one is kept, whatever was written meanwhile, unless a later refresh has replaced both. */
async function keep(store: XTokenStore, spent: XTokens, next: XTokens): Promise<void> {
  for (let tries = 0; tries < WRITES; tries++) {
    const stored: Stored | null = await store.read()
    if (stored === null || stored.tokens.refreshToken !== spent.refreshToken) return
    if (await store.write(next, stored.version)) return
  }
  throw new Failure("unavailable", "x's new token could not be kept.", { context: { source: "x" } })
}
