import { expect, test } from "vitest"
import { decide } from "../../../workers/agents/content-creation/decide.ts"
import { everyOrder } from "./orders.ts"

const DRAFTS = 1_000
/** As many as a run looks at. */
const RECENT = 500
const LIMIT_MS = 30_000

/** What the channels have said: texts like these with other figures. */
function recentTexts(): ReadonlyMap<string, string[]> {
  const said = new Map<string, string[]>()
  let count = 0
  for (const { order, now } of everyOrder()) {
    if ((count += 1) > 8 * RECENT) return said
    const list = said.get(order.plan.channel) ?? []
    said.set(order.plan.channel, list)
    if (list.length === RECENT) continue
    const text = decide({ task: "write", order, linkHosts: [] }, null, {}, { now })
    const parts = text.kind === "write" ? text.post.parts : []
    list.push(parts.join("\n").replace(/\d/g, (digit) => String((Number(digit) + 1 + (list.length % 8)) % 10)))
  }
  return said
}

test("1,000 drafts of the studio's own, on channels that have said 500 texts each, take at most 30 seconds", () => {
  const recent = recentTexts()
  expect([...recent.values()].map(({ length }) => length)).toEqual([RECENT, RECENT, RECENT, RECENT])
  const started = performance.now()
  let [count, passed] = [0, 0]
  for (const { order, now } of everyOrder()) {
    if ((count += 1) > DRAFTS) break
    const said = [...(recent.get(order.plan.channel) ?? [])]
    const text = decide({ task: "write", order: { ...order, recent: said }, linkHosts: [] }, null, {}, { now })
    if (text.kind === "write" && text.passes) passed += 1
  }
  const ms = performance.now() - started
  console.log(`1,000 drafts in ${Math.round(ms)} ms, ${passed} of them pass`)
  expect(passed).toBeGreaterThanOrEqual(980)
  expect(ms).toBeLessThan(LIMIT_MS)
}, 120_000)
