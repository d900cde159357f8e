// How large and how active was the community on each day?
import * as z from "zod"
import { listAudienceDays } from "../../../shared/db/queries/audience.ts"
import { Cursor, decodeCursor, Limit, pageOf } from "../../../shared/kit/page-cursor.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { AudienceDay, toAudienceDay } from "../shapes/audience.ts"

const Place = z.tuple([z.iso.date()])

export const listAudienceDaysRoute = endpoint({
  path: `${API}/audience`,
  name: "listAudienceDays",
  summary: "How many people there were on each day, how many were active, and how their scores were spread; newest day first. Sums only.",
  tag: "Operation",
  query: { limit: Limit(100, 30), cursor: Cursor.optional() },
  reply: z.object({ data: z.array(AudienceDay), next: z.string().nullable() }),
  scope: "read:operations",
  cache: null,
  sparse: true,
  async answer({ db }, { query: { limit, cursor } }) {
    const before = cursor === undefined ? null : decodeCursor(cursor, Place)[0]
    const { data, next } = pageOf(await listAudienceDays(db, limit + 1, before), limit, ({ day }) => [day])
    return { data: data.map(toAudienceDay), next }
  },
})
