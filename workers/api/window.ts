// Which stretch of time does a list cover, and from which end? The parameters that lists have in common.
import * as z from "zod"
import type { Order } from "../../shared/db/client.ts"
import { Moment } from "./time.ts"

/** The parameter `sort`, and what it is where it is left out. */
export const Sort = (usual: "-at" | "at") =>
  z
    .enum(["-at", "at"], "must be -at (newest first) or at (oldest first)")
    .default(usual)
    .describe("`-at`: newest first. `at`: oldest first.")

export const orderOf = (sort: "-at" | "at"): Order => (sort === "at" ? "oldest" : "newest")

/** `since`, `until` and `sort` of a list whose rows have a moment; `rows` and `when` are the words of its description. */
export const windowOf = (rows: string, when: string) => ({
  since: Moment.optional().describe(`${rows} ${when} at or after this moment.`),
  until: Moment.optional().describe(`${rows} ${when} before this moment.`),
  sort: Sort("-at"),
})

type Window = { readonly since?: string | undefined; readonly until?: string | undefined; readonly sort: "-at" | "at" }

export const toWindow = ({ since, until, sort }: Window): { since: Date | undefined; until: Date | undefined; order: Order } => ({
  since: since === undefined ? undefined : new Date(since),
  until: until === undefined ? undefined : new Date(until),
  order: orderOf(sort),
})

type Ordered = { readonly since: Date; readonly until: Date; readonly order: Order }

/** What is left of a stretch beyond the moment of the last row seen, of which there is one only; all of it where none was seen. */
export function onwardFrom(seen: string | null, { since, until, order }: Ordered): Ordered {
  if (seen === null) return { since, until, order }
  return order === "newest" ? { since, until: new Date(seen), order } : { since: new Date(Date.parse(seen) + 1), until, order }
}
