// Everything that the ingest Worker answers.
import { textRoute } from "../../shared/kit/document.ts"
import { newOpenApi } from "../../shared/kit/openapi.ts"
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
  deleteKeyRoute,
  postPersonLinkRoute,
  postPersonUnlinkRoute,
  postPersonDeletionRoute,
  postPersonConsentRoute,
  getHealthRoute,
]

const INFO = {
  title: "Content Creator: commands and events",
  version: "1",
  description: "What the operator tells the studio to do, and what programs tell it of its community.",
  tags: [
    { name: "Commands", description: "Stored once, passed on at least once, done once." },
    { name: "Approval", description: "A decision is about exactly one version of a text. The answer says whether it holds now." },
    { name: "Strategy", description: "Which values the content strategy works with; every change is a version that can be taken back." },
    { name: "Sessions", description: "Who is signed in to the dashboard." },
    { name: "Events", description: "What people do on the platforms: accepted is stored, and counted once, for ever." },
    { name: "Keys", description: "Which programs may tell the studio something, and what." },
    { name: "People", description: "What people ask for about themselves: done by an agent, a moment after it is stored." },
    { name: "Operation", description: "Whether commands can be taken." },
  ],
}

export const ROUTES: readonly IngestRoute[] = [
  ...ENDPOINTS,
  postTelegramRoute,
  postDiscordRoute,
  textRoute({ path: "/openapi.json", contentType: "application/json", make: () => JSON.stringify(newOpenApi(INFO, ENDPOINTS)) }),
]
