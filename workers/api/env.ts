// The bindings of the api Worker, checked and grouped.
import * as z from "zod"
import { binding, PostgresUrl, readConfig, Secret, Stage } from "../../shared/kit/env.ts"

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
    clock: env.CLOCK ?? null,
    notice: env.NOTICE ?? null,
  }),
)
