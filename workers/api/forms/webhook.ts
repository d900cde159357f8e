// The forms of the operator's endpoints: make one, pause and turn on, try, send again, another secret, delete.
import * as z from "zod"
import { WebhookEvent, WebhookId } from "../../../shared/domain/webhook.ts"
import { operatorForm } from "../form.ts"
import { SecretPage } from "../pages/webhook-secret.tsx"

const PAGE = "/webhooks"
const at = (id: string, what = ""): string => `/api/v1/webhooks/${id}${what}`
const isTicked = z.literal("on").optional()

/** What ingest says where it shows a secret. */
const Shown = z.object({ secret: z.string() })
const showSecret = (reply: unknown) => {
  const { data } = Shown.safeParse(reply)
  return data === undefined ? null : SecretPage({ secret: data.secret })
}

export const makeWebhookForm = operatorForm({
  path: "/webhooks/make",
  fields: {
    url: z.string().trim().max(500),
    description: z.string().trim().max(200).optional(),
    insights: isTicked,
    posts: isTicked,
  },
  command: ({ url, description = "", insights, posts }) => ({
    method: "POST",
    path: "/api/v1/webhooks",
    body: { url, description, events: WebhookEvent.options.filter((name) => (name === "insight.created" ? insights : posts) === "on") },
  }),
  next: PAGE,
  done: "webhook-made",
  show: showSecret,
})

export const turnWebhookForm = operatorForm({
  path: "/webhooks/turn",
  fields: { id: WebhookId, state: z.enum(["on", "paused"]) },
  command: ({ id, state }) => ({ method: "PATCH", path: at(id), body: { state } }),
  next: PAGE,
  done: "webhook-changed",
})

export const testWebhookForm = operatorForm({
  path: "/webhooks/test",
  fields: { id: WebhookId },
  command: ({ id }) => ({ method: "POST", path: at(id, "/tests"), body: {} }),
  next: PAGE,
  done: "webhook-asked",
})

const Since = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/, "must be a date and a time")

export const replayWebhookForm = operatorForm({
  path: "/webhooks/replay",
  fields: { id: WebhookId, since: Since, all: isTicked },
  command: ({ id, since, all }) => ({
    method: "POST",
    path: at(id, "/replays"),
    body: { since: `${since.length === 16 ? `${since}:00` : since}Z`, all: all === "on" },
  }),
  next: PAGE,
  done: "webhook-asked",
})

export const rotateWebhookForm = operatorForm({
  path: "/webhooks/secret",
  fields: { id: WebhookId },
  command: ({ id }) => ({ method: "POST", path: at(id, "/secrets"), body: {} }),
  next: PAGE,
  done: "webhook-changed",
  show: showSecret,
})

export const deleteWebhookForm = operatorForm({
  path: "/webhooks/delete",
  fields: { id: WebhookId },
  command: ({ id }) => ({ method: "DELETE", path: at(id), body: null }),
  next: PAGE,
  done: "webhook-deleted",
})
