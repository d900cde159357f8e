// Where a channel's rotating tokens are kept, sealed by the Worker that uses them. A write replaces only the version that it is given.
import { eq, sql } from "drizzle-orm"
import type { ChannelName } from "../../domain/post.ts"
import { type Db, rowsAs } from "../client.ts"
import { channelTokens } from "../schema/deliveries.ts"

export type SealedTokens = { readonly sealed: string; readonly version: number }

export async function findTokens(db: Db, channel: ChannelName): Promise<SealedTokens | null> {
  const { sealed, version } = channelTokens
  const [row] = await db.select({ sealed, version }).from(channelTokens).where(eq(channelTokens.channel, channel)).limit(1)
  return row ?? null
}

/** Keeps new tokens as version `previous + 1`; 0 is the version before the first. False where another version stands there by now. */
export async function replaceTokens(db: Db, channel: ChannelName, sealed: string, previous: number, now: Date): Promise<boolean> {
  const at = now.toISOString()
  const rows = await rowsAs(
    db,
    sql`
      WITH replaced AS (
        UPDATE channel_tokens SET sealed = ${sealed}, version = version + 1, changed_at = ${at}::timestamptz
        WHERE channel = ${channel} AND version = ${previous}::int
        RETURNING channel
      ), first AS (
        INSERT INTO channel_tokens (channel, version, sealed, changed_at)
        SELECT ${channel}, 1, ${sealed}, ${at}::timestamptz WHERE ${previous}::int = 0
        ON CONFLICT (channel) DO NOTHING
        RETURNING channel
      )
      SELECT channel FROM replaced UNION ALL SELECT channel FROM first`,
  )
  return rows.length === 1
}
