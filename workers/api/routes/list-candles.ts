// How did an asset trade? Its hourly candles, with what the second source says of each.
import * as z from "zod"
import { listCandles } from "../../../shared/db/queries/market.ts"
import { AssetSymbol } from "../../../shared/domain/asset.ts"
import { CANDLE_MS } from "../../../shared/domain/market.ts"
import { Cursor, decodeCursor, Limit, pageOf } from "../../../shared/kit/page-cursor.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { CandleRow, toCandleRow } from "../shapes/market.ts"
import { Moment, PlaceTime, toIso } from "../time.ts"
import { onwardFrom, orderOf, Sort } from "../window.ts"

const Place = z.tuple([PlaceTime])

const hour = (time: Date, round: (hours: number) => number): Date => new Date(round(time.getTime() / CANDLE_MS) * CANDLE_MS)

export const listCandlesRoute = endpoint({
  path: `${API}/market/{asset}/candles`,
  name: "listCandles",
  summary: "Closed hourly candles of one asset, oldest first. Without `since`: the newest `limit` hours.",
  tag: "Market",
  params: { asset: AssetSymbol },
  query: {
    since: Moment.optional().describe("Candles that open at or after this moment."),
    until: Moment.optional().describe("Candles that open before this moment; now, where it is left out."),
    sort: Sort("at"),
    limit: Limit(1000, 168),
    cursor: Cursor.optional(),
  },
  reply: z.object({ asset: AssetSymbol, data: z.array(CandleRow), next: z.string().nullable() }),
  cache: "market",
  sparse: true,
  async answer({ db, clock }, { params: { asset }, query }) {
    const until = query.until === undefined ? hour(clock.now(), Math.floor) : new Date(query.until)
    const since = query.since === undefined ? new Date(hour(until, Math.ceil).getTime() - query.limit * CANDLE_MS) : new Date(query.since)
    const place = query.cursor === undefined ? null : decodeCursor(query.cursor, Place)[0]
    const rows = await listCandles(db, asset, {
      ...onwardFrom(place, { since, until, order: orderOf(query.sort) }),
      limit: query.limit + 1,
    })
    const { data, next } = pageOf(rows, query.limit, (row) => [toIso(row.openTime)])
    return { asset, data: data.map(toCandleRow), next }
  },
})
