// All sentiment readings of a stretch of time, as lines.
import * as z from "zod"
import { listReadingsOnward } from "../../../shared/db/queries/onward.ts"
import { AssetSymbol } from "../../../shared/domain/asset.ts"
import { SentimentSource } from "../../../shared/domain/sentiment.ts"
import { API } from "../links.ts"
import { SentimentRow, toSentimentRow } from "../shapes/sentiment.ts"
import { EXPORT_COST, exported, pageOfRows, SMALL_ROWS, SPAN, spanOf } from "../stream.ts"
import { PlaceTime, toIso } from "../time.ts"

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
  async page({ db }, { subject, source, ...span }, place) {
    const after = place === null ? undefined : { observedAt: place[0], subject: place[1], source: place[2] }
    const rows = await listReadingsOnward(db, { subject, source, ...spanOf(span), after, limit: SMALL_ROWS })
    return pageOfRows(rows, SMALL_ROWS, toSentimentRow, (row): z.infer<typeof Place> => [toIso(row.observedAt), row.subject, row.source])
  },
})
