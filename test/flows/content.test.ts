// From an insight to what readers see, through the three Workers: nothing leaves before it is turned on and approved, and then each post once.
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { LOCAL_OPERATOR_KEY } from "../world/miniflare-settings.ts"
import { openLocalPlatforms } from "../world/platforms.ts"
import { type LivelyWorld, openLivelyWorld } from "./lively-world.ts"

const PLATFORMS = ["api.x.com", "api.telegram.org", "discord.com"]
const platforms = openLocalPlatforms()

let studio: LivelyWorld
beforeAll(async () => {
  studio = await openLivelyWorld({ speed: 600, hosts: platforms.hosts })
  await studio.beat()
}, 120_000)
afterAll(() => studio.close())

const rows = (sql: string) => studio.rows(sql)
async function tell(path: string, body: unknown): Promise<Record<string, unknown>> {
  const headers = { Authorization: `Bearer ${LOCAL_OPERATOR_KEY}`, "Content-Type": "application/json" }
  const answer = await studio.world.fetch("ingest", `/api/v1/${path}`, { method: "POST", headers, body: JSON.stringify(body) })
  const reply: Record<string, unknown> = await answer.json()
  return { status: answer.status, ...reply }
}
const read = async <T>(path: string): Promise<T> => (await (await studio.world.fetch("api", path)).json()) as T
const asked = () => studio.internet.requests.filter(({ host }) => PLATFORMS.includes(host)).map(({ path }) => path)
const states = () => rows("SELECT channel, state FROM deliveries ORDER BY channel, state")
/** Heartbeats until every delivery has come to its end. */
async function settle(): Promise<void> {
  const open = async () => {
    await studio.beat()
    return rows("SELECT count(*) FROM deliveries WHERE state IN ('scheduled', 'sending', 'unknown')")
  }
  await expect.poll(open, { timeout: 60_000 }).toEqual([["0"]])
}

describe("the content loop", () => {
  it("ends by itself with drafts that wait, and asks no platform for anything", async () => {
    const waiting = await rows("SELECT channel FROM content_plans WHERE state = 'waiting' GROUP BY channel ORDER BY channel")
    expect(waiting.flat()).toEqual(["discord", "feed", "telegram", "x"])
    const [counts] = await rows("SELECT count(*) FILTER (WHERE hash IS NULL), count(*) FILTER (WHERE NOT passes) FROM drafts")
    expect(counts).toEqual(["0", "0"])
    expect(asked()).toEqual([])
  })

  it("sends what was approved once, on the channels that were turned on, and only rehearses on the others", async () => {
    for (const channel of ["x", "telegram", "feed"])
      expect(await tell("switches", { scope: `live:${channel}`, on: true })).toMatchObject({ status: 200 })
    const waiting = await rows(
      "SELECT d.id, d.hash FROM content_plans p JOIN drafts d ON d.plan_id = p.id AND d.version = p.version WHERE p.state = 'waiting'",
    )
    for (const [draftId, hash] of waiting) expect(await tell("approvals", { draftId, hash })).toMatchObject({ status: 200 })
    await settle()
    const ends = await states()
    expect(ends.length).toBe(waiting.length)
    for (const [channel, state] of ends) expect([channel, state]).toEqual([channel, channel === "discord" ? "rehearsed" : "live"])
    expect(platforms.discord.attempts).toBe(0)
    const sent = await rows(
      "SELECT p.channel, jsonb_array_elements_text(d.parts) FROM drafts d JOIN published_content p ON p.draft_id = d.id WHERE p.channel IN ('x', 'telegram')",
    )
    const seen = (["x", "telegram"] as const).flatMap((channel) => platforms[channel].posts.map(({ text }) => [channel, text]))
    expect(seen.length).toBeGreaterThan(1)
    expect(seen.toSorted().map(([channel]) => channel)).toEqual(sent.toSorted().map(([channel]) => channel))
    expect(seen.filter(([channel]) => channel === "x").toSorted()).toEqual(sent.filter(([channel]) => channel === "x").toSorted())
  })

  it("books each call once, and the sums are the ledger's", async () => {
    const [[difference] = []] = await rows(
      "SELECT (SELECT sum(micro_usd) FROM ledger) - (SELECT sum(micro_usd) FROM spend WHERE scope = 'all') AS d",
    )
    expect(difference).toBe("0")
    expect(await rows("SELECT key FROM ledger GROUP BY key HAVING count(*) > 1")).toEqual([])
  })

  it("shows readers the posts, each figure with its row, and the feeds", async () => {
    const { data } = await read<{ data: { id: string; channel: string; picture: { link: string } | null }[] }>("/api/v1/posts")
    expect(new Set(data.map(({ channel }) => channel))).toEqual(new Set(["feed", "telegram", "x"]))
    for (const { id } of data) {
      const post = await read<{ figures: { link: string }[]; approval: { via: string } }>(`/api/v1/posts/${id}`)
      expect(post.figures.length).toBeGreaterThan(0)
      expect(post.approval.via).toBe("key")
      const [first] = post.figures
      expect((await studio.world.fetch("api", first?.link ?? "")).status).toBe(200)
    }
    const pictures = data.flatMap(({ picture }) => (picture === null ? [] : [picture.link]))
    for (const link of pictures) expect((await studio.world.fetch("api", link)).headers.get("content-type")).toBe("image/png")
    const feed = await read<{ items: { id: string }[] }>("/feeds/feed.json")
    expect(feed.items).toHaveLength(data.filter(({ channel }) => channel === "feed").length)
  })

  it("sends nothing again, however often the heartbeat comes and whatever the queue repeats", async () => {
    const before = [platforms.x.attempts, platforms.telegram.attempts]
    await studio.beat()
    await studio.world.crash()
    await studio.beat()
    expect([platforms.x.attempts, platforms.telegram.attempts]).toEqual(before)
    expect(studio.internet.strangers).toEqual([])
  })
})
