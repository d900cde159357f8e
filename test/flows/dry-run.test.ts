// Does anything leave the house before an operator turns a channel on? An hour of the studio in which everything is approved at once.
import { afterAll, beforeAll, expect, it } from "vitest"
import { openLocalPlatforms } from "../world/platforms.ts"
import { type LivelyWorld, NOW, openLivelyWorld } from "./lively-world.ts"

const HEARTBEATS = 12
const platforms = openLocalPlatforms()
const names = platforms.hosts.flatMap((host) => host.names)

let studio: LivelyWorld
beforeAll(async () => {
  const rule = { name: "everything", maxPerDay: 1_000 }
  studio = await openLivelyWorld({ speed: 600, hosts: platforms.hosts, agents: { APPROVAL_RULES: JSON.stringify([rule]) } })
}, 120_000)
afterAll(() => studio.close())

const count = async (sql: string): Promise<number> => Number((await studio.rows(sql))[0]?.[0])

it("an hour in which everything is approved sends nothing, and says of each post that it was rehearsed", async () => {
  for (let beat = 0; beat < HEARTBEATS; beat += 1) await studio.beat()
  const isHour = async () => (studio.now().getTime() - NOW.getTime() >= 3_600_000 ? "over" : "going on")
  await expect.poll(isHour, { timeout: 30_000 }).toBe("over")
  await studio.beat()
  expect(await count("SELECT count(*) FROM deliveries WHERE state = 'rehearsed'")).toBeGreaterThan(2)
  expect(await count("SELECT count(*) FROM deliveries WHERE state NOT IN ('rehearsed', 'scheduled')")).toBe(0)
  expect(studio.internet.requests.filter(({ host }) => names.includes(host))).toEqual([])
  expect(studio.internet.strangers).toEqual([])
  expect(await count("SELECT count(*) FROM published_content")).toBe(0)
  expect(await count("SELECT count(*) FROM ledger")).toBe(0)
})
