// The forms of the operator's switches: stop and go on, turn a channel on or off.
import * as z from "zod"
import { AGENT_PROFILES } from "../../../shared/domain/agents.ts"
import { ChannelName } from "../../../shared/domain/post.ts"
import type { DoneCode } from "../done.ts"
import { operatorForm } from "../form.ts"

const SCOPES = [
  "stop:all",
  ...ChannelName.options.flatMap((channel) => [`live:${channel}`, `stop:channel:${channel}`]),
  // The way to the reviewers.
  "live:review",
  // The way to other people's programs.
  "live:webhook",
  "stop:channel:webhook",
  ...AGENT_PROFILES.map(({ name }) => `stop:agent:${name}`),
] as const

export const SwitchScope = z.enum(SCOPES, "must be the name of a switch")
export const OnOff = z.enum(["on", "off"], "must be on or off")

/** A page that a switch may lead back to. */
export const Back = z.enum(["/today", "/channels", "/agents", "/webhooks"], "must be a page that has switches")

function doneOf({ scope, to }: { scope: string; to: "on" | "off" }): DoneCode {
  if (scope === "live:review") return to === "on" ? "asking" : "not-asking"
  if (scope === "live:webhook") return to === "on" ? "telling" : "not-telling"
  if (scope.startsWith("stop:")) return to === "on" ? "stopped" : "resumed"
  return to === "on" ? "turned-on" : "turned-off"
}

export const switchForm = operatorForm({
  path: "/switches",
  fields: { scope: SwitchScope, to: OnOff, back: Back, reason: z.string().trim().max(300, "must have at most 300 characters").optional() },
  command: ({ scope, to, reason }) => ({
    method: "POST",
    path: "/api/v1/switches",
    body: { scope, on: to === "on", ...(reason === undefined || reason === "" ? {} : { reason }) },
  }),
  next: ({ back }) => back,
  done: doneOf,
})
