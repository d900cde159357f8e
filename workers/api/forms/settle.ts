// The form of a delivery that nobody can tell about: a person says whether its part is out.
import * as z from "zod"
import { DeliveryId, PlanId } from "../../../shared/domain/event.ts"
import { lifePath } from "../desk-links.ts"
import { operatorForm } from "../form.ts"

const Part = z
  .string()
  .regex(/^\d{1,2}$/, "must be the number of a part")
  .transform(Number)

export const settleForm = operatorForm({
  path: "/posts/{id}/settle",
  params: { id: PlanId },
  fields: {
    delivery: DeliveryId,
    part: Part,
    answer: z.enum(["is-out", "is-not-out", "give-up"], "must be one of the three answers"),
    external: z.string().trim().max(200).optional(),
    url: z.string().trim().max(500).optional(),
  },
  command: ({ delivery, part, answer, external, url }) => ({
    method: "POST",
    path: "/api/v1/settlements",
    body: {
      deliveryId: delivery,
      part,
      answer,
      ...(answer === "is-out" ? { externalId: external ?? "", url: url === undefined || url === "" ? null : url } : {}),
    },
  }),
  next: (_fields, { id }) => lifePath(id),
  done: "settled",
})
