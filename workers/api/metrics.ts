// What does Prometheus read of the studio? What its Workers counted, from Redis, and what stands in the database at this moment.
import { type Gauges, getGauges } from "../../shared/db/queries/health.ts"
import { log } from "../../shared/kit/log.ts"
import { type Family, familiesOf, type Sample } from "../../shared/kit/prometheus.ts"
import type { ApiServices } from "./endpoint.ts"

/** One round trip to Redis and one statement, at the same time; where either fails the other's figures come all the same. */
export async function askMetrics({ quickDb, clock, readCounts }: Pick<ApiServices, "quickDb" | "clock" | "readCounts">): Promise<Family[]> {
  const [counts, gauges] = await Promise.all([orNull("counters", readCounts()), orNull("gauges", getGauges(quickDb, clock.now()))])
  const up: Family = {
    name: "studio_up",
    kind: "gauge",
    help: "Whether a part answers: 1 or 0.",
    samples: [
      { labels: { part: "database" }, value: gauges === null ? 0 : 1 },
      { labels: { part: "redis" }, value: counts === null ? 0 : 1 },
    ],
  }
  return [up, ...(gauges === null ? [] : toFamilies(gauges)), ...(counts === null ? [] : familiesOf(counts))]
}

async function orNull<T>(what: string, question: Promise<T>): Promise<T | null> {
  try {
    return await question
  } catch (cause) {
    log("warn", "metrics.incomplete", { what, cause })
    return null
  }
}

const gauge = (name: string, help: string, samples: readonly Sample[]): Family => ({ name, kind: "gauge", help, samples })
const one = (value: number | null): Sample[] => (value === null ? [] : [{ labels: {}, value }])

/** Sums of the day begin again at 00:00 UTC, as a counter may that was restarted. */
function toFamilies({ runs, ended, spend, sources, event_age_s, inbox_age_s, run_age_s }: Gauges): Family[] {
  return [
    gauge(
      "studio_runs",
      "Runs that have not ended, by state, and those that died in the last 24 hours.",
      runs.map(({ agent, state, count }) => ({ labels: { agent, state }, value: count })),
    ),
    {
      name: "studio_runs_ended_total",
      kind: "counter",
      help: "Runs that ended; begins again at 00:00 UTC.",
      samples: ended.map(({ agent, succeeded, count }) => ({
        labels: { agent, state: succeeded ? "succeeded" : "failed" },
        value: count,
      })),
    },
    {
      name: "studio_spend_usd_total",
      kind: "counter",
      help: "US dollars that were spent, by what for; begins again at 00:00 UTC.",
      // `all` is their sum.
      samples: spend.filter(({ scope }) => scope !== "all").map(({ scope, micro_usd }) => ({ labels: { scope }, value: micro_usd / 1e6 })),
    },
    gauge(
      "studio_source_failures",
      "Failures on end of an outside system, as the agents note them.",
      sources.map(({ source, failures }) => ({ labels: { source }, value: failures })),
    ),
    gauge("studio_event_age_seconds", "Age of the oldest event that nobody was told of; 0 where there is none.", one(event_age_s ?? 0)),
    gauge(
      "studio_inbox_age_seconds",
      "Age of the oldest row of the inbox that was not counted; 0 where there is none.",
      one(inbox_age_s ?? 0),
    ),
    gauge("studio_newest_run_age_seconds", "Time since the newest run began.", one(run_age_s)),
  ]
}
