// Questions about what models answered: each answer is bought once for a run and a prompt.
import { and, eq, sql } from "drizzle-orm"
import { type Db, rowsAs } from "../client.ts"
import { modelReplies } from "../schema/deliveries.ts"

/** What a model answered this run to this prompt, or null. */
export async function findModelReply(db: Db, runKey: string, promptHash: string): Promise<{ readonly reply: unknown } | null> {
  const [row] = await db
    .select({ reply: modelReplies.reply })
    .from(modelReplies)
    .where(and(eq(modelReplies.runKey, runKey), eq(modelReplies.promptHash, promptHash)))
  return row ?? null
}

export type NewModelReply = {
  readonly runKey: string
  readonly promptHash: string
  readonly promptVersion: string
  readonly provider: string
  readonly model: string
  readonly reply: unknown
  readonly tokensIn: number
  readonly tokensOut: number
  readonly microUsd: number
}

/** Keeps an answer. Gives the one that counts from now on: where another attempt of the run has kept its own before, that one. */
export async function insertModelReply(db: Db, row: NewModelReply, now: Date): Promise<unknown> {
  const { runKey, promptHash, promptVersion, provider, model, reply, tokensIn, tokensOut, microUsd } = row
  const [kept] = await rowsAs<{ reply: unknown }>(
    db,
    sql`
      WITH kept AS (
        INSERT INTO model_replies (run_key, prompt_hash, prompt_version, provider, model, reply, tokens_in, tokens_out, micro_usd, created_at)
        VALUES (${runKey}, ${promptHash}, ${promptVersion}, ${provider}, ${model}, ${JSON.stringify(reply)}::jsonb, ${tokensIn}::int, ${tokensOut}::int, ${microUsd}::bigint,
          ${now.toISOString()}::timestamptz)
        ON CONFLICT (run_key, prompt_hash) DO NOTHING
        RETURNING reply
      )
      SELECT reply FROM kept
      UNION ALL
      SELECT reply FROM model_replies WHERE run_key = ${runKey} AND prompt_hash = ${promptHash} AND NOT EXISTS (SELECT 1 FROM kept)`,
  )
  return kept === undefined ? reply : kept.reply
}
