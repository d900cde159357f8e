// How do checked events get in? One row, then a hint to those who count; the row alone is what "accepted" means.
import { insertInbox } from "../../shared/db/queries/inbox.ts"
import type { InboxEvent } from "../../shared/domain/interaction.ts"
import { log } from "../../shared/kit/log.ts"
import type { Incoming } from "../../shared/kit/route.ts"
import type { IngestServices } from "./endpoint.ts"

type Taken = { readonly source: string; readonly events: readonly InboxEvent[]; readonly now: Date }

/** Stores the events, and gives the id of their row. One statement. */
export async function takeEvents(
  services: IngestServices,
  taken: Taken,
  background: Incoming<IngestServices>["background"],
): Promise<string> {
  const id = await insertInbox(services.db, taken)
  background("inbox.hint", hint(services, id))
  return id
}

/** Says that something waits. Where the queue is away the heartbeat finds it. */
export async function hint({ inbox }: Pick<IngestServices, "inbox">, id: string): Promise<void> {
  try {
    await inbox.send({ kind: "inbox" })
  } catch (error) {
    log("warn", "inbox.counted-later", { inbox: id, error })
  }
}
