// Shall a person's account stand alone again?
import * as z from "zod"
import { endpoint } from "../endpoint.ts"
import { ACCOUNT, PEOPLE, tellPerson } from "../people.ts"
import { IDEMPOTENCY, StoredEvent } from "../tell.ts"

export const postPersonUnlinkRoute = endpoint({
  method: "POST",
  path: "/api/v1/people/unlinks",
  name: "postPersonUnlink",
  summary: "Takes an account from the others of its person: what was done with it counts for it alone.",
  tag: "People",
  headers: IDEMPOTENCY,
  body: z.strictObject(ACCOUNT),
  reply: StoredEvent,
  status: 202,
  cache: "never",
  guard: PEOPLE,
  async answer(services, { body, headers, actor }) {
    const data = { ...body, at: services.clock.now().toISOString() }
    return tellPerson(services, { name: "person.unlink-requested", data }, actor, headers["idempotency-key"])
  },
})
