// The forms of the strategy: try a value, or take back what stands.
import * as z from "zod"
import { operatorForm } from "../form.ts"

/** Empty: the defaults. */
const Standing = z
  .string()
  .regex(/^\d{0,6}$/, "must be the number of a version")
  .transform((text) => (text === "" ? null : Number(text)))

const Why = z.string().trim().max(300, "must have at most 300 characters").optional()
const reasonOf = (why: string | undefined) => (why === undefined || why === "" ? {} : { reason: why })

export const rollBackForm = operatorForm({
  path: "/tuning/roll-back",
  fields: { standing: Standing, reason: Why },
  command: ({ standing, reason }) => ({
    method: "POST",
    path: "/api/v1/policies",
    body: { action: "roll-back", standing, ...reasonOf(reason) },
  }),
  next: "/tuning",
  done: "rolled-back",
})

export const tuneForm = operatorForm({
  path: "/tuning/values",
  fields: {
    standing: Standing,
    name: z.string().min(1, "must name a tunable").max(60),
    value: z
      .string()
      .regex(/^\d{1,6}(\.\d{1,6})?$/, "must be a number")
      .transform(Number),
    reason: Why,
  },
  command: ({ standing, name, value, reason }) => ({
    method: "POST",
    path: "/api/v1/policies",
    body: { action: "set", standing, values: { [name]: value }, ...reasonOf(reason) },
  }),
  next: "/tuning",
  done: "trial-began",
})
