// How does a program stay within an API's limits? A fetch that waits where the answer says so: `RateLimit` before the limit is reached, `Retry-After`
// after it.

const MOST_TRIES = 5

/** What is left in the window that ends last of those that are empty, in seconds until it is whole; 0 where something is left in each. */
export function secondsToWait(rateLimit: string | null): number {
  const windows = [...(rateLimit ?? "").matchAll(/"[^"]*";r=(\d+);t=(\d+)/g)]
  return Math.max(0, ...windows.filter(([, left]) => Number(left) === 0).map(([, , seconds]) => Number(seconds)))
}

const wait = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1_000))

/** `sleep` is told seconds. Answers that say "later" (429, 503) are asked for again, five times in all. */
export function pacedFetch(
  send: typeof fetch = fetch,
  sleep: (seconds: number) => Promise<void> = wait,
): (request: Request) => Promise<Response> {
  let pauseS = 0
  return async (request) => {
    for (let tries = 1; ; tries += 1) {
      if (pauseS > 0) await sleep(pauseS)
      const response = await send(request.clone())
      pauseS = secondsToWait(response.headers.get("ratelimit"))
      if ((response.status !== 429 && response.status !== 503) || tries === MOST_TRIES) return response
      pauseS = Math.max(pauseS, Number(response.headers.get("retry-after") ?? "1"))
    }
  }
}
