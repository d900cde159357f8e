// How much may be spent in a UTC day? US dollars in all, for models and for each channel; what isn't named has the cap of all alone.
import * as z from "zod"

const DEFAULT_CAPS = "all=5,model=2,channel:x=2"
const MICRO = 1_000_000

/** Micro-dollars of a UTC day by scope: `all`, `model` or `channel:NAME`. */
export type DailyCaps = Readonly<Partial<Record<"all" | "model" | `channel:${string}`, number>>>

/** `all=5,model=2,channel:x=2`, in US dollars; empty means the built-in caps. */
export const SpendCaps = z
  .string()
  .default("")
  .transform((text, context): DailyCaps => {
    const parts = (text.trim() === "" ? DEFAULT_CAPS : text)
      .split(",")
      .map((part) => /^\s*(all|model|channel:[a-z]+)\s*=\s*(\d{1,6}(?:\.\d{1,6})?)\s*$/.exec(part))
    if (parts.some((part) => part === null))
      context.addIssue({ code: "custom", message: "must be a list such as all=5,model=2,channel:x=2" })
    return Object.fromEntries(parts.flatMap((part) => (part === null ? [] : [[part[1] ?? "", Math.round(Number(part[2]) * MICRO)]])))
  })
