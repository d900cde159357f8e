// X's OAuth 2 token endpoint: an access token lives two hours, a refresh token is spent by its first use.
import { jsonAnswer } from "./host.ts"

export type XCredentials = {
  readonly accessToken: string
  readonly refreshToken: string
  readonly clientId: string
  readonly clientSecret: string
}

/** What the endpoint has given out last. */
export type XGrants = { access: string; refresh: string; until: number | null; refreshes: number }

const LIFE_MS = 7_200_000

export function openXOauth(account: XCredentials, kept?: XGrants) {
  const now: XGrants = kept ?? { access: account.accessToken, refresh: account.refreshToken, until: null, refreshes: 0 }
  const refusal = (status: number, error: string, error_description: string): Response =>
    jsonAnswer({ error, error_description }, { status })
  return {
    grants: now as Readonly<XGrants>,
    get refreshes() {
      return now.refreshes
    },
    /** Ends the access token at once. */
    expire: (): void => void (now.until = 0),
    accepts: (request: Request, at: Date): boolean =>
      request.headers.get("authorization") === `Bearer ${now.access}` && at.getTime() < (now.until ?? Number.POSITIVE_INFINITY),
    async renew(request: Request, at: Date): Promise<Response> {
      const form = new URLSearchParams(await request.text())
      const basic = `Basic ${btoa(`${account.clientId}:${account.clientSecret}`)}`
      if (request.headers.get("authorization") !== basic) return refusal(401, "unauthorized_client", "Missing valid authorization header")
      if (form.get("grant_type") !== "refresh_token" || form.get("refresh_token") !== now.refresh)
        return refusal(400, "invalid_request", "Value passed for the token was invalid.")
      now.refreshes += 1
      Object.assign(now, {
        access: `access-${now.refreshes}-of-x`,
        refresh: `refresh-${now.refreshes}-of-x`,
        until: at.getTime() + LIFE_MS,
      })
      return jsonAnswer({
        token_type: "bearer",
        expires_in: LIFE_MS / 1000,
        access_token: now.access,
        refresh_token: now.refresh,
        scope: "tweet.write",
      })
    },
  }
}
