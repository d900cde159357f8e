// Tells other people's programs what has happened: gives stored events to the endpoints that listen, and sends what is due, again and again for days.
import * as z from "zod"
import { passEgress } from "../../../shared/db/queries/egress.ts"
import {
  claimMessages,
  getWebhookWork,
  giveOutEvents,
  insertTestMessage,
  replayMessages,
  settleMessages,
} from "../../../shared/db/queries/webhooks.ts"
import type { Db } from "../../../shared/db/client.ts"
import { profileOf } from "../../../shared/domain/agents.ts"
import { WebhookAsk } from "../../../shared/domain/event.ts"
import { Slot } from "../../../shared/domain/run.ts"
import type { Webhooks } from "../../../shared/integrations/webhook.ts"
import { leastId } from "../../../shared/kit/ids.ts"
import { log } from "../../../shared/kit/log.ts"
import { defineAgent } from "../contract.ts"
import { decide, type Facts, nextRun } from "./decide.ts"
import { sendAll } from "./send.ts"

const EventId = z.string().regex(/^evt_[0-9a-z]{10,40}$/)
const Input = z.union([
  z.strictObject({ slot: Slot }),
  z.strictObject({ due: Slot }),
  z.object({ event: EventId, ask: WebhookAsk }),
  /** An event that endpoints may listen to: which one it is, the event's own row says. */
  z.object({ event: EventId }),
])

/**
 * Events given out by one run (a thousand endpoints and 50 events are 50,000 rows, a second or two of one statement), messages sent by one run,
 * and to one endpoint among them.
 */
const MOST = { events: 50, messages: 100, perEndpoint: 10, replayed: 10_000 } as const
/** How long messages are one sender's: longer than its run can last, in real time. */
const LEASE_MS = 180_000

/** When a run goes on with what it has left: a moment later, since the moment is the next run's key. */
const AGAIN_MS = 1_000

const Output = z.object({
  events: z.int(),
  messages: z.int(),
  asked: z.int(),
  /** What the gate said; null where it wasn't asked. */
  gate: z.string().nullable(),
  delivered: z.int(),
  failed: z.int(),
  disabled: z.array(z.string()),
})

const NOTHING = { delivered: 0, failed: 0, disabled: [] as string[], full: false, next: null as Date | null }

export const webhooks = defineAgent({
  ...profileOf("webhooks"),
  emits: [],
  needs: ["db", "webhooks"],
  tunables: {},
  input: Input,
  output: Output,
  key(input) {
    if ("slot" in input) return `webhooks:${input.slot}`
    return "due" in input ? `webhooks:due:${input.due}` : `webhooks:${input.event}`
  },
  async gather({ db, webhooks: port }, input, at): Promise<Facts> {
    const ask = "ask" in input ? { event: input.event, ...input.ask } : null
    return { isConfigured: port !== null, ask, ...(await getWebhookWork(db, port?.clock.now() ?? at.now)) }
  },
  decide: (facts) => decide(facts),
  async act({ db, webhooks: port }, { givesOut, ask, sends, nextAt }, at) {
    const idle = { events: 0, messages: 0, asked: 0, gate: null, delivered: 0, failed: 0, disabled: [] }
    if (port === null || !sends) return { output: idle, emits: [], later: laterRuns(port, [nextAt]) }
    const now = port.clock.now()
    const given = givesOut ? await giveOutEvents(db, MOST.events, now) : { events: 0, messages: 0 }
    const asked = ask === null ? 0 : await carryOut(db, ask, now)
    const price = { key: `webhooks:${at.runId}`, what: "messages", planId: null, runId: at.runId, microUsd: 0 }
    const { answer: gate } = await passEgress(db, { channel: "webhook", agent: "webhooks", price, caps: {}, now })
    const { full, next, ...counts } = gate === "go" ? await send(db, port, at.random) : NOTHING
    const soon = full || given.events === MOST.events ? new Date(port.clock.now().getTime() + AGAIN_MS) : null
    return { output: { ...given, asked, gate, ...counts }, emits: [], later: laterRuns(port, [nextAt, next, soon]) }
  },
})

function laterRuns(port: Webhooks | null, times: readonly (Date | null)[]) {
  const next = port === null ? null : nextRun(port.clock.now(), times)
  return next === null ? [] : [next]
}

/** What an owner asked for, as messages that are due; how many. Asking twice is asking once. */
async function carryOut(db: Db, ask: NonNullable<Facts["ask"]>, now: Date): Promise<number> {
  const { event, endpoint } = ask
  if (ask.what === "test") return insertTestMessage(db, { event, endpoint }, now)
  const of =
    ask.what === "message"
      ? { from: eventOf(ask.message), to: eventOf(ask.message), all: true }
      : { from: leastId("evt", new Date(ask.since)), to: event, all: ask.all }
  return replayMessages(db, { event, endpoint, ...of }, MOST.replayed, now)
}

/** A message is named for its event. */
const eventOf = (message: string): string => message.replace(/^msg_/, "evt_")

/** Claims, sends and settles. Whatever stops it in between, the lease ends and the same messages are sent again, under the same ids. */
async function send(db: Db, port: Webhooks, random: () => number) {
  const now = port.clock.now()
  const leaseUntil = new Date(now.getTime() + LEASE_MS * Math.max(1, port.clock.speed))
  const claimed = await claimMessages(db, { now, leaseUntil, limit: MOST.messages, perEndpoint: MOST.perEndpoint })
  if (claimed.length === 0) return NOTHING
  const sent = await sendAll(port, claimed, random)
  const ended = await settleMessages(db, sent, { leaseUntil, now: port.clock.now() })
  for (const { id, why } of ended) log("alert", "webhook.disabled", { endpoint: id, why })
  const tried = sent.filter(({ attempt }) => attempt !== null)
  const delivered = tried.filter(({ state }) => state === "delivered").length
  const next = sent.flatMap(({ dueAt }) => dueAt ?? []).reduce<Date | null>((a, b) => (a === null || b < a ? b : a), null)
  const full = claimed.length === MOST.messages || perEndpoint(claimed) === MOST.perEndpoint
  return { delivered, failed: tried.length - delivered, disabled: ended.map(({ id }) => id), full, next }
}

/** The most messages of one endpoint. */
const perEndpoint = (claimed: readonly { readonly endpoint: string }[]): number =>
  Math.max(0, ...[...Map.groupBy(claimed, ({ endpoint }) => endpoint).values()].map((group) => group.length))
