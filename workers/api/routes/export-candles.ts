// All hourly candles of a stretch of time, as lines: asset by asset.
import { findNextCandleAsset, listCandleLines } from "../../../shared/db/queries/onward.ts"
import { AssetSymbol } from "../../../shared/domain/asset.ts"
import { pageOfAsset, SeriesPlace } from "../asset-pages.ts"
import { API } from "../links.ts"
import { CandleRow } from "../shapes/market.ts"
import { EXPORT_COST, exported, SMALL_ROWS, SPAN, spanOf } from "../stream.ts"

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
    const { since, until } = spanOf(span)
    return pageOfAsset(asset, after, {
      nextAsset: (behind) => findNextCandleAsset(db, behind),
      lines: (of, from) => listCandleLines(db, of, { since: from ?? since, until, limit: SMALL_ROWS }),
      limit: SMALL_ROWS,
    })
  },
})
