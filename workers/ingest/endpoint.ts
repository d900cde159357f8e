// What do the ingest Worker's endpoints work with?
import type { InboxMessage, Message } from "../../shared/domain/run.ts"
import type { Db } from "../../shared/db/client.ts"
import type { Clock } from "../../shared/kit/clock.ts"
import { endpointsOf } from "../../shared/kit/endpoint.ts"
import type { SecretText } from "../../shared/kit/env.ts"
import type { RateLimit } from "../../shared/kit/rate-limit.ts"
import type { Route } from "../../shared/kit/route.ts"
import type { KeyMemory } from "./api-key.ts"

export type IngestServices = {
  readonly db: Db
  /** The same database with a short patience, for health checks. */
  readonly quickDb: Db
  readonly cache: null
  readonly gate: null
  /** The studio's time. */
  readonly clock: Clock
  readonly operatorKey: SecretText
  /** Null where Telegram's webhook is off. */
  readonly telegram: {
    readonly secret: SecretText
    readonly reviewers: readonly string[]
    /** Numbers of the chats in which it counts what people do. */
    readonly chats: readonly string[]
  } | null
  /** Null where Discord's webhook is off. */
  readonly discord: { readonly publicKey: string } | null
  /** Null where webhooks are off. */
  readonly webhooks: { readonly key: SecretText } | null
  readonly queue: Pick<Queue<Message>, "send">
  /** Tells the agents that events wait to be counted. */
  readonly inbox: Pick<Queue<InboxMessage>, "send">
  /** How many events a key may send. */
  readonly limit: RateLimit
  readonly keys: KeyMemory
}

export type IngestRoute = Route<IngestServices>

export const endpoint = endpointsOf<IngestServices, never>({})
