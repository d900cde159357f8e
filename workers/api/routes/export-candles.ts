// All hourly candles of a stretch of time, as lines: asset by asset.
import { listCandles } from "../../../shared/db/queries/market.ts"
import { findNextCandleAsset } from "../../../shared/db/queries/onward.ts"
import { AssetSymbol } from "../../../shared/domain/asset.ts"
import { pageOfAsset, SeriesPlace } from "../asset-pages.ts"
import { API } from "../links.ts"
import { CandleRow, toCandleRow } from "../shapes/market.ts"
import { EXPORT_COST, exported, SMALL_ROWS, SPAN, spanOf } from "../stream.ts"

/** The first hour that there can be a candle of. */
const FIRST = new Date("2009-01-01T00:00:00Z")
const LAST = new Date("2101-01-01T00:00:00Z")

export const exportCandlesRoute = exported({
  path: `${API}/exports/candles`,
  name: "exportCandles",
  summary: "All closed hourly candles of an asset, or of every asset one after the other by name, as lines of JSON.",
  tag: "Exports",
  query: { asset: AssetSymbol.optional(), ...SPAN },
  row: CandleRow,
  place: SeriesPlace,
  cost: EXPORT_COST,
  page: ({ db }, { asset, ...span }, after) => {
    const { since = FIRST, until = LAST } = spanOf(span)
    return pageOfAsset(asset, after, {
      nextAsset: (behind) => findNextCandleAsset(db, behind),
      rows: (of, from) => listCandles(db, of, { since: from ?? since, until, limit: SMALL_ROWS }),
      toRow: toCandleRow,
      timeOf: (row) => row.openTime,
      limit: SMALL_ROWS,
    })
  },
})
