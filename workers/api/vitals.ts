// How is the studio? Its parts, each asked with little patience, and what is wrong with those that aren't well.
import { getVitals, type Vitals } from "../../shared/db/queries/health.ts"
import { AGENT_PROFILES } from "../../shared/domain/agents.ts"
import type { ApiServices } from "./endpoint.ts"

export type Part = { readonly name: string; readonly state: "ok" | "degraded" | "down"; readonly detail: string }
export type Health = {
  readonly parts: readonly Part[]
  readonly newestRun: Vitals["newest_run"]
}

const HOUR_MS = 3_600_000
/** This many failures on end are more than a hiccup of a source. */
const FAILURES = 3
/** The shortest schedule, and as much again for a slow cycle. */
const LATE_MS = 2 * Math.min(...AGENT_PROFILES.flatMap(({ on }) => on.flatMap((each) => (each.kind === "every" ? [each.ms] : []))))

async function askRedis({ cache }: ApiServices): Promise<Part> {
  const epoch = await cache.redis.readEpoch("health")
  if (epoch !== null) return { name: "redis", state: "ok", detail: "answers" }
  return { name: "redis", state: "degraded", detail: "does not answer; every reply comes from the database" }
}

function judgeHeartbeat(vitals: Vitals, now: Date): Part {
  const name = "heartbeat"
  if (vitals.newest_run === null)
    return { name, state: "degraded", detail: "no agent has run yet; the first run follows the next heartbeat" }
  const ageMs = now.getTime() - Date.parse(vitals.newest_run.started_at)
  const minutes = Math.max(0, Math.round(ageMs / 60_000))
  const detail = `the newest run began ${minutes} ${minutes === 1 ? "minute" : "minutes"} ago`
  return { name, state: ageMs > LATE_MS ? "degraded" : "ok", detail }
}

function judgeSources(vitals: Vitals): Part[] {
  const failing = vitals.failing.map(({ source, failure_code, consecutive_failures }): Part => ({
    name: `source ${source}`,
    state: "degraded",
    detail: `failed ${consecutive_failures} times on end${failure_code === null ? "" : ` (${failure_code})`}`,
  }))
  return failing.length === 0 ? [{ name: "sources", state: "ok", detail: "none fails repeatedly" }] : failing
}

function judgeRuns(vitals: Vitals): Part {
  if (vitals.dead === 0) return { name: "runs", state: "ok", detail: "none died in the last 24 hours" }
  return { name: "runs", state: "degraded", detail: `${vitals.dead} died in the last 24 hours; each can be replayed` }
}

/** The state of every part; throws what the database throws. Two round trips at the same time. */
export async function askHealth(services: ApiServices): Promise<Health> {
  const now = services.clock.now()
  const [redis, vitals] = await Promise.all([
    askRedis(services),
    getVitals(services.quickDb, new Date(now.getTime() - 24 * HOUR_MS), FAILURES),
  ])
  const database: Part = { name: "database", state: "ok", detail: "answers" }
  return { parts: [database, redis, judgeHeartbeat(vitals, now), ...judgeSources(vitals), judgeRuns(vitals)], newestRun: vitals.newest_run }
}
