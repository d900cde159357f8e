// How does a switch stand? Channels are turned on here, and everything, a channel or an agent is stopped here.
import * as z from "zod"
import { setSwitch } from "../../../shared/db/queries/switches.ts"
import { AGENT_PROFILES } from "../../../shared/domain/agents.ts"
import { ChannelName } from "../../../shared/domain/post.ts"
import { Reason } from "../decide.ts"
import { endpoint } from "../endpoint.ts"
import { OPERATOR } from "../operator.ts"

/** Every switch that there is. `review` is the way to the reviewers: what asks them on Telegram; `webhook` that to other people's programs. */
export const SWITCHES: readonly string[] = [
  "stop:all",
  ...[...ChannelName.options, "review", "webhook"].flatMap((channel) => [`live:${channel}`, `stop:channel:${channel}`]),
  ...AGENT_PROFILES.map(({ name }) => `stop:agent:${name}`),
]

export const postSwitchRoute = endpoint({
  method: "POST",
  path: "/api/v1/switches",
  name: "postSwitch",
  summary: "Turns a switch on or off: `live:CHANNEL` lets posts leave the house, `stop:…` keeps everything, a channel or an agent from it.",
  tag: "Approval",
  body: z.strictObject({
    scope: z.enum(SWITCHES, `must be one of ${SWITCHES.join(", ")}`),
    on: z.boolean(),
    reason: Reason.refine((text) => text.length <= 300, "must have at most 300 characters").nullish(),
  }),
  reply: z.object({
    scope: z.string(),
    on: z.boolean(),
    reason: z.string().nullable(),
    changedBy: z.string(),
    changedAt: z.iso.datetime(),
    changed: z.boolean().describe("False where it stood so before."),
  }),
  cache: "never",
  guard: OPERATOR,
  async answer({ db, clock }, { body, actor }) {
    const { scope, on, reason = null } = body
    const state = await setSwitch(db, { scope, on, reason, actor, now: clock.now() })
    return { ...state, changedAt: state.changedAt.toISOString() }
  },
})
