// Shall this session end? From then on its token opens nothing.
import * as z from "zod"
import { revokeSession } from "../../../shared/db/queries/sessions.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { hashOfSession } from "../../../shared/kit/session.ts"
import { endpoint } from "../endpoint.ts"
import { OPERATOR, sessionOf } from "../operator.ts"

export const deleteSessionRoute = endpoint({
  method: "DELETE",
  path: "/api/v1/sessions",
  name: "deleteSession",
  summary: "Signs out: ends the session that the request carries.",
  tag: "Sessions",
  headers: { authorization: z.string().describe("`Session TOKEN`"), "x-csrf-token": z.string().optional() },
  reply: z.object({ ended: z.literal(true) }),
  cache: "never",
  guard: OPERATOR,
  async answer({ db, clock }, { headers }) {
    const token = sessionOf(new Headers({ authorization: headers.authorization }))
    if (token === null) throw new Failure("invalid-input", "There is no session to end: the request came with the operator's key.")
    await revokeSession(db, await hashOfSession(token), clock.now())
    return { ended: true as const }
  },
})
