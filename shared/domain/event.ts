// The catalogue of events: every name, what its data is, and nothing that isn't here can be stored.
import * as z from "zod"
import { AssetSymbol } from "./asset.ts"
import type { IdPrefix } from "../kit/ids.ts"
import { InsightType } from "./insight.ts"
import { Platform } from "./interaction.ts"
import { ChannelName } from "./post.ts"
import { AgentName } from "./run.ts"
import { WebhookId, WebhookMessageId } from "./webhook.ts"

const idOf = (prefix: IdPrefix) =>
  z.string().regex(new RegExp(`^${prefix}_[0-9a-z]{10,40}$`), `must be an id such as ${prefix}_01jd8z3k9q4m7x2c5v8b`)
export const PlanId = idOf("plan")
export const DraftId = idOf("draft")
export const DeliveryId = idOf("dlv")
export const PostId = idOf("post")

/** A person's account: the platform's own id of it, never a name. */
const Account = z.object({ platform: Platform, id: z.string().min(1).max(100) })
/** A minute of the day, from 0 to 1439. */
const Minute = z.int().min(0).max(1_439)

/** What the owner of an endpoint may ask for: a message that only tries it, one message again, or all since a moment that it lacks (or `all`). */
export const WebhookAsk = z.discriminatedUnion("what", [
  z.object({ what: z.literal("test"), endpoint: WebhookId }),
  z.object({ what: z.literal("message"), endpoint: WebhookId, message: WebhookMessageId }),
  z.object({ what: z.literal("since"), endpoint: WebhookId, since: z.iso.datetime(), all: z.boolean() }),
])
export type WebhookAsk = z.infer<typeof WebhookAsk>

export const EVENTS = {
  /** An insight was stored. */
  "insight.created": z.object({ id: z.string(), asset: AssetSymbol, type: InsightType }),
  /** A post was planned: its text is to be written. */
  "plan.created": z.object({ id: PlanId }),
  /** A version of a text passes its guards and lacks only its picture. */
  "draft.needs-picture": z.object({ id: DraftId, plan: PlanId }),
  /** A version is complete and waits for a person. */
  "draft.waiting": z.object({ id: DraftId, plan: PlanId }),
  /** A person has written a new version: its guards are to look at it. */
  "draft.edited": z.object({ id: DraftId, plan: PlanId }),
  /** A person, or a rule that may, has approved exactly this version. */
  "draft.approved": z.object({ id: DraftId, plan: PlanId }),
  /** A person said what became of a delivery that nobody could tell: it goes on. */
  "delivery.settled": z.object({ id: DeliveryId }),
  /** A post is out, whole. */
  "post.published": z.object({ id: PostId, channel: ChannelName }),
  /** Two accounts belong to one person, who has agreed to join them: `how` and when (`at`). */
  "person.link-requested": z.object({ a: Account, b: Account, how: z.string().min(1).max(200), at: z.iso.datetime() }),
  /** A person's account is to stand alone again. */
  "person.unlink-requested": Account.extend({ at: z.iso.datetime() }),
  /** A person wants to be forgotten. The data goes from the stored event once that is done. */
  "person.deletion-requested": Account.extend({ at: z.iso.datetime() }),
  /** A person has agreed to be made offers, or doesn't want them (any more). Null: not said. `how` is there where offers are wanted. */
  "person.consent-given": Account.extend({
    offers: z.boolean(),
    how: z.string().min(1).max(200).nullable(),
    timeZone: z.string().min(1).max(60).nullable(),
    quietFrom: Minute.nullable(),
    quietUntil: Minute.nullable(),
    at: z.iso.datetime(),
  }),
  /** The owner of an endpoint for messages wants something sent. */
  "webhook.asked": z.object({ ask: WebhookAsk }),
  /** The operator wants an agent to run now. `at` is when he said so, in UTC. */
  "command.run-now": z.object({ agent: AgentName, at: z.iso.datetime() }),
  /** The operator wants a dead or failed run to be tried again. */
  "command.replay-run": z.object({ runId: z.string().regex(/^run_[0-9a-z]{10,40}$/) }),
} as const

export type EventName = keyof typeof EVENTS
export type EventData<N extends EventName> = z.infer<(typeof EVENTS)[N]>

/** An event to be stored: `key` is its identity within its source, so that saying it twice stores it once. */
export type Emit = { [N in EventName]: { readonly name: N; readonly key: string; readonly data: EventData<N> } }[EventName]
