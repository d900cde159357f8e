// The bindings of the agents Worker, checked and grouped.
import * as z from "zod"
import { ASSETS, AssetSymbol, findAsset } from "../../shared/domain/asset.ts"
import { ChannelList, TimeZone } from "../../shared/domain/channels.ts"
import { FEEDS, type FeedSource } from "../../shared/domain/news.ts"
import type { Message } from "../../shared/domain/run.ts"
import { binding, PostgresUrl, readConfig, Secret, SecretText, Stage, WebhookKey } from "../../shared/kit/env.ts"
import type { Warmer } from "./warmer.ts"
import { CHANNEL_BINDINGS, toAccounts, toLacking } from "./env-channels.ts"
import { ModelKeys, ModelList, toProviders, withoutKey } from "./env-models.ts"
import { REVIEW_BINDINGS, toReview } from "./env-review.ts"
import { SpendCaps } from "../../shared/domain/spend-caps.ts"

/** Parts between commas, trimmed; an absent or empty text has none. */
const List = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean),
  )

/** `BTC,ETH`: empty means every asset that the studio knows. */
const AssetList = List.pipe(z.array(AssetSymbol)).transform((symbols) => (symbols.length === 0 ? ASSETS : symbols.map(findAsset)))

/** `name=url,name=url`: empty means the built-in list. */
const FeedList = List.transform((parts, context): readonly FeedSource[] => {
  const feeds = parts.map((part) => /^([a-z0-9-]{2,30})=(https:\/\/\S+)$/.exec(part))
  if (feeds.some((feed) => feed === null))
    context.addIssue({ code: "custom", message: "must be a list such as name=https://host/feed,name=https://…" })
  return feeds.length === 0 ? FEEDS : feeds.flatMap((feed) => (feed === null ? [] : [{ name: feed[1] ?? "", url: feed[2] ?? "" }]))
})

export const readAgentsConfig = readConfig(
  z
    .object({
      STAGE: Stage,
      DATABASE_URL: PostgresUrl,
      /** Local world only: where its stand-in for Neon listens. */
      DATABASE_ENDPOINT: z.url().optional(),
      /** The same database as its owner, for VACUUM and rebuilding indexes; without it the maintenance only reports them. */
      MAINTENANCE_URL: PostgresUrl.optional(),
      /** How many whole months interactions are kept beside the present one; 0: for ever. */
      RETENTION_MONTHS: z.coerce.number().int().min(0).max(1_200).default(13),
      REDIS_URL: z.url(),
      REDIS_TOKEN: Secret(),
      WATCHED_ASSETS: AssetList,
      FEEDS: FeedList,
      CHANNELS: ChannelList,
      /** Of the channels' posting times. */
      TIME_ZONE: TimeZone.default("UTC"),
      MODELS: ModelList,
      MODEL_KEYS: ModelKeys,
      SPEND_CAPS: SpendCaps,
      ...REVIEW_BINDINGS,
      ...CHANNEL_BINDINGS,
      /** What the secrets of webhook endpoints are derived from: the same as ingest has. */
      WEBHOOK_KEY: WebhookKey,
      /** Called after each heartbeat that found nothing overdue, so that somebody outside notices its absence. Empty: nobody is. */
      HEARTBEAT_URL: z
        .string()
        .regex(/^$|^https:\/\/\S+$/, "must be an https address, or empty")
        .optional(),
      RUNS: binding<Queue<Message>>("send", "sendBatch"),
      /** The api Worker, which keeps its commonest answers up to date when it is told; without it readers do. */
      WARMER: binding<Warmer>("warm").optional(),
      /** Where pictures are kept. */
      MEDIA: binding<R2Bucket>("put", "get", "head"),
      /** Local world only: what has to stand on every picture, such as that the market is simulated. */
      NOTICE: z.string().min(1).max(200).optional(),
      /** Local world only: the studio's clock, see shared/kit/clock.ts. */
      CLOCK: z
        .string()
        .regex(/^\d+:\d+:\d+(\.\d+)?$/)
        .optional(),
    })
    .superRefine(({ MODELS, MODEL_KEYS }, context) => {
      const lacking = withoutKey(MODELS, MODEL_KEYS)
      if (lacking.length > 0) context.addIssue({ code: "custom", path: ["MODEL_KEYS"], message: `has no key for ${lacking.join(", ")}` })
    }),
  (env) => ({
    stage: env.STAGE,
    database: { url: env.DATABASE_URL.reveal(), endpoint: env.DATABASE_ENDPOINT ?? null, timeoutMs: 15_000 },
    /** Null: nobody here may work on tables and indexes. */
    maintenance: env.MAINTENANCE_URL ? { url: env.MAINTENANCE_URL.reveal() } : null,
    retentionMonths: env.RETENTION_MONTHS,
    redis: { url: env.REDIS_URL, token: env.REDIS_TOKEN.reveal() },
    watch: env.WATCHED_ASSETS,
    feeds: env.FEEDS,
    channels: { list: env.CHANNELS, timeZone: env.TIME_ZONE },
    /** Null: no model is asked, and the studio writes alone. */
    models: toProviders(env.MODELS, env.MODEL_KEYS),
    caps: env.SPEND_CAPS,
    review: toReview(env),
    ...toAccounts(env),
    lacking: toLacking(env),
    /** Null: nobody is told anything. */
    webhooks: env.WEBHOOK_KEY ? { key: env.WEBHOOK_KEY.reveal(), publicUrl: env.PUBLIC_URL ?? null } : null,
    heartbeatUrl: env.HEARTBEAT_URL ? new SecretText(env.HEARTBEAT_URL) : null,
    queue: env.RUNS,
    warmer: env.WARMER ?? null,
    media: env.MEDIA,
    notice: env.NOTICE ?? null,
    clock: env.CLOCK ?? null,
  }),
)

export type AgentsConfig = ReturnType<typeof readAgentsConfig>
