// One story: an approved post, publishers that are struck by what its schedule says, and the truth on the platform when all is quiet.
import { openDb } from "../../../shared/db/client.ts"
import { listDuePublishing } from "../../../shared/db/queries/deliveries.ts"
import { insertSettlement } from "../../../shared/db/queries/settlements.ts"
import { Meter } from "../../../shared/kit/meter.ts"
import { advance, prepare } from "../../../workers/agents/publishing/deliver.ts"
import { insertApproved, turnOn } from "../approved-posts.ts"
import { neonProxy } from "../neon-proxy.ts"
import { openPlatforms } from "../platform-accounts.ts"
import type { Postgres } from "../postgres-session.ts"
import type { AnswerFault, Schedule } from "./schedule.ts"
import { type Mutation, openSender, type World } from "./sender.ts"
import { openStage, type Process } from "./stage.ts"
import { strike } from "./strikes.ts"
import { deliveryOf, type Verdict, verdictOf } from "./truth.ts"

export type Told = { readonly schedule: Schedule; readonly verdict: Verdict; readonly struck: readonly string[]; readonly steps: number }

const START = new Date("2026-11-21T12:00:00Z")
const SLOT_MS = 300_000
/** What a story leaves behind; each platform counts its posts anew in the next. */
const TRACES =
  "source_states switches channel_tokens events audit_log published_content deliveries approvals ledger spend drafts content_plans".split(
    " ",
  )
const MOST_STEPS = 3_000

/** Lives through a schedule. Nobody else may be at the database meanwhile; what another story left there is wiped. */
export async function tell(postgres: Postgres, schedule: Schedule, mutate: Mutation = null): Promise<Told> {
  const stage = openStage(START)
  const expiresAt = new Date(START.getTime() + 30 * 86_400_000)
  const { seed, channel, hasPicture } = schedule
  const parts = Array.from({ length: schedule.parts }, (_, i) => `story ${seed} part ${i + 1}`)
  const picture = hasPicture ? { hash: "ab".repeat(32), bytes: 13 } : null
  // No two posts of a channel have the same time.
  const post = { number: seed, channel, parts, at: START, scheduledAt: new Date(START.getTime() - seed * 1_000), expiresAt, picture }
  const world: World = {
    postgres,
    schedule,
    stage,
    platforms: openPlatforms(),
    proxy: neonProxy(postgres),
    struck: [],
    ahead: [...schedule.strikes],
    post,
    version: 1,
    steps: 0,
    broken: new Map(),
    mutate,
  }
  await postgres.exec(TRACES.map((table) => `DELETE FROM ${table};`).join(" "))
  await insertApproved(postgres, [post])
  await turnOn(postgres, [`live:${channel}`])
  world.platforms[channel === "feed" ? "x" : channel].fail(...schedule.answers.map(platformFault))
  await live(world)
  return { schedule, verdict: await verdictOf(world), struck: world.struck, steps: world.steps }
}

/** What the fake platform does by itself; the rest is done on the way to it. */
const platformFault = (fault: AnswerFault | null) => (fault === "timeout-after" || fault === "slow" ? null : fault)

/** A publisher: writes the intents that are missing, and takes each delivery as far as it goes, as a slot's run and its followers do. */
async function publish(world: World, process: Process): Promise<void> {
  const { db, channels, runId } = openSender(world, process)
  const now = channels.clock.now()
  const due = await listDuePublishing(db, now, new Date(now.getTime() + 1))
  const made = []
  for (const draft of due.drafts) made.push(await prepare(db, channels, draft))
  for (const id of new Set([...made.flatMap((delivery) => delivery?.id ?? []), ...due.deliveries.map((each) => each.id)])) {
    const { later } = await advance({ db, channels, runId }, id)
    // It comes back by itself at its time; where that message is lost, the next slot finds it.
    if (later !== null && later.getTime() - now.getTime() < SLOT_MS) {
      process.stillUntil = world.stage.now() + Math.max(0, later.getTime() - channels.clock.now().getTime())
      await world.stage.at(process, "asleep")
      await advance({ db, channels, runId }, id)
    }
  }
}

const ready = ({ stage }: World): Process[] =>
  stage.processes.filter((each) => each.resume !== null && !each.isDead && each.stillUntil <= stage.now())
const waiting = ({ stage }: World): Process[] =>
  stage.processes.filter((each) => each.resume !== null && !each.isDead && each.stillUntil > stage.now())

async function live(world: World): Promise<void> {
  const { stage, schedule } = world
  const skew = () => Math.round((schedule.random() * 2 - 1) * 3_000)
  const begin = () => stage.begin(`publisher ${stage.processes.length}`, skew(), (process) => publish(world, process))
  let nextSlot = stage.now()
  for (; world.steps < MOST_STEPS; world.steps += 1) {
    if (stage.now() >= nextSlot) {
      if (await isOver(world)) return
      begin()
      if (schedule.isTwice) begin()
      nextSlot += SLOT_MS
    }
    const able = ready(world)
    if (able.length === 0) {
      const next = Math.min(nextSlot, ...waiting(world).map((each) => each.stillUntil))
      stage.pass(Math.max(1, next - stage.now()))
      continue
    }
    const first = able[Math.floor(schedule.random() * able.length)] as Process
    await strike(world, first)
    const also = schedule.isCrowded ? able.filter((each) => each !== first && each.resume !== null) : []
    if (first.isDead || first.stillUntil > stage.now()) continue
    await stage.let(first, ...also.slice(0, 1))
    stage.pass(Math.floor(schedule.random() * 400))
  }
}

/** Nobody is at it any more, and it has ended or waits for a person who doesn't come. */
async function isOver(world: World): Promise<boolean> {
  const { stage, schedule, post, postgres } = world
  if (stage.processes.some((each) => !each.isDone && !each.isDead)) return false
  const delivery = await deliveryOf(postgres, post.number)
  if (delivery === null) return false
  if (delivery.state !== "held") return ["live", "refused", "rehearsed", "cancelled"].includes(delivery.state)
  if (!schedule.hasPerson) return true
  await settleAsPerson(world, delivery)
  return false
}

/** A person looks at the platform and says what is there. */
async function settleAsPerson(
  { postgres, platforms, schedule, stage, post, struck }: World,
  { id, receipts }: { id: string; receipts: number },
): Promise<void> {
  struck.push("a person was asked")
  const text = post.parts[receipts] ?? ""
  const seen = schedule.channel === "feed" ? undefined : platforms[schedule.channel].posts.find((each) => each.text === text)
  const proxy = neonProxy(postgres)
  const fetch = (input: RequestInfo | URL, init?: RequestInit) => proxy(new Request(input, init))
  const db = openDb(
    { url: "postgresql://studio_ingest:local-only@db.local/studio", endpoint: "http://db.local/sql", timeoutMs: 60_000, fetch },
    new Meter(),
  )
  const answer = seen === undefined ? ({ kind: "is-not-out" } as const) : ({ kind: "is-out", externalId: seen.id, url: null } as const)
  await insertSettlement(db, { id, part: receipts, answer }, { actor: "tester", now: new Date(stage.now()) })
}
