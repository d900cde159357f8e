// The ingest Worker's app over a real Postgres, under its own role, and a queue that writes down what it gets; time stands still.
import type { Message } from "../../shared/domain/run.ts"
import { SecretText } from "../../shared/kit/env.ts"
import { newIngest } from "../../workers/ingest/app.ts"
import { openDatabase, type TestDatabase } from "../db/database.ts"
import { openVirtualClock, type VirtualClock } from "../world/virtual-clock.ts"

export const KEY = "operator-key-of-the-tests-0123456789"
/** Of Telegram's webhook, and who may decide there. */
export const WEBHOOK_SECRET = "webhook-secret-of-the-tests-0123456789"
export const REVIEWERS: readonly string[] = ["4711", "4712"]

export type Front = {
  readonly database: TestDatabase
  readonly clock: VirtualClock
  readonly sent: Message[]
  /** Whether the queue takes messages. */
  queue: { isUp: boolean }
  ask(path: string | Request, init?: RequestInit): Promise<Response>
  close(): Promise<void>
}

/** `shared`: what another app of the same test has; it closes the database. */
export async function openFront(now: Date, shared?: { readonly database: TestDatabase; readonly clock: VirtualClock }): Promise<Front> {
  const database = shared?.database ?? (await openDatabase())
  const clock = shared?.clock ?? openVirtualClock(now)
  const sent: Message[] = []
  const state = { isUp: true }
  const send = async (message: Message) => {
    if (!state.isUp) throw new Error("the queue is away")
    sent.push(message)
    return { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } }
  }
  const app = newIngest({
    clock,
    strict: true,
    open: (_env, meter) => ({
      db: database.db("studio_ingest", meter),
      quickDb: database.db("studio_ingest", meter),
      cache: null,
      clock,
      operatorKey: new SecretText(KEY),
      telegram: { secret: new SecretText(WEBHOOK_SECRET), reviewers: REVIEWERS },
      queue: { send },
    }),
  })
  return {
    database,
    clock,
    sent,
    queue: state,
    ask: async (path, init) => app.request(path, init),
    close: async () => void (shared === undefined && (await database.close())),
  }
}
