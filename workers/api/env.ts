// The bindings of the api Worker, checked and grouped.
import * as z from "zod"
import { Limits } from "../../shared/domain/api-plan.ts"
import { ChannelList, TimeZone } from "../../shared/domain/channels.ts"
import { SpendCaps } from "../../shared/domain/spend-caps.ts"
import { binding, PostgresUrl, readConfig, Secret, Stage } from "../../shared/kit/env.ts"

/** A variable that may stay "" or be left out: null then. */
const orNull = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === undefined || value === "" ? null : value), schema.nullable())

export const readApiConfig = readConfig(
  z.object({
    STAGE: Stage,
    DATABASE_URL: PostgresUrl,
    /** Local world only: where its stand-in for Neon listens. */
    DATABASE_ENDPOINT: z.url().optional(),
    REDIS_URL: z.url(),
    REDIS_TOKEN: Secret(),
    /** Where pictures are kept. */
    MEDIA: binding<R2Bucket>("get", "head"),
    /** The ingest Worker, which takes the operator's commands. */
    INGEST: binding<Fetcher>("fetch"),
    /** Where readers find the studio, such as https://studio.example; the address of each request, where it isn't set. */
    PUBLIC_URL: orNull(z.url({ protocol: /^https?$/ })),
    /** Who mints the ids of the feeds' entries: a domain and the year in which it was yours (RFC 4151). Never changed once it is set. */
    FEED_AUTHORITY: orNull(z.string().regex(/^[a-z0-9.-]+,\d{4}(-\d{2}){0,2}$/, "a domain and a year, such as studio.example,2026")),
    /** A WebSub hub that tells the feeds' subscribers of news at once. */
    WEBSUB_HUB: orNull(z.url({ protocol: /^https$/ })),
    /** What the operator's pages show of how channels are used, when, and for how much; the same as the agents Worker has. */
    CHANNELS: ChannelList,
    TIME_ZONE: TimeZone.default("UTC"),
    SPEND_CAPS: SpendCaps,
    /** How much callers may ask for, where it differs from shared/domain/api-plan.ts; "off" in the local world: nobody is counted. */
    LIMITS: Limits,
    /** Local world only: the studio's clock, see shared/kit/clock.ts. */
    CLOCK: z
      .string()
      .regex(/^\d+:\d+:\d+(\.\d+)?$/)
      .optional(),
    /** Local world only: what the dashboard says above everything, so that nobody takes a simulated price for a real one. */
    NOTICE: z.string().min(1).max(200).optional(),
  }),
  (env) => ({
    stage: env.STAGE,
    database: { url: env.DATABASE_URL.reveal(), endpoint: env.DATABASE_ENDPOINT ?? null, timeoutMs: 10_000 },
    redis: { url: env.REDIS_URL, token: env.REDIS_TOKEN.reveal() },
    media: env.MEDIA,
    ingest: env.INGEST,
    feed: {
      publicUrl: env.PUBLIC_URL === null ? null : new URL(env.PUBLIC_URL).origin,
      authority: env.FEED_AUTHORITY,
      hubUrl: env.WEBSUB_HUB,
    },
    desk: { timeZone: env.TIME_ZONE, channels: env.CHANNELS, caps: env.SPEND_CAPS },
    clock: env.CLOCK ?? null,
    notice: env.NOTICE ?? null,
    plans: env.LIMITS,
  }),
)
