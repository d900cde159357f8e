// Which questions are asked most? They are asked as soon as a writer has made their answers old, so that no reader waits for the database.
import { CACHES, type CacheName } from "../../shared/domain/cache.ts"
import { newAnswerMemory } from "../../shared/kit/answer-memory.ts"
import type { Found } from "../../shared/kit/asking.ts"
import type { Clock } from "../../shared/kit/clock.ts"
import { newCounters } from "../../shared/kit/counters.ts"
import { newId } from "../../shared/kit/ids.ts"
import { log } from "../../shared/kit/log.ts"
import { Meter } from "../../shared/kit/meter.ts"
import type { Incoming } from "../../shared/kit/route.ts"
import type { ApiRoute, ApiServices } from "./endpoint.ts"
import { listAssetsRoute } from "./routes/list-assets.ts"
import { getAnalyticsSummaryRoute } from "./routes/get-analytics-summary.ts"
import { listInsightsRoute } from "./routes/list-insights.ts"
import { listNewsRoute } from "./routes/list-news.ts"
import { listPostsRoute } from "./routes/list-posts.ts"
import { listSentimentRoute } from "./routes/list-sentiment.ts"
import { listTrendingTopicsRoute } from "./routes/list-trending-topics.ts"

/** Each as it is asked without any parameter. */
export const COMMONEST: Readonly<Record<CacheName, readonly ApiRoute[]>> = {
  analytics: [getAnalyticsSummaryRoute, listTrendingTopicsRoute],
  insights: [listInsightsRoute],
  market: [listAssetsRoute],
  news: [listNewsRoute],
  posts: [listPostsRoute],
  sentiment: [listSentimentRoute],
}

type Warming = { readonly open: (meter: Meter) => ApiServices; readonly clock: Clock }

/** Brings the commonest answers of these namespaces up to date in Redis; a name that isn't known is left out. A statement each, where it is needed. */
export async function warm(names: readonly string[], { open, clock }: Warming): Promise<void> {
  const known = names.filter((name): name is CacheName => Object.hasOwn(CACHES, name))
  for (const route of known.flatMap((name) => COMMONEST[name])) await ask(route, open(new Meter()), clock)
}

/** As anybody may ask, past every limit, in an isolate that remembers nothing: what it remembers may be a second old. */
async function ask(route: ApiRoute, opened: ApiServices, clock: Clock): Promise<void> {
  const left: Promise<unknown>[] = []
  const cache = { ...opened.cache, memory: newAnswerMemory<Found>(MEMORY_BYTES), edge: null }
  const incoming: Incoming<ApiServices> = {
    request: new Request(`https://api.invalid${route.path}`),
    params: {},
    services: { ...opened, cache, gate: null },
    requestId: newId("req", clock.now()),
    clock,
    strict: false,
    background: (_what, task) => void left.push(task),
    counters: newCounters(),
    meter: new Meter(),
    onAnswer: () => undefined,
    dress: () => undefined,
  }
  try {
    await route.handle(incoming)
    // Work that is left behind may leave more.
    for (let i = 0; i < left.length; i += 1) await left[i]
  } catch (error) {
    log("warn", "cache.unwarmed", { route: route.path, error })
  }
}

/** Room for one answer, with as much again beside it. */
const MEMORY_BYTES = 4_000_000
