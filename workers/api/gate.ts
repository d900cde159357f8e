// Who asks the API, may he, and at what pace? Keys by their hash, the operator by his session, everybody else by address.
import { type ApiKey, findApiKey } from "../../shared/db/queries/api-keys.ts"
import { API_KEY, hashOfApiKey, MOST_REMEMBERED, READ_SCOPES, REMEMBERED_MS } from "../../shared/domain/api-key.ts"
import type { PlanName } from "../../shared/domain/api-plan.ts"
import type { Admission, Asked, Caller, Gate } from "../../shared/kit/admission.ts"
import { clientAddress } from "../../shared/kit/client-address.ts"
import type { Clock } from "../../shared/kit/clock.ts"
import type { Counters } from "../../shared/kit/counters.ts"
import { Failure } from "../../shared/kit/failure.ts"
import { type GuessMemory, newGuessMemory, openGuesses } from "../../shared/kit/guesses.ts"
import { limitHeaders } from "../../shared/kit/limit-headers.ts"
import { newQuotaMemory, openQuota, type Quota, type QuotaMemory } from "../../shared/kit/quota.ts"
import type { JoinedRedis } from "../../shared/kit/redis-join.ts"
import { newShortMemory, type ShortMemory } from "../../shared/kit/short-memory.ts"
import type { ApiServices } from "./endpoint.ts"
import { API_LIMIT, noteUse } from "./key-usage.ts"
import { findOperator } from "./session.ts"

/** What an isolate keeps from one request to the next. */
export type GateMemory = {
  /** By what was shown. */
  readonly keys: ShortMemory<ApiKey>
  readonly quota: QuotaMemory
  readonly guesses: GuessMemory
  /** When it was last told that a key is used, by the key's id. */
  readonly uses: Map<string, number>
}
export const newGateMemory = (): GateMemory => ({
  keys: newShortMemory(REMEMBERED_MS, MOST_REMEMBERED),
  quota: newQuotaMemory(),
  guesses: newGuessMemory(),
  uses: new Map(),
})

export type GateParts = {
  /** What it needs is opened when it is needed: a caller that is known costs no database. Null plans: nobody is counted; keys and scopes hold all the same. */
  readonly services: Pick<ApiServices, "db" | "clock" | "sessionCookie" | "plans">
  readonly redis: JoinedRedis
  /** The machine's own time, by which limits count. */
  readonly machine: Clock
  readonly memory: GateMemory
  readonly counters: Pick<Counters, "add">
}

/** Who asks, and by which plan and under which name he is counted; null plan: not at all. */
type Asker = { readonly caller: Caller; readonly plan: PlanName | null; readonly countedAs: string }

const OPERATOR: Asker = { caller: { id: "operator", scopes: READ_SCOPES }, plan: null, countedAs: "" }

/** Nobody is counted. */
const FREE: Admission = { caller: { id: "anonymous", scopes: [] }, headers: () => [], giveBack: () => undefined }

export function openGate(parts: GateParts): Gate {
  const quota = openQuota(parts.redis, API_LIMIT, parts.machine, parts.memory.quota)
  return {
    admitAtOnce({ headers }, { scope }) {
      if (parts.services.plans !== null || scope !== null) return null
      return headers.has("authorization") || headers.has("cookie") ? null : FREE
    },
    scopesAtOnce({ headers }) {
      const shown = headers.get("authorization")
      return shown === null ? null : (parts.memory.keys.get(shown, parts.services.clock.now().getTime())?.scopes ?? null)
    },
    async admit(request, asked) {
      const asker = asked.isPage === true ? anonymous(request.headers, "pages") : await identify(parts, request.headers)
      checkScope(asker, asked.scope)
      return count(parts, quota, asker, asked)
    },
  }
}

const anonymous = (headers: Headers, plan: PlanName): Asker => ({
  caller: { id: "anonymous", scopes: [] },
  plan,
  countedAs: `${plan} ${clientAddress(headers)}`,
})

/** Throws `unauthenticated` for a key that is none, and `rate-limited` where too many were tried from its address. */
async function identify(parts: GateParts, headers: Headers): Promise<Asker> {
  const shown = headers.get("authorization")
  if (shown !== null) {
    const { id, scopes, plan } = await keyOf(parts, shown, headers)
    return { caller: { id, scopes }, plan, countedAs: id }
  }
  const isOperator = headers.has("cookie") && (await findOperator(parts.services, headers)) !== null
  return isOperator ? OPERATOR : anonymous(headers, "keyless")
}

async function keyOf({ services, machine, redis, memory }: GateParts, shown: string, headers: Headers): Promise<ApiKey> {
  const now = services.clock.now()
  const known = memory.keys.get(shown, now.getTime())
  if (known !== null) return known
  const secret = /^Bearer (\S+)$/i.exec(shown)?.[1] ?? ""
  if (!API_KEY.test(secret)) {
    throw new Failure(
      "unauthenticated",
      "Send a key as `Authorization: Bearer cck_...`, or none at all: most of this can be read without one.",
    )
  }
  const guesses = openGuesses(redis, machine, memory.guesses)
  const { found, waitMs } = await guesses.tryOne(clientAddress(headers), secret, async () =>
    findApiKey(services.db, await hashOfApiKey(secret), now),
  )
  if (waitMs !== null)
    throw new Failure("rate-limited", "Too many keys from this address were wrong. Wait before the next try.", { waitMs })
  if (found === null) throw new Failure("unauthenticated", "This key is not known here, or it was revoked or is over.")
  memory.keys.set(shown, found.key, now.getTime(), found.until?.getTime())
  return found.key
}

/** Throws `unauthenticated` where somebody without a key asks for what needs one, `forbidden` where the key may not. */
function checkScope({ caller }: Asker, scope: string | null): void {
  const needed = scope ?? "read:insights"
  if (caller.scopes.includes(needed)) return
  if (caller.id !== "anonymous")
    throw new Failure("forbidden", `This key lacks the scope ${needed}; it has ${caller.scopes.join(" and ")}.`)
  if (scope !== null)
    throw new Failure("unauthenticated", `This needs a key with the scope ${scope}: send it as \`Authorization: Bearer KEY\`.`)
}

async function count(
  { services: { plans }, machine, counters, redis, memory }: GateParts,
  quota: Quota,
  asker: Asker,
  { cost }: Asked,
): Promise<Admission> {
  const { caller, plan, countedAs } = asker
  const limits = plan === null ? null : (plans?.[plan] ?? null)
  if (plan === null || limits === null) return { caller, headers: () => [], giveBack: () => undefined }
  const taking = quota.take(countedAs, limits, cost)
  await noteUse(redis, plan, countedAs, machine.now().getTime(), memory.uses)
  const taken = await taking
  counters.add("rate_limit_verdicts_total", { plan, verdict: taken.isAllowed ? "allowed" : "refused" })
  const headers = () => limitHeaders(taken, machine.now().getTime())
  if (taken.isAllowed) return { caller, headers, giveBack: () => taken.giveBack() }
  throw new Failure("rate-limited", tooMany(plan, limits), { waitMs: taken.waitMs, headers: Object.fromEntries(headers()) })
}

function tooMany(plan: PlanName, { perMinute, perDay }: { perMinute: number; perDay: number }): string {
  const pace = `${perMinute} requests a minute and ${perDay} a day`
  if (plan === "pages") return `An address may look at ${perMinute} pages a minute and ${perDay} a day. Wait a moment.`
  if (plan === "keyless") return `Without a key an address may make ${pace}. Wait, or ask the studio's operator for a key.`
  return `The plan of this key (${plan}) lets it make ${pace}. Wait.`
}
