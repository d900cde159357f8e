// Long answers: exports as lines, and streams of events.
import type { ApiRoute } from "./endpoint.ts"
import { exportCandlesRoute } from "./routes/export-candles.ts"
import { exportInsightsRoute } from "./routes/export-insights.ts"
import { exportNewsRoute } from "./routes/export-news.ts"
import { exportPostsRoute } from "./routes/export-posts.ts"
import { exportQuotesRoute } from "./routes/export-quotes.ts"
import { exportSentimentRoute } from "./routes/export-sentiment.ts"
import { streamInsightsRoute } from "./routes/stream-insights.ts"
import { streamPostsRoute } from "./routes/stream-posts.ts"

export const STREAM_ROUTES: readonly ApiRoute[] = [
  exportInsightsRoute,
  exportPostsRoute,
  exportCandlesRoute,
  exportQuotesRoute,
  exportNewsRoute,
  exportSentimentRoute,
  streamInsightsRoute,
  streamPostsRoute,
]
