// Everything that the ingest Worker answers.
import { textRoute } from "../../shared/kit/document.ts"
import { describeIngest } from "./description.ts"
import type { IngestRoute } from "./endpoint.ts"
import { deleteKeyRoute } from "./routes/delete-key.ts"
import { deleteSessionRoute } from "./routes/delete-session.ts"
import { getHealthRoute } from "./routes/get-health.ts"
import { listKeysRoute } from "./routes/list-keys.ts"
import { postApprovalListRoute } from "./routes/post-approval-list.ts"
import { postApprovalRoute } from "./routes/post-approval.ts"
import { postCommandRoute } from "./routes/post-command.ts"
import { postEventsRoute } from "./routes/post-events.ts"
import { postDiscordRoute } from "./routes/post-discord.ts"
import { postEditRoute } from "./routes/post-edit.ts"
import { postKeyRotationRoute } from "./routes/post-key-rotation.ts"
import { postKeyRoute } from "./routes/post-key.ts"
import { postPersonConsentRoute } from "./routes/post-person-consent.ts"
import { postPersonDeletionRoute } from "./routes/post-person-deletion.ts"
import { postPersonLinkRoute } from "./routes/post-person-link.ts"
import { postPersonUnlinkRoute } from "./routes/post-person-unlink.ts"
import { postPolicyRoute } from "./routes/post-policy.ts"
import { postRejectionRoute } from "./routes/post-rejection.ts"
import { postReplayRoute } from "./routes/post-replay.ts"
import { postSessionRoute } from "./routes/post-session.ts"
import { postSettlementRoute } from "./routes/post-settlement.ts"
import { postTelegramRoute } from "./routes/post-telegram.ts"
import { postSwitchRoute } from "./routes/post-switch.ts"
import { deleteWebhookRoute } from "./routes/delete-webhook.ts"
import { getWebhookRoute } from "./routes/get-webhook.ts"
import { listWebhooksRoute } from "./routes/list-webhooks.ts"
import { patchWebhookRoute } from "./routes/patch-webhook.ts"
import { postWebhookRoute } from "./routes/post-webhook.ts"
import { postWebhookReplayRoute } from "./routes/post-webhook-replay.ts"
import { postWebhookSecretRoute } from "./routes/post-webhook-secret.ts"
import { postWebhookTestRoute } from "./routes/post-webhook-test.ts"

/** What the description of the API lists. */
export const ENDPOINTS: readonly IngestRoute[] = [
  postCommandRoute,
  postApprovalRoute,
  postApprovalListRoute,
  postRejectionRoute,
  postEditRoute,
  postSwitchRoute,
  postPolicyRoute,
  postSettlementRoute,
  postSessionRoute,
  deleteSessionRoute,
  postEventsRoute,
  postReplayRoute,
  postKeyRoute,
  listKeysRoute,
  postKeyRotationRoute,
  deleteKeyRoute,
  postWebhookRoute,
  listWebhooksRoute,
  getWebhookRoute,
  patchWebhookRoute,
  deleteWebhookRoute,
  postWebhookSecretRoute,
  postWebhookTestRoute,
  postWebhookReplayRoute,
  postPersonLinkRoute,
  postPersonUnlinkRoute,
  postPersonDeletionRoute,
  postPersonConsentRoute,
  getHealthRoute,
]

export const ROUTES: readonly IngestRoute[] = [
  ...ENDPOINTS,
  postTelegramRoute,
  postDiscordRoute,
  textRoute({ path: "/openapi.json", contentType: "application/json", make: () => JSON.stringify(describeIngest(ENDPOINTS)) }),
]
