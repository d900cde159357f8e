// How much may a caller of the API ask for? A plan for each key, one for addresses without a key, one for the pages.
import * as z from "zod"

/** What a key can have. */
export const ApiPlan = z.enum(["free", "pro", "scale"])
export type ApiPlan = z.infer<typeof ApiPlan>

/** Requests within a sliding minute, and within a UTC day. */
export type PlanLimits = { readonly perMinute: number; readonly perDay: number }
/** `keyless` and `pages` count by address. */
export type PlanName = ApiPlan | "keyless" | "pages"
export type Plans = Readonly<Record<PlanName, PlanLimits>>

export const PLANS: Plans = {
  keyless: { perMinute: 30, perDay: 1_000 },
  pages: { perMinute: 120, perDay: 20_000 },
  free: { perMinute: 60, perDay: 10_000 },
  pro: { perMinute: 600, perDay: 100_000 },
  scale: { perMinute: 60_000, perDay: 50_000_000 },
}

const ENTRY = /^(\w+)=([1-9]\d{0,8})\/([1-9]\d{0,10})$/

/** The variable LIMITS: "" for the plans above, `keyless=60/5000,free=...` changes them, `off`: null, nobody is counted. */
export const Limits = z
  .string()
  .default("")
  .transform((text, context): Plans | null => {
    if (text === "off") return null
    const plans = { ...PLANS }
    for (const part of text.split(",").map((each) => each.trim())) {
      if (part === "") continue
      const [, name = "", perMinute, perDay] = ENTRY.exec(part) ?? []
      if (!Object.hasOwn(PLANS, name)) {
        context.addIssue(`must be PLAN=MINUTE/DAY between commas, such as keyless=60/5000, of the plans ${Object.keys(PLANS).join(", ")}`)
        return z.NEVER
      }
      plans[name as PlanName] = { perMinute: Number(perMinute), perDay: Number(perDay) }
    }
    return plans
  })
