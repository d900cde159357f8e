// The ingest Worker's app over a real Postgres, under its own role, and a queue that writes down what it gets; time stands still.
import type { InboxMessage, Message } from "../../shared/domain/run.ts"
import { openClock } from "../../shared/kit/clock.ts"
import { SecretText } from "../../shared/kit/env.ts"
import { newRateLimitMemory, openRateLimit } from "../../shared/kit/rate-limit.ts"
import { newKeyMemory } from "../../workers/ingest/api-key.ts"
import { newIngest } from "../../workers/ingest/app.ts"
import { describeIngest } from "../../workers/ingest/description.ts"
import { ENDPOINTS } from "../../workers/ingest/routes.ts"
import { describedBy } from "../api/described.ts"
import { openDatabase, type TestDatabase } from "../db/database.ts"
import { openRedis } from "../world/redis.ts"
import { serve } from "../world/serve.ts"
import { openVirtualClock, type VirtualClock } from "../world/virtual-clock.ts"

const expectDescribed = describedBy(() => describeIngest(ENDPOINTS))

export const KEY = "operator-key-of-the-tests-0123456789"
/** Of Telegram's webhook, and who may decide there. */
export const WEBHOOK_SECRET = "webhook-secret-of-the-tests-0123456789"
export const REVIEWERS: readonly string[] = ["4711", "4712"]
/** What the secrets of endpoints are derived from. */
export const WEBHOOK_KEY = "a-webhook-key-of-the-tests-0123456789"

/** The studio's channel and its discussion group. */
export const CHATS = { channel: -1001000000001, group: -1001000000002 } as const
/** With which the tests sign as Discord does. */
const discordKeys = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair
export const signAsDiscord = async (text: string): Promise<string> =>
  Buffer.from(await crypto.subtle.sign("Ed25519", discordKeys.privateKey, new TextEncoder().encode(text))).toString("hex")
const discordPublicKey = Buffer.from(await crypto.subtle.exportKey("raw", discordKeys.publicKey)).toString("hex")

/** A key of a program, and how it is made. */
export const eventsKey = (letter: string): string => `cck_${letter.repeat(43)}`

export type Front = {
  readonly database: TestDatabase
  readonly clock: VirtualClock
  readonly sent: Message[]
  /** What those who count events were told. */
  readonly hints: InboxMessage[]
  /** Whether the queue takes messages. */
  queue: { isUp: boolean }
  /** Whether Discord's webhook is on. */
  discord: { isOn: boolean }
  ask(path: string | Request, init?: RequestInit): Promise<Response>
  close(): Promise<void>
}

/** `shared`: what another app of the same test has; it closes the database. */
export async function openFront(now: Date, shared?: { readonly database: TestDatabase; readonly clock: VirtualClock }): Promise<Front> {
  const database = shared?.database ?? (await openDatabase())
  const clock = shared?.clock ?? openVirtualClock(now)
  const sent: Message[] = []
  const hints: InboxMessage[] = []
  const state = { isUp: true }
  const discord = { isOn: true }
  const sendTo = <T>(list: T[]) => ({
    async send(message: T) {
      if (!state.isUp) throw new Error("the queue is away")
      list.push(message)
      return { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } }
    },
  })
  const redis = openRedis({ token: "local-only" })
  const serving = await serve((request) => redis.fetch(request))
  const machine = openClock(null)
  const memory = newRateLimitMemory()
  const keys = newKeyMemory()
  const app = newIngest({
    clock,
    strict: true,
    open: (_env, meter) => ({
      db: database.db("studio_ingest", meter),
      quickDb: database.db("studio_ingest", meter),
      cache: null,
      gate: null,
      clock,
      operatorKey: new SecretText(KEY),
      telegram: { secret: new SecretText(WEBHOOK_SECRET), reviewers: REVIEWERS, chats: Object.values(CHATS).map(String) },
      discord: discord.isOn ? { publicKey: discordPublicKey } : null,
      webhooks: { key: new SecretText(WEBHOOK_KEY) },
      queue: sendTo(sent),
      inbox: sendTo(hints),
      limit: openRateLimit({ url: serving.url, token: "local-only" }, "events", machine, memory),
      keys,
    }),
  })
  return {
    database,
    clock,
    sent,
    hints,
    queue: state,
    discord,
    async ask(path, init) {
      const response = await app.request(path, init)
      const request = path instanceof Request ? path : { method: init?.method ?? "GET", url: path }
      await expectDescribed(request.method, request.url, response)
      return response
    },
    async close() {
      await serving.close()
      await redis.close()
      if (shared === undefined) await database.close()
    },
  }
}
