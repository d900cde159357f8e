// What is cached, for how long, and whose work makes it old.

export type CachePolicy = {
  /** Seconds an answer may be served without asking again. */
  readonly freshS: number
  /** Seconds more for which it is served while it is asked for anew in the background. */
  readonly staleS: number
  /** Agents after whose runs the answers are old at once. */
  readonly writers: readonly string[]
}

export const CACHES = {
  analytics: { freshS: 60, staleS: 300, writers: ["analytics", "performance-analytics", "strategy-tuning"] },
  insights: { freshS: 60, staleS: 300, writers: ["analysis"] },
  market: { freshS: 60, staleS: 300, writers: ["market-scan"] },
  news: { freshS: 60, staleS: 300, writers: ["news-scan"] },
  posts: { freshS: 60, staleS: 300, writers: ["publishing", "content-creation", "analytics"] },
  sentiment: { freshS: 60, staleS: 300, writers: ["sentiment-scan"] },
} as const satisfies Record<string, CachePolicy>

export type CacheName = keyof typeof CACHES

/** The caches that a run of this agent makes old. */
export function bumpedBy(agent: string): CacheName[] {
  return (Object.keys(CACHES) as CacheName[]).filter((name) => (CACHES[name].writers as readonly string[]).includes(agent))
}
