// Is the caller let in? Asks the Worker's gate, and has what it says of limits written on the answer, whatever that becomes.
import type { Admission, Asked, Gate } from "./admission.ts"
import { Failure } from "./failure.ts"
import type { Incoming } from "./route.ts"

type Guarded = { readonly gate: Gate | null }

/** Callers with this scope see what is for members. */
const PREMIUM = "read:premium"

/**
 * The caller's admission; null where the Worker has no gate and anyone may ask. Throws what the gate throws, and `unauthenticated` where a scope is
 * needed that nobody can check.
 */
export async function admit(
  { request, services, onAnswer }: Pick<Incoming<Guarded>, "request" | "services" | "onAnswer">,
  asked: Asked,
): Promise<Admission | null> {
  if (services.gate === null) {
    if (asked.scope === null) return null
    throw new Failure("unauthenticated", "This needs a key, and keys are not taken here.")
  }
  const admission = await services.gate.admit(request, asked)
  onAnswer((headers) => {
    for (const [name, value] of admission.headers()) headers.set(name, value)
  })
  return admission
}

/** Whether whoever asks surely sees what everybody sees: he shows nothing, or a key that is remembered as one that may no more. */
export const isNoMember = (gate: Gate | null, request: Request): boolean =>
  !mayBeMember(request) || gate?.scopesAtOnce?.(request)?.includes(PREMIUM) === false

/** Who brings neither a key nor a session is no member. */
export const mayBeMember = ({ headers }: Request): boolean => headers.has("authorization") || headers.has("cookie")

export const isPremium = (admission: Admission | null): boolean => admission?.caller.scopes.includes(PREMIUM) ?? false
