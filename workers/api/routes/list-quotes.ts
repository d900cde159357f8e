// What did exchanges say of an asset at a moment? Its quotes, newest first.
import * as z from "zod"
import { listQuotesBetween } from "../../../shared/db/queries/markets.ts"
import { AssetSymbol } from "../../../shared/domain/asset.ts"
import { Cursor, decodeCursor, Limit, pageOf } from "../../../shared/kit/page-cursor.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { QuoteRow, toQuoteRow } from "../shapes/market.ts"
import { Moment, PlaceTime, toIso } from "../time.ts"
import { onwardFrom, orderOf, Sort } from "../window.ts"

const Place = z.tuple([PlaceTime])
const WEEK_MS = 7 * 86_400_000

export const listQuotesRoute = endpoint({
  path: `${API}/market/{asset}/quotes`,
  name: "listQuotes",
  summary: "24-hour quotes of one asset, newest first. Without `since`: of the last seven days.",
  tag: "Market",
  params: { asset: AssetSymbol },
  query: {
    since: Moment.optional().describe("Quotes observed at or after this moment."),
    until: Moment.optional().describe("Quotes observed before this moment; now, where it is left out."),
    sort: Sort("-at"),
    limit: Limit(1000, 100),
    cursor: Cursor.optional(),
  },
  reply: z.object({ asset: AssetSymbol, data: z.array(QuoteRow), next: z.string().nullable() }),
  cache: "market",
  sparse: true,
  async answer({ db, clock }, { params: { asset }, query: { since, until, sort, limit, cursor } }) {
    // "Until now" includes what was observed at this very moment.
    const end = until === undefined ? new Date(clock.now().getTime() + 1) : new Date(until)
    const start = since === undefined ? new Date(end.getTime() - WEEK_MS) : new Date(since)
    const stretch = onwardFrom(cursor === undefined ? null : decodeCursor(cursor, Place)[0], {
      since: start,
      until: end,
      order: orderOf(sort),
    })
    const rows = await listQuotesBetween(db, asset, { ...stretch, limit: limit + 1 })
    const { data, next } = pageOf(rows, limit, (row) => [toIso(row.observedAt)])
    return { asset, data: data.map(toQuoteRow), next }
  },
})
