// analytics: reads how published posts are doing when they reach an age, so that they are compared when they are equally old.
import * as z from "zod"
import { noteChannelOutcome, passEgress } from "../../../shared/db/queries/egress.ts"
import { insertPostReadings, listDueReadings } from "../../../shared/db/queries/post-readings.ts"
import { profileOf } from "../../../shared/domain/agents.ts"
import type { DueReading } from "../../../shared/domain/engagement.ts"
import { ChannelName } from "../../../shared/domain/post.ts"
import { priceOfReadings } from "../../../shared/domain/prices.ts"
import { Slot } from "../../../shared/domain/run.ts"
import type { Channel } from "../../../shared/integrations/channel.ts"
import { toFailure } from "../../../shared/kit/failure.ts"
import { defineAgent, type Moment } from "../contract.ts"
import type { Ports } from "../ports.ts"
import { type Answer, decide } from "./decide.ts"

/** Posts of one call: as many as X takes. */
const BATCH = 100

type Reach = Pick<Ports, "db" | "platforms">
type Measurable = { readonly channel: ChannelName; readonly metrics: NonNullable<Channel["metrics"]> }

export const analytics = defineAgent({
  ...profileOf("analytics"),
  emits: [],
  needs: ["db", "platforms"],
  tunables: {},
  input: z.object({ slot: Slot }),
  output: z.object({
    due: z.int().nonnegative(),
    kept: z.int().nonnegative(),
    gone: z.int().nonnegative(),
    unmeasured: z.record(z.string(), z.string()),
  }),
  key: ({ slot }) => `analytics:${slot}`,
  async gather(ports, _input, at) {
    const open = ChannelName.options.map((channel) => ({ channel, metrics: ports.platforms.open(channel, () => {})?.metrics ?? null }))
    const measurable = open.filter((each): each is Measurable => each.metrics !== null)
    const due = await listDueReadings(
      ports.db,
      measurable.map(({ channel }) => channel),
      at.now,
      BATCH * measurable.length,
    )
    const answers = await Promise.all(measurable.map((each) => ask(ports, each, due, at)))
    const silent = open.flatMap(({ channel, metrics }) => (metrics === null ? [channel] : []))
    return { due, answers: answers.filter((answer) => answer !== null), silent }
  },
  decide,
  async act({ db }, { readings, unmeasured }, at) {
    await insertPostReadings(db, readings, at.now)
    const gone = readings.filter(({ state }) => state === "gone").length
    return { output: { due: readings.length, kept: readings.length - gone, gone, unmeasured }, emits: [] }
  },
})

/** Asks a channel about at most a batch of its posts, behind the same gate as a post; null where nothing of it is due. */
async function ask(
  { db, platforms }: Reach,
  { channel, metrics }: Measurable,
  due: readonly DueReading[],
  at: Moment,
): Promise<Answer | null> {
  const ids = [...new Set(due.flatMap((each) => (each.channel === channel ? [each.externalId] : [])))].slice(0, BATCH)
  if (ids.length === 0) return null
  const now = platforms.clock.now()
  const price = {
    key: `readings:${channel}:${at.runId}:${now.getTime()}`,
    what: `readings of ${ids.length} posts`,
    planId: null,
    runId: at.runId,
    microUsd: priceOfReadings(channel, ids.length),
  }
  const verdict = await passEgress(db, { channel, agent: "analytics", price, caps: platforms.caps, now })
  if (verdict.answer !== "go") return { channel, asked: null, why: WHY[verdict.answer] }
  try {
    const readings = await metrics(ids)
    await noteChannelOutcome(db, channel, null, platforms.clock.now())
    return { channel, asked: ids, readings }
  } catch (thrown) {
    const failure = toFailure(thrown)
    // A spent budget, or a fault of ours, says nothing of the channel.
    if (failure.code === "budget-spent" || failure.code === "bug") throw failure
    await noteChannelOutcome(db, channel, failure.code, platforms.clock.now())
    return { channel, asked: null, why: failure.code }
  }
}

const WHY = {
  dry: "the channel is not turned on",
  spent: "the cap of the day would be passed",
  stopped: "it was stopped",
  resting: "the channel failed too often and rests",
  lost: "it was stopped",
} as const satisfies Record<Exclude<Awaited<ReturnType<typeof passEgress>>["answer"], "go">, string>
