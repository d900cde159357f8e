// How good were the probabilities that the studio gave?
import * as z from "zod"
import { summariseClaims } from "../../../shared/db/queries/track-record.ts"
import { AssetSymbol } from "../../../shared/domain/asset.ts"
import { InsightType } from "../../../shared/domain/insight.ts"
import { trackRecordOf } from "../../../shared/domain/track-record.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { RECORD, toTrackRecord } from "../shapes/track-record.ts"
import { Time } from "../time.ts"

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

export const getTrackRecordRoute = endpoint({
  path: `${API}/track-record`,
  name: "getTrackRecord",
  summary: "How often what was given 70 % came true: Brier score, skill over the base rate and calibration of all settled claims.",
  description:
    "Each insight claims something that stored candles settle at its deadline. Every claim counts, whether a post was made of it or not; `/track-record/claims` lists them one by one.",
  tag: "Insights",
  query: {
    days: z
      .enum(["7", "30", "90", "365"], "must be 7, 30, 90 or 365")
      .default("90")
      .describe("Claims whose deadline lies in so many days before now."),
    asset: AssetSymbol.optional(),
    type: InsightType.optional(),
  },
  reply: z.object({ since: Time, until: Time, ...RECORD, list: z.string().describe("Where the claims of this stretch are listed.") }),
  cache: "market",
  async answer({ db, clock }, { query: { days, ...of } }) {
    const now = clock.now()
    // Deadlines are whole hours: between them the answer stays the same, and so does its tag.
    const until = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS)
    const since = new Date(until.getTime() - Number(days) * DAY_MS)
    const record = trackRecordOf(await summariseClaims(db, { ...of, since, now }))
    const filter = Object.entries(of).map(([name, value]) => `&${name}=${encodeURIComponent(value ?? "")}`)
    const list = `${API}/track-record/claims?since=${since.toISOString()}${filter.join("")}`
    return { since: since.toISOString(), until: until.toISOString(), ...toTrackRecord(record), list }
  },
})
