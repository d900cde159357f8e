import { beforeAll, expect, test } from "vitest"
import { newApp } from "../../shared/kit/app.ts"
import type { ApiServices } from "../../workers/api/endpoint.ts"
import { getMediaRoute } from "../../workers/api/routes/get-media.ts"
import { openVirtualClock } from "../world/virtual-clock.ts"
import { openMedia } from "../../shared/integrations/media.ts"
import { openBucket } from "../world/bucket.ts"

const media = openMedia(openBucket())
const services = { media } as unknown as ApiServices
const app = newApp<ApiServices>({
  worker: "api",
  clock: openVirtualClock(new Date("2026-11-21T12:00:00Z")),
  routes: [getMediaRoute],
  isPublic: true,
  open: () => services,
})
const BYTES = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3])
let path: string
let tag: string

beforeAll(async () => {
  const { hash } = await media.put(BYTES, "image/png")
  path = `/media/${hash}.png`
  tag = `"${hash}"`
})

test("a picture is given with its type, to be kept for good, and not to be taken for anything else", async () => {
  const response = await app.request(path)
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(BYTES)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "image/png",
    "cache-control": "public, max-age=31536000, immutable",
    etag: tag,
    "x-content-type-options": "nosniff",
    "access-control-allow-origin": "*",
  })
})

test("who has it already is told so", async () => {
  const response = await app.request(path, { headers: { "if-none-match": `"x", ${tag}` } })
  expect([response.status, response.headers.get("etag"), await response.text()]).toEqual([304, tag, ""])
})

test.each([
  ["another hash", () => path.replace(/[0-9a-f]{8}/, "00000000")],
  ["no hash", () => "/media/chart.png"],
  ["a hash without its ending", () => path.replace(".png", "")],
  ["a hash in capitals", () => path.toUpperCase().replace("/MEDIA/", "/media/").replace(".PNG", ".png")],
  ["a way out of the folder", () => "/media/..%2f..%2fsecret.png"],
])("%s is a problem that nobody keeps, also to who claims to have it", async (_name, wrong) => {
  const response = await app.request(wrong(), { headers: { "if-none-match": "*" } })
  expect([response.status, response.headers.get("content-type")]).toEqual([404, "application/problem+json"])
  expect(response.headers.get("cache-control") ?? "").not.toContain("immutable")
})

test("a parameter, or the wish for another type, is refused", async () => {
  expect((await app.request(`${path}?size=2`)).status).toBe(400)
  expect((await app.request(path, { headers: { accept: "text/html" } })).status).toBe(406)
  expect((await app.request(path, { headers: { accept: "image/avif,image/webp,*/*;q=0.8" } })).status).toBe(200)
})
