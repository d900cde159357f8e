// How does the API show the community? As sums of days: nothing here is about one person.
import * as z from "zod"
import type { AudienceDay as StoredDay } from "../../../shared/db/queries/audience.ts"

const Step = z.object({
  above: z.int().nullable().describe("Scores above this; null of the score 0."),
  upTo: z.int().describe("and not above this."),
  people: z.int(),
})

export const AudienceDay = z
  .object({
    day: z.iso.date(),
    people: z.int().describe("Everybody who was known then."),
    active: z
      .object({ day: z.int(), week: z.int(), month: z.int() })
      .describe("People with an interaction in the last day, the last 7 and the last 30."),
    byScore: z.array(Step).describe("People by their score of engagement, 0 to 100."),
  })
  .meta({ id: "AudienceDay" })

export const toAudienceDay = ({ day, people, active1d, active7d, active30d, byScore }: StoredDay): z.infer<typeof AudienceDay> => ({
  day,
  people,
  active: { day: active1d, week: active7d, month: active30d },
  byScore: byScore.map((count, i) => ({ above: i === 0 ? null : (i - 1) * 10, upTo: i * 10, people: count })),
})
