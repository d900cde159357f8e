// Every function of shared/db/queries, for the list of how each is asked.
import * as apiKeyQuestions from "../../shared/db/queries/api-keys.ts"
import * as approvalQuestions from "../../shared/db/queries/approvals.ts"
import * as assetQuestions from "../../shared/db/queries/assets.ts"
import * as audienceQuestions from "../../shared/db/queries/audience.ts"
import * as candidateQuestions from "../../shared/db/queries/candidates.ts"
import * as channelReportQuestions from "../../shared/db/queries/channel-reports.ts"
import * as deliveryQuestions from "../../shared/db/queries/deliveries.ts"
import * as onwardQuestions from "../../shared/db/queries/onward.ts"
import * as outcomeQuestions from "../../shared/db/queries/delivery-outcomes.ts"
import * as deskQuestions from "../../shared/db/queries/desk.ts"
import * as draftQuestions from "../../shared/db/queries/drafts.ts"
import * as dueWorkQuestions from "../../shared/db/queries/due-work.ts"
import * as editQuestions from "../../shared/db/queries/edits.ts"
import * as egressQuestions from "../../shared/db/queries/egress.ts"
import * as eventQuestions from "../../shared/db/queries/events.ts"
import * as findingQuestions from "../../shared/db/queries/findings.ts"
import * as forecastQuestions from "../../shared/db/queries/forecasts.ts"
import * as healthQuestions from "../../shared/db/queries/health.ts"
import * as inboxQuestions from "../../shared/db/queries/inbox.ts"
import * as inboxRefusalQuestions from "../../shared/db/queries/inbox-refusals.ts"
import * as interactionQuestions from "../../shared/db/queries/interactions.ts"
import * as insightQuestions from "../../shared/db/queries/insights.ts"
import * as kpiQuestions from "../../shared/db/queries/kpis.ts"
import * as ledgerQuestions from "../../shared/db/queries/ledger.ts"
import * as maintenanceQuestions from "../../shared/db/queries/maintenance.ts"
import * as marketQuestions from "../../shared/db/queries/market.ts"
import * as marketsQuestions from "../../shared/db/queries/markets.ts"
import * as modelReplyQuestions from "../../shared/db/queries/model-replies.ts"
import * as newsQuestions from "../../shared/db/queries/news.ts"
import * as peopleQuestions from "../../shared/db/queries/people.ts"
import * as pictureQuestions from "../../shared/db/queries/pictures.ts"
import * as planFileQuestions from "../../shared/db/queries/plan-file.ts"
import * as planQuestions from "../../shared/db/queries/plans.ts"
import * as policyQuestions from "../../shared/db/queries/policies.ts"
import * as postReadingQuestions from "../../shared/db/queries/post-readings.ts"
import * as postStatQuestions from "../../shared/db/queries/post-stats.ts"
import * as postQuestions from "../../shared/db/queries/posts.ts"
import * as readingQuestions from "../../shared/db/queries/readings.ts"
import * as reviewQuestions from "../../shared/db/queries/reviews.ts"
import * as revisitQuestions from "../../shared/db/queries/revisits.ts"
import * as runReportQuestions from "../../shared/db/queries/run-reports.ts"
import * as runStatQuestions from "../../shared/db/queries/run-stats.ts"
import * as runQuestions from "../../shared/db/queries/runs.ts"
import * as scorePartQuestions from "../../shared/db/queries/score-parts.ts"
import * as scoreQuestions from "../../shared/db/queries/scores.ts"
import * as sentimentQuestions from "../../shared/db/queries/sentiment.ts"
import * as sessionQuestions from "../../shared/db/queries/sessions.ts"
import * as settlementQuestions from "../../shared/db/queries/settlements.ts"
import * as snapshotQuestions from "../../shared/db/queries/snapshots.ts"
import * as sourceQuestions from "../../shared/db/queries/sources.ts"
import * as storyQuestions from "../../shared/db/queries/stories.ts"
import * as studyQuestions from "../../shared/db/queries/studies.ts"
import * as switchQuestions from "../../shared/db/queries/switches.ts"
import * as tokenQuestions from "../../shared/db/queries/tokens.ts"
import * as trackRecordQuestions from "../../shared/db/queries/track-record.ts"
import * as trendQuestions from "../../shared/db/queries/trends.ts"
import * as webhookEndpointQuestions from "../../shared/db/queries/webhook-endpoints.ts"
import * as webhookQuestions from "../../shared/db/queries/webhooks.ts"

export const q = {
  ...apiKeyQuestions,
  ...approvalQuestions,
  ...assetQuestions,
  ...audienceQuestions,
  ...candidateQuestions,
  ...channelReportQuestions,
  ...deliveryQuestions,
  ...deskQuestions,
  ...draftQuestions,
  ...dueWorkQuestions,
  ...editQuestions,
  ...egressQuestions,
  ...eventQuestions,
  ...findingQuestions,
  ...forecastQuestions,
  ...healthQuestions,
  ...inboxQuestions,
  ...inboxRefusalQuestions,
  ...interactionQuestions,
  ...insightQuestions,
  ...kpiQuestions,
  ...ledgerQuestions,
  ...maintenanceQuestions,
  ...marketQuestions,
  ...marketsQuestions,
  ...modelReplyQuestions,
  ...newsQuestions,
  ...onwardQuestions,
  ...outcomeQuestions,
  ...peopleQuestions,
  ...pictureQuestions,
  ...planFileQuestions,
  ...planQuestions,
  ...policyQuestions,
  ...postQuestions,
  ...postReadingQuestions,
  ...postStatQuestions,
  ...readingQuestions,
  ...reviewQuestions,
  ...revisitQuestions,
  ...runQuestions,
  ...runReportQuestions,
  ...runStatQuestions,
  ...scorePartQuestions,
  ...scoreQuestions,
  ...sentimentQuestions,
  ...sessionQuestions,
  ...settlementQuestions,
  ...snapshotQuestions,
  ...sourceQuestions,
  ...storyQuestions,
  ...studyQuestions,
  ...switchQuestions,
  ...tokenQuestions,
  ...trackRecordQuestions,
  ...trendQuestions,
  ...webhookEndpointQuestions,
  ...webhookQuestions,
}
