// How does a word from outside become an event? Stored once with its audit row, then passed on: what the queue doesn't take, the heartbeat finds.
import * as z from "zod"
import { insertCommand } from "../../shared/db/queries/events.ts"
import type { IngestServices } from "./endpoint.ts"
import { passOn, type Stored } from "./pass-on.ts"

export const IDEMPOTENCY = {
  "idempotency-key": z
    .string()
    .regex(/^[\x21-\x7e]{1,100}$/, "must be 1 to 100 visible ASCII characters")
    .optional()
    .describe("Sending it twice with the same key is sending it once."),
}

/** What is answered once an event is stored. */
export const StoredEvent = z.object({ id: z.string().describe("The stored event."), accepted: z.literal(true), duplicate: z.boolean() })

type Word = Pick<Stored, "name" | "data"> & {
  /** Who says so; the same `externalId` of it is one event. A new one each time where it is not given. */
  readonly source: string
  readonly externalId: string | undefined
  /** What the audit log keeps, which nobody can take back; the data, where it isn't given. */
  readonly audited?: Record<string, unknown>
}

/** Stores the event once and passes it on. A second request with the same key that comes at the very same moment sees no row yet: it looks again. */
export async function tell(
  services: IngestServices,
  word: Word,
  by: { readonly actor: string; readonly now: Date },
): Promise<z.input<typeof StoredEvent>> {
  const { name, data, source, externalId = crypto.randomUUID(), audited = data } = word
  const event = { name, source, externalId, data, audited, now: by.now }
  const first = await insertCommand(services.db, event, by.actor)
  const { id, isNew } = first.id === "" ? await insertCommand(services.db, event, by.actor) : first
  if (isNew) await passOn(services, { id, name, data })
  return { id, accepted: true as const, duplicate: !isNew }
}
