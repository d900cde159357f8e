// Texts of a model through the real Workers: asked once for each plan, guarded like any text, and paid to the micro-dollar.
import { afterAll, beforeAll, expect, it } from "vitest"
import { openModelHost, type ModelRequest } from "../world/hosts/model.ts"
import { type LivelyWorld, openLivelyWorld } from "./lively-world.ts"

const USAGE = { tokensIn: 1_000, tokensOut: 100 }

/** A true text from the figures of the order; every third answer names another probability. */
function write({ user }: ModelRequest, nth: number): { title: string | null; parts: string[] } {
  const order = JSON.parse(user.split("\n\n<untrusted_json>")[0] ?? "") as { form: string; figures: Record<string, string> }
  const of = (name: string): string => order.figures[name] ?? ""
  const statement = of("statement").replace("the deadline", of("deadline of the statement"))
  const chance = nth % 3 === 0 ? "99%" : of("probability of the statement")
  const outlook = `We put the probability that ${statement} at ${chance}.`
  const reading = "That means a forecast, no certainty."
  const isThread = order.form.startsWith("Three")
  return {
    title: order.form.startsWith("A title") ? "A statement that can be checked" : null,
    parts: isThread ? [outlook, reading] : [`${outlook} ${reading}`],
  }
}

const model = openModelHost({
  names: ["models.example"],
  key: "sk_flow",
  behave: (request, nth) => ({ reply: write(request, nth), usage: USAGE }),
})

let studio: LivelyWorld
beforeAll(async () => {
  const entry = {
    name: "fake",
    kind: "openai-compatible",
    baseUrl: "https://models.example/v1",
    model: "small-1",
    price: { in: 1, out: 2 },
  }
  studio = await openLivelyWorld({
    speed: 60,
    hosts: [model.host],
    agents: { MODELS: JSON.stringify([entry]), MODEL_KEYS: "fake=sk_flow" },
  })
  await studio.beat()
}, 120_000)
afterAll(() => studio.close())

const rows = (sql: string) => studio.rows(sql)

it("true answers become drafts under the model's name, the others give way to the studio's own text", async () => {
  const [[plans, asked, ofModel, passing] = []] = await rows(
    `SELECT count(*), (SELECT count(*) FROM model_replies), count(*) FILTER (WHERE d.author = 'model:fake/small-1'), count(*) FILTER (WHERE d.passes)
     FROM content_plans p JOIN drafts d ON d.plan_id = p.id`,
  )
  expect(Number(plans)).toBeGreaterThan(3)
  expect([asked, passing, String(model.requests.length)]).toEqual([plans, plans, plans])
  expect(Number(ofModel)).toBe(Number(plans) - Math.floor(Number(plans) / 3))
  const refused = await rows("SELECT note FROM drafts WHERE author = 'studio'")
  for (const [note] of refused) expect(note).toMatch(/^The model's text was refused: figures \(«99%»/)
})

it("every answer is on the ledger at its price", async () => {
  const cost = 1_200 * model.requests.length
  const [sums] = await rows(
    "SELECT (SELECT sum(micro_usd) FROM ledger), (SELECT micro_usd FROM spend WHERE scope = 'model'), (SELECT sum(micro_usd) FROM runs)",
  )
  expect(sums).toEqual([String(cost), String(cost), String(cost)])
})
