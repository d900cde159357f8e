// Does a person want to be forgotten? The request is kept until it is done; what is left then is a hash that later events are held against.
import * as z from "zod"
import { endpoint } from "../endpoint.ts"
import { ACCOUNT, PEOPLE, tellPerson } from "../people.ts"
import { IDEMPOTENCY, StoredEvent } from "../tell.ts"

export const postPersonDeletionRoute = endpoint({
  method: "POST",
  path: "/api/v1/people/deletions",
  name: "postPersonDeletion",
  summary:
    "Forgets the person whose account this is, with all accounts that are joined with it, and drops what is reported about them later.",
  tag: "People",
  headers: IDEMPOTENCY,
  body: z.strictObject(ACCOUNT),
  reply: StoredEvent,
  status: 202,
  cache: "never",
  guard: PEOPLE,
  async answer(services, { body, headers, actor }) {
    const data = { ...body, at: services.clock.now().toISOString() }
    return tellPerson(services, { name: "person.deletion-requested", data }, actor, headers["idempotency-key"])
  },
})
