// How does the API show a sentiment reading?
import * as z from "zod"
import type { listReadings } from "../../../shared/db/queries/readings.ts"
import { AssetSymbol } from "../../../shared/domain/asset.ts"
import { Decimal } from "../../../shared/domain/market.ts"
import { SentimentSource } from "../../../shared/domain/sentiment.ts"
import { Time, toIso } from "../time.ts"

export const SentimentRow = z
  .object({
    subject: AssetSymbol.describe("An asset, or `MARKET` for the market as a whole."),
    source: SentimentSource.describe(
      "`fear-greed`: an index from 0 (fear) to 100 (greed). `news`: mean polarity of 24 hours of stories, -1 to 1.",
    ),
    observedAt: Time,
    value: Decimal,
    count: z.int().describe("How many things the value rests on."),
    knownAt: Time,
  })
  .meta({ id: "SentimentReading" })

type Row = Awaited<ReturnType<typeof listReadings>>[number]

export const toSentimentRow = (row: Row): z.infer<typeof SentimentRow> => ({
  ...row,
  observedAt: toIso(row.observedAt),
  knownAt: toIso(row.knownAt),
})
