// What did posts come to by one thing that they are compared by? The parameters and the answer of such endpoints.
import * as z from "zod"
import { summarisePosts } from "../../shared/db/queries/post-stats.ts"
import { AGE_BANDS, COMPARED_AT_HOURS } from "../../shared/domain/engagement.ts"
import { type Compared, type Group, performanceOf } from "../../shared/domain/performance.ts"
import type { ApiServices } from "./endpoint.ts"
import { PostGroup } from "./shapes/analytics.ts"

const DAY_MS = 86_400_000
const AGES = AGE_BANDS.map(String)

export const COMPARED_QUERY = {
  days: z
    .enum(["7", "30", "90"], "must be 7, 30 or 90")
    .default("30")
    .describe("Posts published in so many days before today, and today (UTC)."),
  ageHours: z
    .enum(AGES, `must be one of ${AGES.join(", ")}`)
    .default(String(COMPARED_AT_HOURS))
    .describe("The age at which posts are compared, in hours."),
}

export const COMPARED_REPLY = z.object({
  since: z.iso.date().describe("The first day (UTC) whose posts are in it."),
  until: z.iso.date().describe("The last, today."),
  ageHours: z.int().describe("The age at which they are compared."),
  data: z.array(PostGroup),
})

type Asked = { readonly days: string; readonly ageHours: string }

/** The stretch, and what posts of each value of the dimension came to, the best first. */
export async function compareBy({ db, clock }: ApiServices, dimension: Compared, { days, ageHours }: Asked) {
  const now = clock.now()
  const since = new Date(now.getTime() - Number(days) * DAY_MS)
  const until = new Date(now.getTime() + DAY_MS)
  const sums = await summarisePosts(db, { since, until, bandHours: Number(ageHours), dimensions: [dimension] })
  const groups: readonly Group[] = performanceOf(sums).by[dimension]
  const stretch = { since: since.toISOString().slice(0, 10), until: now.toISOString().slice(0, 10), ageHours: Number(ageHours) }
  return { stretch, groups }
}
