// Everything that the api Worker answers, in the order of the description.
import type { ApiRoute } from "./endpoint.ts"
import { getHealthRoute } from "./routes/get-health.ts"
import { getInsightRoute } from "./routes/get-insight.ts"
import { getRunRoute } from "./routes/get-run.ts"
import { getStoryRoute } from "./routes/get-story.ts"
import { listAgentsRoute } from "./routes/list-agents.ts"
import { listCandlesRoute } from "./routes/list-candles.ts"
import { listInsightsRoute } from "./routes/list-insights.ts"
import { listNewsRoute } from "./routes/list-news.ts"
import { listQuotesRoute } from "./routes/list-quotes.ts"
import { listRunsRoute } from "./routes/list-runs.ts"
import { listSentimentRoute } from "./routes/list-sentiment.ts"

export const ENDPOINTS: readonly ApiRoute[] = [
  listInsightsRoute,
  getInsightRoute,
  listCandlesRoute,
  listQuotesRoute,
  listNewsRoute,
  getStoryRoute,
  listSentimentRoute,
  listAgentsRoute,
  listRunsRoute,
  getRunRoute,
  getHealthRoute,
]

export const ROUTES: readonly ApiRoute[] = [...ENDPOINTS]
