// Texts of a model through the real Workers: asked once for each plan, guarded like any text, and paid to the micro-dollar.
import { afterAll, beforeAll, expect, it } from "vitest"
import { migrate } from "../../scripts/migrations.ts"
import { ASSETS } from "../../shared/domain/asset.ts"
import { openModelHost, type ModelRequest } from "../world/hosts/model.ts"
import { openInternet } from "../world/internet.ts"
import { openMarket } from "../world/market.ts"
import type { Postgres } from "../world/postgres-session.ts"
import { openRedis } from "../world/redis.ts"
import { openTestDatabase } from "../world/test-database.ts"
import { openWorld, type World } from "../world/world.ts"

const NOW = new Date("2026-11-21T12:00:20Z")
const startedAt = Date.now()
const now = (): Date => new Date(NOW.getTime() + (Date.now() - startedAt) * 60)
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

let postgres: Postgres
let world: World
beforeAll(async () => {
  postgres = await openTestDatabase(async (exec) => void (await migrate({ exec })))
  const market = openMarket({ seed: 7, assets: ASSETS, start: new Date("2026-11-01T00:00:00Z") })
  const internet = openInternet({ market, now, hosts: [model.host] })
  const entry = {
    name: "fake",
    kind: "openai-compatible",
    baseUrl: "https://models.example/v1",
    model: "small-1",
    price: { in: 1, out: 2 },
  }
  world = await openWorld({
    postgres,
    redis: openRedis({ token: "local-only" }),
    internet: (request) => internet.fetch(request),
    clock: `${startedAt}:${NOW.getTime()}:60`,
    bindings: { agents: { MODELS: JSON.stringify([entry]), MODEL_KEYS: "fake=sk_flow" } },
  })
  await world.cron(now())
  await world.drain({ delayed: true, timeoutMs: 60_000 })
}, 120_000)
afterAll(async () => {
  await world.close()
  await postgres.close()
})

const rows = async (sql: string) => (await postgres.query(sql, [])).rows

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
