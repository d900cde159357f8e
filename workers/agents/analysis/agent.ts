// Turns what the scans of a cycle saw into insights.
import * as z from "zod"
import { insertInsights, listInsightsMadeSince } from "../../../shared/db/queries/insights.ts"
import { listStoriesAsOf } from "../../../shared/db/queries/news.ts"
import { listReadingsAsOf } from "../../../shared/db/queries/sentiment.ts"
import { profileOf } from "../../../shared/domain/agents.ts"
import { Slot } from "../../../shared/domain/run.ts"
import { defineAgent } from "../contract.ts"
import { decide } from "./decide.ts"
import type { Facts, SentimentFact } from "./facts.ts"
import { TUNABLES } from "./policy.ts"

const DAY_MS = 86_400_000
const HISTORY_HOURS = 1_080

function toSentiment(rows: Awaited<ReturnType<typeof listReadingsAsOf>>): SentimentFact[] {
  const groups = Map.groupBy(rows, (row) => `${row.source} ${row.subject}`)
  return [...groups.values()].flatMap((group) => {
    const first = group[0]
    const points = group.map((row) => ({ at: row.observedAt.getTime(), value: Number(row.value), count: row.count }))
    return first ? [{ source: first.source, subject: first.subject, points }] : []
  })
}

export const analysis = defineAgent({
  ...profileOf("analysis"),
  emits: ["insight.created"],
  needs: ["db", "history", "watch"],
  tunables: TUNABLES,
  input: z.object({ slot: Slot }),
  output: z.object({ assets: z.int(), stories: z.int(), insights: z.array(z.string()) }),
  key: ({ slot }) => `analysis:${slot}`,
  async gather({ db, history, watch }, _input, at): Promise<Facts> {
    const ago = (days: number): Date => new Date(at.now.getTime() - days * DAY_MS)
    const symbols = watch.map((asset) => asset.symbol)
    const [series, stories, readings, recent] = await Promise.all([
      history.read(symbols, at.now, HISTORY_HOURS),
      listStoriesAsOf(db, at.now, 24, true),
      listReadingsAsOf(db, at.now, ago(30)),
      listInsightsMadeSince(db, at.now, ago(7)),
    ])
    return {
      series: series.map((row) => ({ ...row, state: row.state ?? "live" })),
      stories: stories.map((story) => ({ ...story, firstSeenAt: story.firstSeenAt.getTime() })),
      sentiment: toSentiment(readings),
      recent: recent.map((row) => ({ ...row, madeAt: row.madeAt.getTime() })),
    }
  },
  decide: (facts, reply, policy, at) => ({
    drafts: decide(facts, reply, policy, at),
    assets: facts.series.length,
    stories: facts.stories.length,
  }),
  async act({ db }, { drafts, assets, stories }, at) {
    const ids = await insertInsights(db, drafts, at.runId)
    const emits = drafts.flatMap((draft, i) => {
      const id = ids[i]
      return id === undefined ? [] : [{ name: "insight.created" as const, key: id, data: { id, asset: draft.asset, type: draft.type } }]
    })
    return { output: { assets, stories, insights: ids }, emits }
  },
})
