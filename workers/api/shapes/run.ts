// How does the API show a run: the whole of its one wide event?
import * as z from "zod"
import type { findRun } from "../../../shared/db/queries/run-reports.ts"
import { AgentName, RunState, RunTrigger } from "../../../shared/domain/run.ts"
import { runLink } from "../links.ts"
import { Time, toIso, toIsoOrNull } from "../time.ts"

export const RunId = z.string().regex(/^run_[0-9a-z]{10,40}$/, "must be a run's id, such as run_01jd8z3k9q4m7x2c5v8b")

const Count = z.int().nullable()

export const Run = z
  .object({
    id: RunId,
    agent: AgentName,
    key: z.string().describe("The identity of this piece of work: asking for it again is the same run."),
    slot: Time.nullable(),
    trigger: RunTrigger,
    input: z.unknown(),
    state: RunState,
    attempt: z.int(),
    moment: Time.describe("The moment the run looks at: what became known later doesn't exist for it."),
    startedAt: Time,
    finishedAt: Time.nullable(),
    leaseUntil: Time.nullable(),
    retryAt: Time.nullable(),
    usage: z
      .object({
        wallMs: Count,
        statements: Count,
        rowsRead: Count,
        databaseMs: Count,
        calls: Count,
        retries: Count,
        tokens: Count,
        microUsd: Count,
      })
      .describe("What the last attempt cost; nulls until it has ended."),
    output: z.unknown(),
    error: z.object({ code: z.string(), detail: z.string() }).nullable(),
    link: z.string(),
  })
  .meta({ id: "Run" })

type Row = NonNullable<Awaited<ReturnType<typeof findRun>>>

export function toRun(row: Row): z.infer<typeof Run> {
  const { id, agent, key, trigger, input, state, attempt, output } = row
  const { wallMs, statements, rowsRead, databaseMs, calls, retries, tokens, microUsd } = row
  return {
    id,
    agent,
    key,
    slot: toIsoOrNull(row.slot),
    trigger,
    input,
    state,
    attempt,
    moment: toIso(row.moment),
    startedAt: toIso(row.startedAt),
    finishedAt: toIsoOrNull(row.finishedAt),
    leaseUntil: toIsoOrNull(row.leaseUntil),
    retryAt: toIsoOrNull(row.retryAt),
    usage: { wallMs, statements, rowsRead, databaseMs, calls, retries, tokens, microUsd },
    output,
    error: row.errorCode === null ? null : { code: row.errorCode, detail: row.errorDetail ?? "" },
    link: runLink(id),
  }
}
