// How is the studio, told to whoever reads it? Its parts now, and how its runs ended in the last 24 hours; also where the database is gone.
import { listRunHours, type RunHour } from "../../shared/db/queries/run-stats.ts"
import { toFailure } from "../../shared/kit/failure.ts"
import { log } from "../../shared/kit/log.ts"
import type { ApiServices } from "./endpoint.ts"
import { askHealth, type Health, type Part } from "./vitals.ts"

const HOUR_MS = 3_600_000
const HOURS = 24

export type Status = {
  readonly state: "ok" | "degraded" | "down"
  readonly parts: readonly Part[]
  /** The present hour and the 23 before it, the oldest first; null where the database is gone. */
  readonly hours: readonly RunHour[] | null
}

/** Two statements and one round trip to Redis, at the same time. Never throws for a part that is gone: that is its answer. */
export async function askStatus(services: ApiServices): Promise<Status> {
  const now = services.clock.now()
  const hour = Math.floor(now.getTime() / HOUR_MS)
  const starts = Array.from({ length: HOURS }, (_, back) => new Date((hour - HOURS + 1 + back) * HOUR_MS))
  const [health, found] = await Promise.all([
    orGone(askHealth(services)),
    orGone(listRunHours(services.quickDb, { since: starts[0] ?? now, until: new Date(now.getTime() + 1) })),
  ])
  const parts = health?.parts ?? [GONE]
  const byStart = found && new Map(found.map((each) => [each.start.getTime(), each]))
  const hours = byStart && starts.map((start) => byStart.get(start.getTime()) ?? { start, runs: 0, failed: 0 })
  return { state: worst(health, parts), parts, hours }
}

const GONE: Part = { name: "database", state: "down", detail: "does not answer; what is kept is still served" }

function worst(health: Health | null, parts: readonly Part[]): Status["state"] {
  if (health === null) return "down"
  return parts.every(({ state }) => state === "ok") ? "ok" : "degraded"
}

async function orGone<T>(question: Promise<T>): Promise<T | null> {
  try {
    return await question
  } catch (thrown) {
    const { code, context, cause } = toFailure(thrown)
    log("warn", "status.incomplete", { code, context, cause })
    return null
  }
}
