// How does the API show how good its probabilities were, and what became of each claim?
import * as z from "zod"
import type { SettledClaim } from "../../../shared/db/queries/track-record.ts"
import { AssetSymbol } from "../../../shared/domain/asset.ts"
import { InsightType, Statement } from "../../../shared/domain/insight.ts"
import { CANDLE_MS, Decimal } from "../../../shared/domain/market.ts"
import { type CalibrationTenth, type ClaimScore, ClaimOutcome, type TrackRecord } from "../../../shared/domain/track-record.ts"
import { candlesLink, insightLink } from "../links.ts"
import { Time } from "../time.ts"
import { InsightId } from "./insight.ts"

const Score = {
  settled: z.int().describe("Claims that came true or did not: all scores are of these."),
  cameTrue: z.int(),
  brier: z.number().nullable().describe("Mean squared distance of probability and outcome (Brier score), 0 to 1; smaller is better."),
  baseBrier: z.number().nullable().describe("The same for saying, of each kind of statement, how often it came true in these very claims."),
  skill: z
    .number()
    .nullable()
    .describe("1 - brier / baseBrier: above 0 is better than the base rate, below 0 worse. Null where all came out alike."),
}

const TypeScore = z.object({ type: InsightType, ...Score }).meta({ id: "ClaimScoreOfType" })

const Tenth = z
  .object({
    from: z.number().describe("Probabilities from here"),
    until: z.number().describe("up to below here; the last tenth includes 1."),
    settled: z.int(),
    cameTrue: z.int(),
    said: z.number().nullable().describe("Mean of the probabilities that were said."),
    share: z
      .object({ value: z.number(), low: z.number(), high: z.number() })
      .nullable()
      .describe(
        "Share that came true with Wilson's 95 % interval, which takes claims as independent: those of one asset and hour are not, so that it is rather too narrow.",
      ),
  })
  .meta({ id: "CalibrationTenth" })

/** Everything but the stretch that it is about. */
export const RECORD = {
  claims: z.int().describe("Claims whose deadline lies in this stretch."),
  waiting: z.int().describe("Of them those whose candles are not all stored yet, for up to 24 hours."),
  voided: z
    .object({ missing: z.int(), disputed: z.int(), unreadable: z.int() })
    .describe(
      "Claims that nobody can settle: a candle that decides is `missing`, or two sources give two answers (`disputed`). They count nowhere else.",
    ),
  ...Score,
  byType: z.array(TypeScore),
  calibration: z.array(Tenth).describe("Of each tenth of probability, how often it came true."),
}

const toScore = ({ settled, cameTrue, brier, baseBrier, skill }: ClaimScore) => ({ settled, cameTrue, brier, baseBrier, skill })

const toTenth = ({ tenth, settled, cameTrue, said, share }: CalibrationTenth): z.infer<typeof Tenth> => ({
  from: tenth / 10,
  until: (tenth + 1) / 10,
  settled,
  cameTrue,
  said,
  share: share && { value: share.share, low: share.low, high: share.high },
})

export const toTrackRecord = ({ claims, waiting, voided, all, byType, calibration }: TrackRecord) => ({
  claims,
  waiting,
  voided: { ...voided },
  ...toScore(all),
  byType: byType.map(({ type, ...score }) => ({ type, ...toScore(score) })),
  calibration: calibration.map(toTenth),
})

export const Claim = z
  .object({
    insightId: InsightId,
    asset: AssetSymbol,
    type: InsightType,
    headline: z.string(),
    madeAt: Time,
    deadline: Time,
    probability: z.number().describe("What was said when the insight was made."),
    statement: Statement.nullable().describe("Null where it is unreadable."),
    statementText: z.string(),
    outcome: ClaimOutcome.describe(
      "`true` or `false`: it is settled. `waiting`: candles are still to come. `missing`, `disputed`, `unreadable`: void, it counts nowhere.",
    ),
    lastClose: Decimal.nullable().describe("Of the hour that ends at the deadline, in US dollars; null where it is not stored."),
    candles: z.string().describe("The candles that settle it."),
    link: z.string().describe("The insight that makes the claim."),
  })
  .meta({ id: "Claim" })

export function toClaim({ id, ...claim }: SettledClaim): z.infer<typeof Claim> {
  const { asset, type, headline, madeAt, deadline, probability, statementText, outcome, lastClose } = claim
  const statement = Statement.safeParse(claim.statement).data ?? null
  const until = new Date(deadline)
  const closing = new Date(until.getTime() - CANDLE_MS)
  const first = statement?.kind === "move_at_least" ? new Date(Math.floor(Date.parse(madeAt) / CANDLE_MS) * CANDLE_MS) : closing
  const what = { asset, type, headline, madeAt, deadline, probability, statement, statementText, outcome, lastClose }
  return { insightId: id, ...what, candles: candlesLink(asset, first, until), link: insightLink(id) }
}
