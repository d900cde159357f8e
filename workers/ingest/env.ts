// The bindings of the ingest Worker, checked and grouped.
import * as z from "zod"
import type { Message } from "../../shared/domain/run.ts"
import { binding, PostgresUrl, readConfig, Secret, Stage } from "../../shared/kit/env.ts"

export const readIngestConfig = readConfig(
  z.object({
    STAGE: Stage,
    DATABASE_URL: PostgresUrl,
    /** Local world only: where its stand-in for Neon listens. */
    DATABASE_ENDPOINT: z.url().optional(),
    /** What an operator's commands carry as a bearer token. */
    OPERATOR_KEY: Secret(24),
    RUNS: binding<Queue<Message>>("send"),
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
    queue: env.RUNS,
    clock: env.CLOCK ?? null,
  }),
)
