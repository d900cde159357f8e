// Which program asks, and may it? Its key is known by the hash of its secret.
import { type ApiKey, findApiKey } from "../../shared/db/queries/api-keys.ts"
import { API_KEY, type ApiScope } from "../../shared/domain/api-key.ts"
import { Failure } from "../../shared/kit/failure.ts"
import { newSessionToken, sha256Hex } from "../../shared/kit/session.ts"
import type { IngestServices } from "./endpoint.ts"

/** For so long a key that was found isn't looked up again, in milliseconds: a revoked one works so much longer at most. */
export const REMEMBERED_MS = 30_000
const MOST_REMEMBERED = 1_000

/** Keys that the isolate has found, by the hash of their secret. */
export type KeyMemory = {
  get(hash: string, now: number): ApiKey | null
  set(hash: string, key: ApiKey, now: number): void
}

export function newKeyMemory(): KeyMemory {
  const known = new Map<string, { readonly key: ApiKey; readonly since: number }>()
  return {
    get(hash, now) {
      const found = known.get(hash)
      // A clock that was set back makes nothing last longer.
      return found !== undefined && Math.abs(now - found.since) < REMEMBERED_MS ? found.key : null
    },
    set(hash, key, now) {
      if (known.size >= MOST_REMEMBERED) known.clear()
      known.set(hash, { key, since: now })
    },
  }
}

export const newApiKey = (): string => `cck_${newSessionToken()}`
export const hashOfApiKey = (key: string): Promise<string> => sha256Hex(key)

type Needed = Pick<IngestServices, "db" | "clock" | "keys">

/** What a request shows as its bearer token; null where that doesn't look like a program's key. */
export const shownKey = (headers: Headers): string | null => {
  const shown = /^Bearer ([\x21-\x7e]{1,500})$/i.exec(headers.get("authorization") ?? "")?.[1] ?? ""
  return API_KEY.test(shown) ? shown : null
}

/** For an endpoint's `guard`: the key that asks. Throws `unauthenticated`, or `forbidden` where it lacks the scope. */
export const keyWith = (scope: ApiScope) => ({
  key: `a key with the scope ${scope}`,
  check: (services: Needed, headers: Headers): Promise<ApiKey> => checkKey(services, headers, scope),
})

export async function checkKey({ db, clock, keys }: Needed, headers: Headers, scope: ApiScope): Promise<ApiKey> {
  const shown = shownKey(headers)
  if (shown === null) throw new Failure("unauthenticated", "Send a key of yours as `Authorization: Bearer cck_...`.")
  const hash = await hashOfApiKey(shown)
  const now = clock.now().getTime()
  const key = keys.get(hash, now) ?? (await lookUp(db, keys, hash, now))
  if (key.scopes.includes(scope)) return key
  throw new Failure("forbidden", `This key lacks the scope ${scope}; it has ${key.scopes.join(" and ")}.`)
}

async function lookUp(db: Needed["db"], keys: KeyMemory, hash: string, now: number): Promise<ApiKey> {
  const key = await findApiKey(db, hash)
  if (key === null) throw new Failure("unauthenticated", "This key is not known here, or it was revoked.")
  keys.set(hash, key, now)
  return key
}
