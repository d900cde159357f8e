// May a request leave the house now? The operator's switches, the channel's breaker and the caps, asked and booked in one statement.
import { type SQL, sql } from "drizzle-orm"
import { BREAKER, channelSource, type EgressVerdict, type WayOut } from "../../domain/egress.ts"
import { type Db, rowsAs } from "../client.ts"
import { type Booking, bookingParts, type Caps } from "./ledger.ts"
import { noteSources } from "./sources.ts"

export type Passage = {
  readonly channel: WayOut
  /** Whose request it is: `publishing`. */
  readonly agent: string
  /** What it costs; a key that is known is not paid again. */
  readonly price: Pick<Booking, "key" | "what" | "planId" | "runId" | "microUsd">
  readonly caps: Caps
  readonly now: Date
}

/** The part of a delivery that is about to be sent: it has to be its sender's still. */
export type Fence = { readonly id: string; readonly attempt: number; readonly part: number; readonly leaseUntil: Date }

/** Scopes that stop this agent on this channel. */
export const stopsOf = (channel: SQL, agent: string): SQL =>
  sql`SELECT scope FROM switches WHERE is_on AND scope IN ('stop:all', 'stop:channel:' || ${channel}, ${`stop:agent:${agent}`})`
export const isLive = (channel: SQL): SQL => sql`EXISTS (SELECT 1 FROM switches WHERE is_on AND scope = 'live:' || ${channel})`

/**
 * Asked before every request to a channel. `go` books the price, and marks the part of a delivery (where `fence` names one) as one that may
 * be out from now on. After too many failures in a row one caller a rest is let through. `lost`: the delivery is somebody else's now.
 */
export async function passEgress(db: Db, passage: Passage, fence: Fence | null = null): Promise<EgressVerdict> {
  const { channel, agent, price, caps, now } = passage
  const at = now.toISOString()
  const source = channelSource(channel)
  const rested = new Date(now.getTime() - BREAKER.restMs).toISOString()
  const own = fence
    ? sql`UPDATE deliveries SET part_since = ${at}::timestamptz, lease_until = ${fence.leaseUntil.toISOString()}::timestamptz FROM open
          WHERE deliveries.id = ${fence.id} AND attempt = ${fence.attempt}::int AND state = 'sending' AND jsonb_array_length(receipts) = ${fence.part}::int RETURNING 1 AS one`
    : sql`SELECT 1 AS one FROM open`
  const money = bookingParts({ ...price, scope: `channel:${channel}` }, caps, now)
  const [row] = await rowsAs<{ stop: string | null; live: boolean; rests: string | null; probes: boolean; fits: boolean; go: boolean }>(
    db,
    sql`
      WITH ${money.fits}, gate AS (
        SELECT (${stopsOf(sql`${channel}`, agent)} LIMIT 1) AS stop, ${isLive(sql`${channel}`)} AS live,
          (SELECT checked_at FROM source_states WHERE source = ${source} AND consecutive_failures >= ${BREAKER.failures}::int) AS failing_since
      ), probe AS (
        UPDATE source_states SET checked_at = ${at}::timestamptz FROM gate, money_fits
        WHERE source = ${source} AND consecutive_failures >= ${BREAKER.failures}::int AND checked_at <= ${rested}::timestamptz AND stop IS NULL AND live AND ok
        RETURNING 1 AS one
      ), open AS (
        SELECT 1 AS one FROM gate, money_fits WHERE stop IS NULL AND live AND ok AND (failing_since IS NULL OR EXISTS (SELECT 1 FROM probe))
      ), own AS (${own}), ${money.enter(sql`SELECT 1 FROM own`)}
      SELECT stop, live, failing_since AS rests, EXISTS (SELECT 1 FROM probe) AS probes, ok AS fits, EXISTS (SELECT 1 FROM own) AS go FROM gate, money_fits`,
  )
  if (row?.go === true) return { answer: "go" }
  if (row === undefined || row.stop !== null) return { answer: "stopped", by: row?.stop ?? "stop:all" }
  if (!row.live) return { answer: "dry" }
  if (!row.fits) return { answer: "spent" }
  if (row.rests !== null && !row.probes) {
    const since = Math.max(new Date(row.rests).getTime(), now.getTime() - BREAKER.restMs)
    return { answer: "resting", until: new Date(Math.max(since + BREAKER.restMs, now.getTime() + BREAKER.probeMs)) }
  }
  return { answer: "lost" }
}

/** Notes how a request to a channel went, for its breaker: null where it answered. Part of a statement. */
export const noteChannel = (channel: WayOut, failure: string | null, now: Date): SQL =>
  noteSources([{ source: channelSource(channel), failure, etag: null, lastModified: null }], now)

/** The same as a statement of its own, for requests that write nothing else. */
export async function noteChannelOutcome(db: Db, channel: WayOut, failure: string | null, now: Date): Promise<void> {
  await db.execute(noteChannel(channel, failure, now))
}
