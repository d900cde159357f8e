// Who is told of a stored event at once? The queue; what it doesn't take, the heartbeat finds.
import type { EventName } from "../../shared/domain/event.ts"
import { log } from "../../shared/kit/log.ts"
import type { IngestServices } from "./endpoint.ts"

export type Stored = { readonly id: string; readonly name: EventName; readonly data: Record<string, unknown> }

export async function passOn({ queue }: Pick<IngestServices, "queue">, event: Stored): Promise<void> {
  try {
    await queue.send({ kind: "event", ...event })
  } catch (error) {
    log("warn", "command.queued-later", { event: event.id, error })
  }
}
