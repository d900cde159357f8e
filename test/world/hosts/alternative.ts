// alternative.me's fear and greed index as the fake market earns it: GET /fng/?limit=N, newest first, all of it for a limit of 0.
import { DAY_MS } from "../events.ts"
import type { Market } from "../market.ts"
import { moodName, openMood } from "../mood.ts"
import { brokenPage, jsonAnswer, retryAfter, type Host } from "./host.ts"

export function openAlternativeHost(market: Market): Host {
  const mood = openMood(market)
  return {
    names: ["api.alternative.me"],
    answer(request, at) {
      const url = new URL(request.url)
      if (request.method !== "GET" || !/^\/fng\/?$/.test(url.pathname)) return brokenPage(404, null)
      const asked = Number(url.searchParams.get("limit") ?? 1)
      const today = Math.floor(at.getTime() / DAY_MS)
      const all = today - Math.ceil(market.firstHour / DAY_MS) + 1
      const count = Math.max(0, Number.isInteger(asked) && asked > 0 ? Math.min(asked, all) : asked === 0 ? all : 1)
      const untilUpdate = Math.floor(((today + 1) * DAY_MS - at.getTime()) / 1000)
      const data = Array.from({ length: count }, (_, back) => readingOf(mood(today - back), today - back, back === 0 ? untilUpdate : null))
      return jsonAnswer(
        { name: "Fear and Greed Index", data, metadata: { error: null } },
        { headers: { "content-type": "application/json" } },
      )
    },
    refuse: (status, retryAfterS) =>
      status >= 500
        ? brokenPage(status, retryAfterS)
        : jsonAnswer(
            { name: "Fear and Greed Index", data: [], metadata: { error: `Status ${status}` } },
            { status, headers: retryAfter(retryAfterS) },
          ),
  }
}

/** Everything is text, as the real one has it; only the newest says when the next comes. */
function readingOf(value: number, day: number, untilUpdateS: number | null) {
  const reading = { value: String(value), value_classification: moodName(value), timestamp: String((day * DAY_MS) / 1000) }
  return untilUpdateS === null ? reading : { ...reading, time_until_update: String(untilUpdateS) }
}
