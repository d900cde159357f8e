import { createHash, randomBytes } from "node:crypto"
import { convertV4MiniflareOptions, Miniflare } from "miniflare"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type MediaBucket, openMedia } from "../../shared/integrations/media.ts"
import { openBucket } from "../world/bucket.ts"
import { guardWorkerd, withoutSignalHandlers } from "../world/guard.ts"

let miniflare: Miniflare
const buckets: Record<string, R2Bucket> = { memory: openBucket() }

beforeAll(async () => {
  guardWorkerd()
  const worker = {
    name: "media",
    modules: true,
    script: "export default {}",
    r2Buckets: { MEDIA: "media" },
    compatibilityDate: "2026-10-15",
  }
  miniflare = withoutSignalHandlers(() => new Miniflare(convertV4MiniflareOptions({ cf: false, workers: [worker] })))
  buckets["R2"] = (await miniflare.getR2Bucket("MEDIA")) as unknown as R2Bucket
}, 60_000)
afterAll(() => miniflare.dispose())

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex")
const NOTHING = "0".repeat(64)

describe.each(["R2", "memory"])("a picture in a bucket of %s", (name) => {
  const puts: string[] = []
  const bucket: MediaBucket = {
    head: (key) => buckets[name]!.head(key),
    get: (key) => buckets[name]!.get(key),
    put: (key, ...rest) => (puts.push(key), buckets[name]!.put(key, ...rest)),
  }
  const media = openMedia(bucket)

  test("is kept under the hash of its bytes, with its type", async () => {
    const bytes = new Uint8Array(randomBytes(70_000))
    const kept = await media.put(bytes, "image/png")
    expect(kept).toEqual({ hash: sha256(bytes), bytes: 70_000 })
    const object = await bucket.head(`sha256/${kept.hash}`)
    expect(object?.httpMetadata).toEqual({ contentType: "image/png" })
    expect(await media.read(kept.hash)).toEqual(bytes)
  })

  test("is written once, however often it is put", async () => {
    const bytes = new Uint8Array(randomBytes(64))
    puts.length = 0
    const first = await media.put(bytes, "image/png")
    expect(await media.put(bytes, "image/png")).toEqual(first)
    expect(puts).toEqual([`sha256/${first.hash}`])
  })

  test("is there, or isn't", async () => {
    const { hash } = await media.put(new Uint8Array(randomBytes(64)), "image/png")
    expect([await media.has(hash), await media.has(NOTHING)]).toEqual([true, false])
    await expect(media.read(NOTHING)).rejects.toMatchObject({ code: "not-found" })
  })

  test("that was changed in the bucket is not given out, and is kept anew when it is put again", async () => {
    const bytes = new Uint8Array(randomBytes(64))
    const { hash } = await media.put(bytes, "image/png")
    await bucket.put(`sha256/${hash}`, new Uint8Array(64), {})
    await expect(media.read(hash)).rejects.toMatchObject({ code: "bug" })
    await media.put(bytes, "image/png")
    expect(await media.read(hash)).toEqual(bytes)
  })

  test("of no byte, or of too many, is refused", async () => {
    for (const size of [0, 5_000_001])
      await expect(media.put(new Uint8Array(size), "image/png")).rejects.toMatchObject({ code: "too-large" })
  })

  test("is never looked for under anything but a hash", async () => {
    for (const hash of ["", "../secret", "A".repeat(64), `${NOTHING}/`]) await expect(media.read(hash)).rejects.toThrow(/SHA-256/)
  })
})

test("a bucket that fails is a failure that may be tried again, without its words", async () => {
  const away = () => Promise.reject(new Error("internal R2 host r2-7 is away"))
  const media = openMedia({ head: away, get: away, put: away })
  const asked = [media.put(new Uint8Array(3), "image/png"), media.read(NOTHING), media.has(NOTHING)]
  for (const answer of await Promise.allSettled(asked)) {
    expect(answer).toMatchObject({
      status: "rejected",
      reason: { code: "upstream-unavailable", detail: "The store of pictures did not answer." },
    })
  }
})
