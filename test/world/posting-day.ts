// A day of posts: approved in its course, sent by the real agent through heartbeat and queue on a virtual clock, to fake platforms that take their time.
import { priceOfPost } from "../../shared/domain/prices.ts"
import type { Caps } from "../../shared/db/queries/ledger.ts"
import { seededRandom } from "../../shared/kit/random.ts"
import { publishing } from "../../workers/agents/publishing/agent.ts"
import { type ApprovedPost, draftIdOf, insertApproved, planIdOf, turnOn } from "./approved-posts.ts"
import type { Agent } from "../../workers/agents/contract.ts"
import { type Desk, openDesk } from "./desk.ts"
import { ACCOUNTS, openPlatforms } from "./platform-accounts.ts"
import type { Postgres } from "./postgres-session.ts"
import { openVirtualClock } from "./virtual-clock.ts"

export type Day = {
  readonly posts: number
  readonly live: number
  /** Parts on the platforms, and how many of them are there twice. */
  readonly parts: number
  readonly doubled: number
  /** Micro-dollars: what the ledger's entries sum up to, what its sums say, and what the posts cost by the price list. */
  readonly ledger: number
  readonly spent: number
  readonly owed: number
  readonly caps: Caps
  /** Of scheduled to live, in milliseconds of simulated time. */
  readonly p50: number
  readonly p95: number
  readonly worst: number
  readonly runs: number
}

/** What else goes on that day: agents that have their slots too, and what is done after each heartbeat. */
export type Also = {
  readonly agents: readonly Agent[]
  readonly beat: (desk: Desk, now: Date) => Promise<void>
}

export const MIDNIGHT = new Date("2026-11-21T00:00:00Z")
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
export const BEAT_MS = 300_000
const CHANNELS = ["x", "telegram", "discord", "feed"] as const
/** Enough for the day's posts, and not much more. */
const CAPS: Caps = { "channel:x": 6_000_000, all: 6_500_000 }

/** Posts at even distances, every fifth on X a thread, with the moment at which each was approved. */
function drawPosts(count: number, lengthMs: number, random: () => number): (ApprovedPost & { readonly scheduledAt: Date })[] {
  return Array.from({ length: count }, (_, i) => {
    const channel = CHANNELS[i % 4] ?? "x"
    const scheduledAt = new Date(MIDNIGHT.getTime() + Math.floor(((i + 0.5) / count) * (lengthMs - HOUR_MS)))
    const parts = Array.from({ length: channel === "x" && i % 5 === 0 ? 3 : 1 }, (_part, part) => `post ${i + 1}, part ${part + 1}`)
    const at = new Date(Math.max(MIDNIGHT.getTime(), scheduledAt.getTime() - Math.floor(random() * 7_200_000)))
    return { number: i + 1, channel, parts, at, scheduledAt, expiresAt: new Date(scheduledAt.getTime() + DAY_MS) }
  })
}

/**
 * Lives through a day of so many hours, in the last of which nothing is scheduled any more. One approval in ten is never told of, as where a
 * message is lost. Requests take a fifth of a second to two seconds.
 */
export async function liveDay(
  { postgres, url, endpoint }: { postgres: Postgres; url: string; endpoint: string },
  count: number,
  seed: number,
  hours = 24,
  also: Also | null = null,
): Promise<Day> {
  const random = seededRandom(`day ${seed}`)
  const clock = openVirtualClock(MIDNIGHT)
  const platforms = openPlatforms()
  const fetch = (request: Request) => {
    clock.advance(Math.round(200 + random() * 1_800))
    return platforms.fetch(request, clock.now())
  }
  const desk = openDesk({
    database: { url, endpoint },
    clock,
    agents: [publishing, ...(also?.agents ?? [])],
    fetch,
    accounts: ACCOUNTS,
    caps: CAPS,
  })
  const posts = drawPosts(count, hours * HOUR_MS, random)
  await turnOn(
    postgres,
    CHANNELS.map((channel) => `live:${channel}`),
  )
  const waiting = posts.toSorted((a, b) => a.at.getTime() - b.at.getTime())
  for (let beat = MIDNIGHT.getTime(); beat < MIDNIGHT.getTime() + hours * HOUR_MS; beat += BEAT_MS) {
    if (clock.now().getTime() < beat) clock.set(new Date(beat))
    await desk.beat()
    await also?.beat(desk, clock.now())
    for (let next = waiting[0]; next !== undefined && next.at.getTime() < beat + BEAT_MS; next = waiting[0]) {
      waiting.shift()
      await desk.drain(next.at)
      if (clock.now() < next.at) clock.set(next.at)
      await insertApproved(postgres, [next])
      const data = { id: draftIdOf(next.number), plan: planIdOf(next.number) }
      if (random() < 0.9) desk.send({ kind: "event", id: `evt_${String(next.number).padStart(12, "0")}`, name: "draft.approved", data })
    }
    await desk.drain(new Date(beat + BEAT_MS - 1))
  }
  const held = [platforms.x, platforms.telegram, platforms.discord].flatMap((platform) => platform.posts.map(({ text }) => text))
  const owed = posts.reduce((sum, { channel, parts }) => sum + priceOfPost(channel, parts), 0)
  return { posts: count, parts: held.length, doubled: held.length - new Set(held).size, owed, caps: CAPS, ...(await sumUp(postgres)) }
}

async function sumUp(postgres: Postgres) {
  const { rows } = await postgres.query(`
    SELECT (SELECT count(*) FROM deliveries d JOIN published_content p ON p.delivery_id = d.id WHERE d.state = 'live'),
      (SELECT coalesce(sum(micro_usd), 0) FROM ledger), (SELECT coalesce(max(micro_usd), 0) FROM spend WHERE scope = 'all'),
      (SELECT jsonb_agg(extract(epoch FROM p.published_at - d.scheduled_at) * 1000 ORDER BY p.published_at - d.scheduled_at) FROM published_content p JOIN deliveries d ON d.id = p.delivery_id),
      (SELECT count(*) FROM runs WHERE agent = 'publishing')`)
  const [live, ledger, spent, lateness, runs] = rows[0] ?? []
  const late = (JSON.parse(lateness ?? "[]") as number[]).map(Math.round)
  const at = (share: number): number => late[Math.min(late.length - 1, Math.ceil(share * late.length) - 1)] ?? Number.NaN
  return { live: Number(live), ledger: Number(ledger), spent: Number(spent), p50: at(0.5), p95: at(0.95), worst: at(1), runs: Number(runs) }
}

/** What of the day is not as it has to be. */
export function faultsOf(day: Day): string[] {
  const cap = Math.min(day.caps.all ?? Infinity, day.caps["channel:x"] ?? Infinity)
  return [
    ...(day.live === day.posts ? [] : [`${day.live} of ${day.posts} posts are live`]),
    ...(day.doubled === 0 ? [] : [`${day.doubled} parts are there twice`]),
    ...(day.ledger === day.spent && day.ledger === day.owed
      ? []
      : [`the ledger has ${day.ledger}, its sums ${day.spent}, the posts cost ${day.owed}`]),
    ...(day.spent <= cap ? [] : [`${day.spent} spent, the cap is ${cap}`]),
    ...(day.p95 <= 60_000 ? [] : [`p95 of scheduled to live is ${day.p95} ms`]),
  ]
}
