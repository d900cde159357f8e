// The bindings of the ingest Worker, checked and grouped.
import * as z from "zod"
import { People } from "../../shared/domain/review.ts"
import type { InboxMessage, Message } from "../../shared/domain/run.ts"
import { binding, PostgresUrl, readConfig, Secret, Stage, WebhookKey } from "../../shared/kit/env.ts"

export const readIngestConfig = readConfig(
  z.object({
    STAGE: Stage,
    DATABASE_URL: PostgresUrl,
    /** Local world only: where its stand-in for Neon listens. */
    DATABASE_ENDPOINT: z.url().optional(),
    /** What an operator's commands carry as a bearer token. */
    OPERATOR_KEY: Secret(24),
    /** What Telegram shows with every update, as it was given to setWebhook. Without it no button works. */
    TELEGRAM_WEBHOOK_SECRET: z.preprocess(
      (value) => (value === "" ? undefined : value),
      z
        .string()
        .regex(/^[\w-]{24,256}$/, "must have 24 to 256 letters, digits, _ and -")
        .pipe(Secret())
        .optional(),
    ),
    /** Telegram's ids of the people who may decide there, between commas: the same as the agents have. */
    REVIEWERS: People,
    /** Telegram's numbers of the studio's channel and its groups, between commas: what people do there counts. Empty: nowhere. */
    TELEGRAM_CHATS: z
      .string()
      .default("")
      .transform((text) =>
        text
          .split(",")
          .map((part) => part.trim())
          .filter(Boolean),
      )
      .refine(
        (chats) => chats.every((chat) => /^-?[1-9]\d{0,19}$/.test(chat)),
        "must be Telegram's numbers of chats, such as -1001234567890",
      ),
    /** Of the Discord application, as its page "General information" shows it. Empty: nothing is heard of Discord. */
    DISCORD_PUBLIC_KEY: z
      .string()
      .regex(/^([0-9a-f]{64})?$/i, "must be 64 hexadecimal digits")
      .default(""),
    /** What the secrets of webhook endpoints are derived from: the same as the agents have. Without it there are none. */
    WEBHOOK_KEY: WebhookKey,
    /** Counts the events that keys send. Where it is gone nobody is held up. */
    REDIS_URL: z.url(),
    REDIS_TOKEN: Secret(),
    RUNS: binding<Queue<Message>>("send"),
    EVENTS: binding<Queue<InboxMessage>>("send"),
    /** Local world only: the studio's clock, see shared/kit/clock.ts. */
    CLOCK: z
      .string()
      .regex(/^\d+:\d+:\d+(\.\d+)?$/)
      .optional(),
  }),
  (env) => ({
    stage: env.STAGE,
    database: { url: env.DATABASE_URL.reveal(), endpoint: env.DATABASE_ENDPOINT ?? null, timeoutMs: 10_000 },
    operatorKey: env.OPERATOR_KEY,
    telegram: env.TELEGRAM_WEBHOOK_SECRET
      ? { secret: env.TELEGRAM_WEBHOOK_SECRET, reviewers: env.REVIEWERS, chats: env.TELEGRAM_CHATS }
      : null,
    discord: env.DISCORD_PUBLIC_KEY === "" ? null : { publicKey: env.DISCORD_PUBLIC_KEY },
    webhooks: env.WEBHOOK_KEY ? { key: env.WEBHOOK_KEY } : null,
    queue: env.RUNS,
    inbox: env.EVENTS,
    redis: { url: env.REDIS_URL, token: env.REDIS_TOKEN.reveal() },
    clock: env.CLOCK ?? null,
  }),
)
