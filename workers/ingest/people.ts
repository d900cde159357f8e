// What is common to what people ask for about themselves: whose word it is, and how an account is named.
import * as z from "zod"
import { Platform } from "../../shared/domain/interaction.ts"
import type { EventData, EventName } from "../../shared/domain/event.ts"
import { shownKey } from "../../shared/domain/api-key.ts"
import { sha256Hex } from "../../shared/kit/session.ts"
import { checkKey } from "./api-key.ts"
import { storable } from "./decide.ts"
import type { IngestServices } from "./endpoint.ts"
import { checkOperator } from "./operator.ts"
import { type StoredEvent, tell } from "./tell.ts"

/** An account: the platform's own id of it, never a name that can change. */
export const ACCOUNT = {
  platform: Platform,
  id: z
    .string()
    .regex(/^[^\p{Cc}\p{Cs}]{1,100}$/u, "must be 1 to 100 characters, none of them a control character")
    .describe("The person's id on the platform; not a name that can change."),
}
export const How = storable(200).refine((text) => text.trim() !== "", "must not be empty")

/** Who tells: the operator, or a program by its key. */
type Teller = { readonly actor: string; readonly source: string }

/** For an endpoint's `guard`. */
export const PEOPLE = {
  key: "the operator's key, or a key with the scope write:people",
  async check(services: IngestServices, headers: Headers): Promise<Teller> {
    if (shownKey(headers) === null) return { actor: await checkOperator(services, headers), source: "operator" }
    const { id } = await checkKey(services, headers, "write:people")
    return { actor: id, source: id }
  },
}

type PersonEvent = Extract<EventName, `person.${string}`>

/**
 * Stores what a person asks for. The audit log, whose rows are never deleted, keeps that it was asked and not about whom; neither does what the
 * caller may have written into his key of the request.
 */
export async function tellPerson<N extends PersonEvent>(
  services: IngestServices,
  { name, data }: { readonly name: N; readonly data: EventData<N> },
  { actor, source }: Teller,
  idempotencyKey: string | undefined,
): Promise<z.input<typeof StoredEvent>> {
  const externalId = idempotencyKey === undefined ? undefined : await sha256Hex(idempotencyKey)
  return tell(services, { name, data, source, externalId, audited: {} }, { actor, now: services.clock.now() })
}
