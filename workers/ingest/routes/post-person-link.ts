// Do two accounts belong to one person? He has agreed to join them; nothing else joins two.
import * as z from "zod"
import { endpoint } from "../endpoint.ts"
import { ACCOUNT, How, PEOPLE, tellPerson } from "../people.ts"
import { IDEMPOTENCY, StoredEvent } from "../tell.ts"

const Account = z.strictObject(ACCOUNT)

export const postPersonLinkRoute = endpoint({
  method: "POST",
  path: "/api/v1/people/links",
  name: "postPersonLink",
  summary: "Joins two accounts of a person who has agreed to it: what was done with either counts for one.",
  tag: "People",
  headers: IDEMPOTENCY,
  body: z
    .strictObject({
      a: Account,
      b: Account,
      how: How.describe("How the person has agreed, such as `settings page of the forum`."),
      at: z.iso
        .datetime({ offset: true, error: "must be a moment with its distance from UTC, such as 2026-11-21T12:00:00Z" })
        .describe("When he has agreed."),
    })
    .refine(({ a, b }) => a.platform !== b.platform, { path: ["b", "platform"], error: "must be another platform than that of `a`" }),
  reply: StoredEvent,
  status: 202,
  cache: "never",
  guard: PEOPLE,
  async answer(services, { body, headers, actor }) {
    const data = { ...body, at: new Date(Math.min(Date.parse(body.at), services.clock.now().getTime())).toISOString() }
    return tellPerson(services, { name: "person.link-requested", data }, actor, headers["idempotency-key"])
  },
})
