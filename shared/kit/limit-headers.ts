// What does an answer say of its caller's limits? The list form of draft-ietf-httpapi-ratelimit-headers-10, and the older names beside it.
import type { Taken, WindowState } from "./quota.ts"

/**
 * Headers of an answer at that moment. `RateLimit-Policy` names each window with its quota (q) and length in seconds (w), `RateLimit` what remains of it
 * (r) and the seconds until it is whole again (t), or until the first token comes where none is left. The X- headers are about the window of
 * which least remains; their reset is in seconds since 1970.
 */
export function limitHeaders({ windows, isLocal }: Pick<Taken, "windows" | "isLocal">, now: number): [string, string][] {
  const states = windows()
  const tightest = states.toSorted((a, b) => a.remaining - b.remaining)[0]
  const until = ({ resetMs }: WindowState) => Math.max(0, Math.ceil((resetMs - now) / 1_000))
  return [
    ["ratelimit-policy", states.map(({ name, limit, seconds }) => `"${name}";q=${limit};w=${seconds}`).join(", ")],
    ["ratelimit", states.map((state) => `"${state.name}";r=${state.remaining};t=${until(state)}`).join(", ")],
    ...(tightest === undefined
      ? []
      : ([
          ["x-ratelimit-limit", String(tightest.limit)],
          ["x-ratelimit-remaining", String(tightest.remaining)],
          ["x-ratelimit-reset", String(Math.ceil(tightest.resetMs / 1_000))],
        ] satisfies [string, string][])),
    ...(isLocal ? ([["x-ratelimit-scope", "isolate"]] satisfies [string, string][]) : []),
  ]
}
