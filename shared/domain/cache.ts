// What is cached, for how long, and whose work makes it old.

export type CachePolicy = {
  /** Seconds an answer may be served without asking again. */
  readonly freshS: number
  /** Agents after whose runs the answers are old at once. */
  readonly writers: readonly string[]
}

export const CACHES = {
  analytics: { freshS: 60, writers: ["analytics"] },
  insights: { freshS: 60, writers: ["analysis"] },
  market: { freshS: 60, writers: ["market-scan"] },
  news: { freshS: 60, writers: ["news-scan"] },
  posts: { freshS: 60, writers: ["publishing", "content-creation"] },
  sentiment: { freshS: 60, writers: ["sentiment-scan"] },
} as const satisfies Record<string, CachePolicy>

export type CacheName = keyof typeof CACHES

/** The caches that a run of this agent makes old. */
export function bumpedBy(agent: string): CacheName[] {
  return (Object.keys(CACHES) as CacheName[]).filter((name) => (CACHES[name].writers as readonly string[]).includes(agent))
}
