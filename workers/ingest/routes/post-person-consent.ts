// Does a person want to be made offers, and when not? Without his word nobody makes him any.
import * as z from "zod"
import { isTimeZone } from "../../../shared/kit/time-zone.ts"
import { endpoint } from "../endpoint.ts"
import { ACCOUNT, How, PEOPLE, tellPerson } from "../people.ts"
import { IDEMPOTENCY, StoredEvent } from "../tell.ts"

const Clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time of day such as 21:00")
  .nullish()
const minuteOf = (time: string | null | undefined): number | null =>
  time == null ? null : Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

export const postPersonConsentRoute = endpoint({
  method: "POST",
  path: "/api/v1/people/consents",
  name: "postPersonConsent",
  summary: "Says whether a person wants to be made offers; a later word goes before an earlier one.",
  tag: "People",
  headers: IDEMPOTENCY,
  body: z
    .strictObject({
      ...ACCOUNT,
      offers: z.boolean(),
      how: How.nullish().describe("How the person has agreed; needed where he has."),
      timeZone: z
        .string()
        .max(60)
        .refine(isTimeZone, "must be a time zone such as Europe/Amsterdam")
        .nullish()
        .describe("Of his quiet hours; as it was where it isn't given."),
      quietFrom: Clock.describe("No offers from this time of his day, such as 21:00; as it was where it isn't given."),
      quietUntil: Clock.describe("Until this one."),
    })
    .refine(({ offers, how }) => !offers || how != null, { path: ["how"], error: "says how the person has agreed: it can't be left out" }),
  reply: StoredEvent,
  status: 202,
  cache: "never",
  guard: PEOPLE,
  async answer(services, { body, headers, actor }) {
    const { platform, id, offers, how = null, timeZone = null } = body
    const [quietFrom, quietUntil] = [minuteOf(body.quietFrom), minuteOf(body.quietUntil)]
    const data = { platform, id, offers, how, timeZone, quietFrom, quietUntil, at: services.clock.now().toISOString() }
    return tellPerson(services, { name: "person.consent-given", data }, actor, headers["idempotency-key"])
  },
})
