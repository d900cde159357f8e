// Everything that the api Worker answers, in the order of the description.
import { textRoute } from "../../shared/kit/document.ts"
import { describeApi } from "./description.ts"
import { DESK_ROUTES } from "./desk-routes.ts"
import type { ApiRoute } from "./endpoint.ts"
import { runNowForm } from "./forms/run-now.ts"
import { signInForm } from "./forms/sign-in.ts"
import { signOutForm } from "./forms/sign-out.ts"
import { agentsPage } from "./pages/agents.tsx"
import { docsPage } from "./pages/docs.tsx"
import { insightPage } from "./pages/insight.tsx"
import { overviewPage } from "./pages/overview.tsx"
import { postPage } from "./pages/post.tsx"
import { runPage } from "./pages/run.tsx"
import { signInPage } from "./pages/sign-in.tsx"
import { statusPage } from "./pages/status.tsx"
import { DESK_STYLE } from "./pages/style-desk.ts"
import { POST_STYLE } from "./pages/style-post.ts"
import { STATS_STYLE } from "./pages/style-stats.ts"
import { DOCS_STYLE } from "./pages/style-docs.ts"
import { STYLE } from "./pages/style.ts"
import { FEED_ROUTES } from "./routes/feeds.ts"
import { getAnalyticsSummaryRoute } from "./routes/get-analytics-summary.ts"
import { getAssetRoute } from "./routes/get-asset.ts"
import { getExperimentRoute } from "./routes/get-experiment.ts"
import { getHealthRoute } from "./routes/get-health.ts"
import { getIngestDescriptionRoute } from "./routes/get-ingest-description.ts"
import { getInsightRoute } from "./routes/get-insight.ts"
import { getMediaRoute } from "./routes/get-media.ts"
import { getMetricsRoute } from "./routes/get-metrics.ts"
import { getPostRoute } from "./routes/get-post.ts"
import { llmsTextRoute } from "./routes/get-llms-text.ts"
import { getProblemRoute, listProblemsRoute } from "./routes/get-problem.ts"
import { getRunRoute } from "./routes/get-run.ts"
import { getSnapshotRoute } from "./routes/get-snapshot.ts"
import { getStatusRoute } from "./routes/get-status.ts"
import { getStoryRoute } from "./routes/get-story.ts"
import { getTrackRecordRoute } from "./routes/get-track-record.ts"
import { listAgentStatsRoute } from "./routes/list-agent-stats.ts"
import { listAgentsRoute } from "./routes/list-agents.ts"
import { listAssetsRoute } from "./routes/list-assets.ts"
import { listAudienceDaysRoute } from "./routes/list-audience-days.ts"
import { listCandlesRoute } from "./routes/list-candles.ts"
import { listClaimsRoute } from "./routes/list-claims.ts"
import { listExperimentsRoute } from "./routes/list-experiments.ts"
import { listFormatStatsRoute } from "./routes/list-format-stats.ts"
import { listHourStatsRoute } from "./routes/list-hour-stats.ts"
import { listInsightsRoute } from "./routes/list-insights.ts"
import { listNewsRoute } from "./routes/list-news.ts"
import { listPostsRoute } from "./routes/list-posts.ts"
import { listQuotesRoute } from "./routes/list-quotes.ts"
import { listRunsRoute } from "./routes/list-runs.ts"
import { listSentimentRoute } from "./routes/list-sentiment.ts"
import { listSnapshotsRoute } from "./routes/list-snapshots.ts"
import { listTrendingTopicsRoute } from "./routes/list-trending-topics.ts"
import { mcpRoute } from "./routes/post-mcp.ts"
import { STATS_ROUTES } from "./stats-routes.ts"
import { STREAM_ROUTES } from "./stream-routes.ts"

/** What the description of the API lists. */
export const ENDPOINTS: readonly ApiRoute[] = [
  listInsightsRoute,
  getInsightRoute,
  getTrackRecordRoute,
  listClaimsRoute,
  listPostsRoute,
  getPostRoute,
  listAssetsRoute,
  getAssetRoute,
  listCandlesRoute,
  listQuotesRoute,
  listNewsRoute,
  getStoryRoute,
  listSentimentRoute,
  getAnalyticsSummaryRoute,
  listFormatStatsRoute,
  listHourStatsRoute,
  listAgentStatsRoute,
  listTrendingTopicsRoute,
  listSnapshotsRoute,
  getSnapshotRoute,
  listExperimentsRoute,
  getExperimentRoute,
  listAgentsRoute,
  listRunsRoute,
  getRunRoute,
  listAudienceDaysRoute,
  getHealthRoute,
  getStatusRoute,
  ...STREAM_ROUTES,
]

/** The same as tools of the Model Context Protocol. */
const MCP = mcpRoute(ENDPOINTS)

export const ROUTES: readonly ApiRoute[] = [
  ...ENDPOINTS,
  textRoute({ path: "/openapi.json", contentType: "application/json", make: () => JSON.stringify(describeApi(ENDPOINTS)) }),
  getIngestDescriptionRoute,
  docsPage(ENDPOINTS, [MCP]),
  llmsTextRoute(ENDPOINTS, [MCP]),
  listProblemsRoute,
  getProblemRoute,
  overviewPage,
  agentsPage,
  runPage,
  insightPage,
  postPage,
  statusPage,
  ...FEED_ROUTES,
  signInPage,
  signInForm,
  signOutForm,
  runNowForm,
  ...DESK_ROUTES,
  ...STATS_ROUTES,
  getMediaRoute,
  getMetricsRoute,
  MCP,
  textRoute({
    path: "/style.css",
    contentType: "text/css; charset=utf-8",
    make: () => STYLE + POST_STYLE + DESK_STYLE + STATS_STYLE + DOCS_STYLE,
  }),
]
