// Which stretch of time does a list cover, and from which end? The parameters that lists have in common.
import * as z from "zod"
import type { Order } from "../../shared/db/client.ts"
import { Moment } from "./time.ts"

/** `since`, `until` and `sort` of a list whose rows have a moment; `rows` and `when` are the words of its description. */
export const windowOf = (rows: string, when: string) => ({
  since: Moment.optional().describe(`${rows} ${when} at or after this moment.`),
  until: Moment.optional().describe(`${rows} ${when} before this moment.`),
  sort: z
    .enum(["-at", "at"], "must be -at (newest first) or at (oldest first)")
    .default("-at")
    .describe("`-at`: newest first. `at`: oldest first."),
})

type Window = { readonly since?: string | undefined; readonly until?: string | undefined; readonly sort: "-at" | "at" }

export const toWindow = ({ since, until, sort }: Window): { since: Date | undefined; until: Date | undefined; order: Order } => ({
  since: since === undefined ? undefined : new Date(since),
  until: until === undefined ? undefined : new Date(until),
  order: sort === "at" ? "oldest" : "newest",
})
