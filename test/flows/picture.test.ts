// From a planned picture post to the picture that readers get, through the real Workers: drawn in workerd, kept in the bucket, served by the api.
import { afterAll, beforeAll, expect, it } from "vitest"
import { type LivelyWorld, openLivelyWorld } from "./lively-world.ts"

let studio: LivelyWorld
beforeAll(async () => {
  studio = await openLivelyWorld({ speed: 60 })
  await studio.beat()
}, 120_000)
afterAll(() => studio.close())

const rows = (sql: string) => studio.rows(sql)

it("a planned picture post ends with a drawn picture, its words for those who can't see it, and a hash for both", async () => {
  await rows(
    `WITH told AS (
       INSERT INTO content_plans (id, key, kind, insight_id, asset, topic, channel, format, language, voice, disclosure, tier, priority, scheduled_at, expires_at, reasons, state, run_id, created_at)
       SELECT 'plan_000picture', 'test:picture', kind, insight_id, asset, topic, 'discord', 'picture', 'en', 'educational', disclosure, tier, priority, scheduled_at + interval '31 seconds',
         expires_at, reasons, 'planned', run_id, created_at
       FROM content_plans WHERE state = 'waiting' AND channel = 'telegram' ORDER BY id LIMIT 1 RETURNING id, created_at)
     INSERT INTO events (id, name, source, external_id, data, created_at)
     SELECT 'evt_000picture', 'plan.created', 'content-strategy', id, jsonb_build_object('id', id), created_at - interval '1 hour' FROM told`,
  )
  await studio.beat()
  const [[state, hash = "", alt, approvable] = []] = await rows(
    "SELECT p.state, d.media_hash, d.alt, length(d.hash) FROM content_plans p JOIN drafts d ON d.plan_id = p.id AND d.version = p.version WHERE p.id = 'plan_000picture'",
  )
  expect([state, approvable]).toEqual(["waiting", "64"])
  expect(alt).toMatch(/chart/i)
  const answer = await studio.world.fetch("api", `/media/${hash}.png`)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/png"])
  expect(Array.from(bytes.slice(1, 4))).toEqual([0x50, 0x4e, 0x47])
  expect(bytes.length).toBeGreaterThan(10_000)
})
