// What became of each claim?
import * as z from "zod"
import { listSettledClaims } from "../../../shared/db/queries/track-record.ts"
import { AssetSymbol } from "../../../shared/domain/asset.ts"
import { InsightType } from "../../../shared/domain/insight.ts"
import { Cursor, decodeCursor, Limit, pageOf } from "../../../shared/kit/page-cursor.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { InsightId } from "../shapes/insight.ts"
import { Claim, toClaim } from "../shapes/track-record.ts"
import { Moment, PlaceTime } from "../time.ts"

const Place = z.tuple([PlaceTime, InsightId])

export const listClaimsRoute = endpoint({
  path: `${API}/track-record/claims`,
  name: "listClaims",
  summary:
    "Claims whose deadline has passed, latest deadline first, each with its probability, what became of it and the candles that say so.",
  tag: "Insights",
  query: {
    insight: InsightId.optional().describe("The claim of this insight; none until its deadline has passed."),
    asset: AssetSymbol.optional(),
    type: InsightType.optional(),
    since: Moment.optional().describe("Claims with their deadline at or after this moment."),
    until: Moment.optional().describe("Claims with their deadline before this moment."),
    limit: Limit(100, 20),
    cursor: Cursor.optional(),
  },
  reply: z.object({ data: z.array(Claim), next: z.string().nullable() }),
  cache: "market",
  sparse: true,
  async answer({ db, clock }, { query: { insight, asset, type, since, until, limit, cursor } }) {
    const place = cursor === undefined ? undefined : decodeCursor(cursor, Place)
    const window = { since: since === undefined ? undefined : new Date(since), until: until === undefined ? undefined : new Date(until) }
    const before = place && { deadline: place[0], id: place[1] }
    const rows = await listSettledClaims(db, { id: insight, asset, type, ...window, now: clock.now(), before, limit: limit + 1 })
    const { data, next } = pageOf(rows, limit, (row) => [row.deadline, row.id])
    return { data: data.map(toClaim), next }
  },
})
