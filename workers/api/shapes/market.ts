// How does the API show candles and quotes?
import * as z from "zod"
import type { listCandles } from "../../../shared/db/queries/market.ts"
import type { listQuotesBetween } from "../../../shared/db/queries/markets.ts"
import { AssetSymbol } from "../../../shared/domain/asset.ts"
import { Agreement, CANDLE_MS, Decimal, MarketState } from "../../../shared/domain/market.ts"
import { Time, toIso, toIsoOrNull } from "../time.ts"

/** What the second source says of a row; nulls where only one had it. */
const Check = {
  source: z.string(),
  agreement: Agreement.describe("`agreed`: two sources within the bound. `disputed`: outside it. `single`: only one source had it."),
  secondSource: z.string().nullable(),
  deviationBps: Decimal.nullable().describe("Distance of the two sources in hundredths of a percent."),
}

export const CandleRow = z
  .object({
    asset: AssetSymbol,
    openTime: Time,
    closeTime: Time,
    open: Decimal,
    high: Decimal,
    low: Decimal,
    close: Decimal,
    volume: Decimal.describe("In units of the asset."),
    ...Check,
    secondClose: Decimal.nullable(),
    knownAt: Time.describe("When the studio learned of it."),
  })
  .meta({ id: "Candle" })

export const QuoteRow = z
  .object({
    asset: AssetSymbol,
    observedAt: Time,
    price: Decimal,
    volume24h: Decimal,
    changePct24h: Decimal.nullable(),
    closedAt: Time.nullable(),
    state: MarketState,
    ...Check,
    secondPrice: Decimal.nullable(),
  })
  .meta({ id: "Quote" })

type StoredCandle = Awaited<ReturnType<typeof listCandles>>[number]
type StoredQuote = Awaited<ReturnType<typeof listQuotesBetween>>[number]

export function toCandleRow(row: StoredCandle): z.infer<typeof CandleRow> {
  const { asset, openTime, open, high, low, close, volume, source, agreement, secondSource, secondClose, deviationBps, knownAt } = row
  const closeTime = toIso(new Date(openTime.getTime() + CANDLE_MS))
  const times = { openTime: toIso(openTime), closeTime, knownAt: toIso(knownAt) }
  return { asset, open, high, low, close, volume, source, agreement, secondSource, secondClose, deviationBps, ...times }
}

export function toQuoteRow(row: StoredQuote): z.infer<typeof QuoteRow> {
  return { ...row, observedAt: toIso(row.observedAt), closedAt: toIsoOrNull(row.closedAt) }
}
