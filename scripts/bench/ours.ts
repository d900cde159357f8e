// What do our own agents ask, as contenders? The questions themselves, with the inputs that their agents give them.
import type { Db } from "../../shared/db/client.ts"
import { listRunStats } from "../../shared/db/queries/run-stats.ts"
import { rescoreAll, rescoreChanged } from "../../shared/db/queries/scores.ts"
import { measureSpanFromRows, measureSpans } from "../../shared/db/queries/snapshots.ts"
import { DEFAULT_WEIGHTS } from "../../shared/domain/interaction.ts"
import { NOW } from "./community.ts"
import type { Input } from "./contender.ts"

/** Runs that the questions are asked for; the bench puts them there. */
export const FULL_RUN = "run_bench00001"
export const CHANGED_RUN = "run_bench00002"
/** When the changed are scored: five minutes after everyone was. */
export const CHANGED_AT = new Date(NOW.getTime() + 300_000)
/** When everyone was scored before a run of the next hour. */
export const HOUR_BEFORE = new Date(NOW.getTime() - 3_600_000)

/** Thirty days with all posts of the snapshot section, the last ones aside. */
export const SPAN = { period: "month", startsOn: "2026-10-22", endsBefore: "2026-11-21" } as const

export const OURS: Readonly<Record<string, (db: Db, input: Input) => Promise<unknown>>> = {
  "ours.everyone": (db) => rescoreAll(db, { runId: FULL_RUN, now: NOW, weights: DEFAULT_WEIGHTS }),
  "ours.hourly": async (db) => {
    const { kind, people, changed } = await rescoreChanged(db, { runId: CHANGED_RUN, now: NOW, weights: DEFAULT_WEIGHTS })
    if (kind !== "changed" || people === 0 || changed > 0)
      throw new Error(`not an hour in which nothing changed: ${kind}, ${changed} of ${people}`)
  },
  "ours.changed": (db) => rescoreChanged(db, { runId: CHANGED_RUN, now: CHANGED_AT, weights: DEFAULT_WEIGHTS }),
  "ours.agents": (db, { since }) => listRunStats(db, { since: new Date(since), until: new Date(NOW.getTime() + 3_600_000) }),
  "ours.snapshot-of-rows": (db) => measureSpanFromRows(db, SPAN),
  "ours.snapshot": (db) => measureSpans(db, [SPAN]),
}
