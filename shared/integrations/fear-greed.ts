// The crypto fear and greed index of alternative.me: one number a day for the whole market.
import * as z from "zod"
import { Failure } from "../kit/failure.ts"
import type { Call } from "../kit/http.ts"
import { askJson, parseReply } from "./reply.ts"
import type { FearGreedIndex } from "./sources.ts"

const BASE_URL = "https://api.alternative.me"
const SOURCE = "fear-greed"

const WholeNumber = z
  .string()
  .regex(/^\d{1,11}$/, "not a whole number")
  .transform(Number)

/** `timestamp`: midnight UTC of the reading's day, in seconds. */
const Reading = z.object({ value: WholeNumber.refine((value) => value <= 100, "more than 100"), timestamp: WholeNumber })
const Reply = z.object({ data: z.array(Reading).nullish(), metadata: z.object({ error: z.string().nullish() }).nullish() })

/** `readings` asks once; `days` is at least 1. The service may have fewer. */
export function openFearGreed(call: Call, { baseUrl = BASE_URL }: { readonly baseUrl?: string } = {}): FearGreedIndex {
  return {
    async readings(days) {
      const limit = Math.max(1, Math.floor(days))
      const rows = await askJson(call, { source: SOURCE, url: `${baseUrl}/fng/?limit=${limit}&format=json` }, readRows)
      const newestFirst = rows.toSorted((a, b) => b.timestamp - a.timestamp)
      return newestFirst.slice(0, limit).map(({ value, timestamp }) => ({ observedAt: new Date(timestamp * 1000), value }))
    },
  }
}

function readRows(json: unknown): readonly z.output<typeof Reading>[] {
  const { data, metadata } = parseReply(SOURCE, Reply, json)
  if (data && !metadata?.error) return data
  const context = { source: SOURCE, error: metadata?.error?.slice(0, 200) ?? "no data" }
  throw new Failure("upstream-rejected", "fear-greed refused the request.", { context })
}
