// What does Discord tell an application over HTTP, and what of it is something that a person did with the studio?
import * as z from "zod"
import { INTERACTION_CODES, type InboxEvent, type InteractionType } from "../../shared/domain/interaction.ts"

const Snowflake = z.string().regex(/^\d{1,20}$/)
const User = z.object({ id: Snowflake, bot: z.boolean().optional() })

/** A pressed button of a message of ours: https://docs.discord.com/developers/interactions/receiving-and-responding. In a server the person is a member. */
const Pressed = z.object({
  type: z.literal(3),
  id: Snowflake,
  message: z.object({ id: Snowflake }),
  member: z.object({ user: User }).optional(),
  user: User.optional(),
})
/** Somebody has added the application to his own account (1; to a server is 0): https://docs.discord.com/developers/events/webhook-events. */
const Authorized = z.object({
  type: z.literal(1),
  event: z.object({
    type: z.literal("APPLICATION_AUTHORIZED"),
    timestamp: z.string().max(50),
    data: z.object({ integration_type: z.literal(1), user: User }),
  }),
})

export type Heard = {
  /** What Discord waits for; null: nothing but a status. */
  readonly answer: { readonly type: 1 | 6 } | null
  readonly events: readonly InboxEvent[]
}

/** The answers of https://docs.discord.com/developers/interactions/receiving-and-responding: PONG, and nothing to be seen for who pressed. */
const PONG = { type: 1 } as const
const SEEN = { type: 6 } as const

/** What to answer to a signed body, and what to count. What isn't understood is taken note of by nobody. */
export function readDiscord(body: unknown, now: Date): Heard {
  if (isPing(body)) return { answer: PONG, events: [] }
  const pressed = Pressed.safeParse(body)
  if (pressed.success) return { answer: SEEN, events: toClick(pressed.data, now) }
  const authorized = Authorized.safeParse(body)
  return { answer: null, events: authorized.success ? toJoin(authorized.data.event, now) : [] }
}

/** An interaction of type 1; a webhook's event has that type too, and its event with it. A webhook's own ping is of type 0, and answered with a status alone. */
const isPing = (body: unknown): boolean => z.object({ type: z.literal(1), event: z.undefined().optional() }).safeParse(body).success

/** A person's click counts once for each message. */
function toClick({ id, message, member, user = member?.user }: z.infer<typeof Pressed>, now: Date): InboxEvent[] {
  if (user === undefined || user.bot === true) return []
  return [toEvent({ id: `click:${message.id}:${user.id}`, user: user.id, type: "click", post: message.id, at: momentOf(id) }, now)]
}

function toJoin({ timestamp, data: { user } }: z.infer<typeof Authorized>["event"], now: Date): InboxEvent[] {
  if (user.bot === true) return []
  // Discord's moments are UTC, and leave out that they are.
  const at = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(timestamp) ? timestamp : `${timestamp}Z`)
  return [toEvent({ id: `join:${user.id}`, user: user.id, type: "join", post: null, at }, now)]
}

/** When an id was made, in milliseconds since 1970: its upper 42 bits count from 2015. Source: https://docs.discord.com/developers/reference#snowflakes. */
const momentOf = (snowflake: string): number => Number(BigInt(snowflake) >> 22n) + 1_420_070_400_000

type Did = { readonly id: string; readonly user: string; readonly type: InteractionType; readonly post: string | null; readonly at: number }

const toEvent = ({ id, user, type, post, at }: Did, now: Date): InboxEvent => ({
  k: id,
  p: "discord",
  u: user,
  t: INTERACTION_CODES[type],
  v: 1_000,
  c: post === null ? null : `ext:${post}`,
  a: new Date(Number.isNaN(at) ? now : Math.min(at, now.getTime())).toISOString(),
  r: false,
  m: null,
})
