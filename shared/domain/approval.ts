// Did an operator's word hold? What stood against approving, rejecting or editing exactly that version, in words that say what to do.
import * as z from "zod"
import type { PlanState } from "./plan.ts"

export const Decision = z.enum(["approved", "rejected"])
export type Decision = z.infer<typeof Decision>

/** By which way a decision came: signed in, by a button, with the operator's key, or from a rule of the table. */
export const Via = z.enum(["dashboard", "telegram", "key", "rule"])
export type Via = z.infer<typeof Via>

/** A version, known by its id and by what its reader saw: null where it had no hash yet. */
export type Wish = { readonly draftId: string; readonly hash: string | null }

/** A decision that stands. */
export type Standing = { readonly decision: Decision; readonly reviewer: string; readonly via: Via; readonly at: Date }

/** How a version and its plan stood when a decision about them was asked for. */
export type Standpoint = {
  readonly draftId: string
  /** Null where there is no such version; then nothing else is known either. */
  readonly planId: string | null
  readonly version: number
  /** The version that counts. */
  readonly current: number
  readonly state: PlanState
  readonly hash: string | null
  readonly expiresAt: Date
  /** Guards that the version doesn't pass. */
  readonly failing: readonly string[]
  /** The last decision about this very version. */
  readonly decided: Standing | null
}

/** The part of the request that is refused, and why. */
export type Objection = {
  readonly code: "not-found" | "conflict"
  readonly pointer: "/draftId" | "/hash" | "/scheduledAt"
  readonly detail: string
}

const when = (at: Date): string => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`

const WHERE_IT_STANDS: Readonly<Record<PlanState, string>> = {
  planned: "has no text yet",
  checking: "is being checked. Wait a moment and look again",
  blocked: "is held back by a guard. Edit the text",
  waiting: "waits for a decision",
  approved: "is approved",
  released: "is on its way: nothing can be changed any more",
  rejected: "was rejected",
  expired: "has expired: it was not approved in time",
  failed: "could not be made",
}

/** The part that every decision shares: the version exists, and it is the one that counts. Null where nothing speaks against it. */
export function objectionToVersion({ planId, version, current, state }: Standpoint): Objection | null {
  if (planId === null) return { code: "not-found", pointer: "/draftId", detail: "There is no such version of a text." }
  if (version === current) return null
  const detail = `It was edited meanwhile: version ${current} counts now, and this is version ${version}. It ${WHERE_IT_STANDS[state]}.`
  return { code: "conflict", pointer: "/draftId", detail }
}

/** Why a decision did not hold, for a version that stands as it does. */
export function objectionTo(decision: Decision, wish: Wish, stood: Standpoint): Objection {
  const conflict = (pointer: Objection["pointer"], detail: string): Objection => ({ code: "conflict", pointer, detail })
  const outdated = objectionToVersion(stood)
  if (outdated !== null) return outdated
  const { state, decided, failing, expiresAt, hash } = stood
  if (decided !== null && (state === "approved" || state === "rejected")) {
    return conflict("/draftId", `It was ${decided.decision} by ${decided.reviewer} on ${when(decided.at)}.`)
  }
  if (decision === "approved" && state === "blocked") {
    return conflict(
      "/draftId",
      `It is held back by ${failing.length === 1 ? "the guard" : "the guards"} ${failing.join(", ")}. Edit the text.`,
    )
  }
  const isOpen = state === "waiting" || (decision === "rejected" && (state === "blocked" || state === "checking" || state === "approved"))
  if (!isOpen) return conflict("/draftId", `It ${WHERE_IT_STANDS[state]}.`)
  if (hash !== wish.hash)
    return conflict("/hash", "This is not the hash of that version: its text, picture or time is another one. Look at it again.")
  return conflict("/draftId", `It expired on ${when(expiresAt)}: what it says would be old.`)
}

/** Whether a decision that did nothing now had been taken before: saying it twice is saying it once. */
export function stoodBefore(decision: Decision, wish: Wish, { version, current, state, hash, decided }: Standpoint): Standing | null {
  const holds = decision === "approved" ? state === "approved" || state === "released" : state === "rejected"
  return holds && version === current && hash === wish.hash && decided?.decision === decision ? decided : null
}

/**
 * Whether it was looked at in the middle of somebody else's statement: the plan is already known as it stands after it, the rows about it as they
 * were before. Who asks again sees both.
 */
export function isHalfSeen({ state, hash, decided }: Standpoint): boolean {
  if (state === "approved" || state === "rejected") return decided?.decision !== state
  return state === "waiting" && hash === null
}
