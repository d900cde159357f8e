// All sentiment readings of a stretch of time, as lines.
import * as z from "zod"
import { listReadingLines } from "../../../shared/db/queries/onward.ts"
import { AssetSymbol } from "../../../shared/domain/asset.ts"
import { SentimentSource } from "../../../shared/domain/sentiment.ts"
import { API } from "../links.ts"
import { SentimentRow } from "../shapes/sentiment.ts"
import { EXPORT_COST, exported, SMALL_ROWS, SPAN, spanOf } from "../stream.ts"
import { PlaceTime } from "../time.ts"

const Place = z.tuple([PlaceTime, AssetSymbol, SentimentSource])

export const exportSentimentRoute = exported({
  path: `${API}/exports/sentiment`,
  name: "exportSentiment",
  summary: "All sentiment readings, as lines of JSON in the order in which they were observed.",
  tag: "Exports",
  query: { subject: AssetSymbol.optional().describe("An asset, or `MARKET`."), source: SentimentSource.optional(), ...SPAN },
  row: SentimentRow,
  place: Place,
  cost: EXPORT_COST,
  async page({ db }, { subject, source, ...span }, after) {
    const stretch = { subject, source, ...spanOf(span), after: after ?? undefined, limit: SMALL_ROWS }
    const { rows, lines, last } = await listReadingLines(db, stretch)
    return { rows, lines, next: rows < SMALL_ROWS ? null : Place.parse(last) }
  },
})
