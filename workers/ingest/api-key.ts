// Which program asks, and may it? Its key is known by the hash of its secret.
import { type ApiKey, findApiKey } from "../../shared/db/queries/api-keys.ts"
import { type ApiScope, hashOfApiKey, MOST_REMEMBERED, REMEMBERED_MS, shownKey } from "../../shared/domain/api-key.ts"
import { Failure } from "../../shared/kit/failure.ts"
import { newShortMemory, type ShortMemory } from "../../shared/kit/short-memory.ts"
import type { IngestServices } from "./endpoint.ts"

/** Keys that the isolate has found, by the hash of their secret. */
export type KeyMemory = ShortMemory<ApiKey>
export const newKeyMemory = (): KeyMemory => newShortMemory(REMEMBERED_MS, MOST_REMEMBERED)

type Needed = Pick<IngestServices, "db" | "clock" | "keys">

/** For an endpoint's `guard`: the key that asks. Throws `unauthenticated`, or `forbidden` where it lacks the scope. */
export const keyWith = (scope: ApiScope) => ({
  key: `a key with the scope ${scope}`,
  check: (services: Needed, headers: Headers): Promise<ApiKey> => checkKey(services, headers, scope),
})

export async function checkKey({ db, clock, keys }: Needed, headers: Headers, scope: ApiScope): Promise<ApiKey> {
  const shown = shownKey(headers)
  if (shown === null) throw new Failure("unauthenticated", "Send a key of yours as `Authorization: Bearer cck_...`.")
  const hash = await hashOfApiKey(shown)
  const now = clock.now()
  const key = keys.get(hash, now.getTime()) ?? (await lookUp(db, keys, hash, now))
  if (key.scopes.includes(scope)) return key
  throw new Failure("forbidden", `This key lacks the scope ${scope}; it has ${key.scopes.join(" and ")}.`)
}

async function lookUp(db: Needed["db"], keys: KeyMemory, hash: string, now: Date): Promise<ApiKey> {
  const found = await findApiKey(db, hash, now)
  if (found === null) throw new Failure("unauthenticated", "This key is not known here, or it was revoked or is over.")
  keys.set(hash, found.key, now.getTime(), found.until?.getTime())
  return found.key
}
