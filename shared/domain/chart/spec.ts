// What does a picture show? Everything that is drawn as data, with what is needed to find each row again. Kept beside the picture.
import * as z from "zod"
import { AssetSymbol } from "../asset.ts"
import { InsightType, Statement } from "../insight.ts"
import { Decimal } from "../market.ts"
import { Claim } from "../post.ts"
import { SentimentSource } from "../sentiment.ts"

/** A row of `candles`: asset (the chart's) and opening time. */
const openTime = z.iso.datetime()

const Close = z.object({ openTime, close: Decimal })
/** Volume in units of the asset; `usual` is the median of that hour of the day over the 30 days before, null where too few are known. */
const Volume = z.object({ openTime, volume: Decimal, usual: Decimal.nullable() })
/** A row of the sentiment readings: source, subject (both the chart's) and time. */
const Reading = z.object({ at: z.iso.datetime(), value: Decimal })
/** A story by its id; `at` is when it was first seen, `polarity` -1 to 1. */
const StoryMark = z.object({ id: z.string().min(1).max(300), at: z.iso.datetime(), polarity: Decimal })

const common = {
  asset: AssetSymbol,
  type: InsightType,
  madeAt: z.iso.datetime(),
  statement: Statement,
  /** What may be said beside the picture, as in the text that it illustrates: every figure that is no point's is one of these. */
  claims: z.array(Claim).min(1),
  /** A line that has to stand on the picture, such as that its market is simulated. */
  notice: z.string().min(1).max(200).nullable(),
}
/** Names of the exchanges behind the newest candle that is cited; none where none is. */
const exchanges = z.array(z.string().min(1).max(40))
const closes = z.array(Close).min(2)

/** JSON through and through. All moments in UTC, all lists oldest first. */
export const ChartSpec = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("price"), ...common, exchanges, closes }),
  z.object({ kind: z.literal("volume"), ...common, exchanges, volumes: z.array(Volume).min(2) }),
  z.object({
    kind: z.literal("sentiment"),
    ...common,
    source: SentimentSource,
    /** An asset, or `MARKET`. */
    subject: z.string().min(1).max(20),
    readings: z.array(Reading).min(2),
  }),
  z.object({ kind: z.literal("news-impact"), ...common, exchanges, closes, stories: z.array(StoryMark).min(1) }),
])
export type ChartSpec = z.infer<typeof ChartSpec>
export type ChartKind = ChartSpec["kind"]
export type ChartOf<K extends ChartKind> = Extract<ChartSpec, { kind: K }>
