// How is the mood? Sentiment readings, newest first.
import * as z from "zod"
import { listReadings } from "../../../shared/db/queries/readings.ts"
import { AssetSymbol } from "../../../shared/domain/asset.ts"
import { SentimentSource } from "../../../shared/domain/sentiment.ts"
import { Cursor, decodeCursor, Limit, pageOf } from "../../../shared/kit/page-cursor.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { SentimentRow, toSentimentRow } from "../shapes/sentiment.ts"
import { Moment, PlaceTime, toIso } from "../time.ts"
import { orderOf, Sort } from "../window.ts"

const Place = z.tuple([PlaceTime, AssetSymbol, SentimentSource])
const WEEK_MS = 7 * 86_400_000

export const listSentimentRoute = endpoint({
  path: `${API}/sentiment`,
  name: "listSentiment",
  summary: "Sentiment readings, newest first. Without `since`: of the last seven days.",
  tag: "Sentiment",
  query: {
    subject: AssetSymbol.optional().describe("An asset, or `MARKET`."),
    source: SentimentSource.optional(),
    since: Moment.optional().describe("Readings observed at or after this moment."),
    until: Moment.optional().describe("Readings observed before this moment; now, where it is left out."),
    sort: Sort("-at"),
    limit: Limit(1000, 200),
    cursor: Cursor.optional(),
  },
  reply: z.object({ data: z.array(SentimentRow), next: z.string().nullable() }),
  cache: "sentiment",
  sparse: true,
  async answer({ db, clock }, { query: { subject, source, sort, limit, cursor, ...window } }) {
    // "Until now" includes what was observed at this very moment.
    const until = window.until === undefined ? new Date(clock.now().getTime() + 1) : new Date(window.until)
    const since = window.since === undefined ? new Date(until.getTime() - WEEK_MS) : new Date(window.since)
    const place = cursor === undefined ? undefined : decodeCursor(cursor, Place)
    const before = place && { observedAt: place[0], subject: place[1], source: place[2] }
    const rows = await listReadings(db, { subject, source, since, until, order: orderOf(sort), before, limit: limit + 1 })
    const { data, next } = pageOf(rows, limit, (row) => [toIso(row.observedAt), row.subject, row.source])
    return { data: data.map(toSentimentRow), next }
  },
})
