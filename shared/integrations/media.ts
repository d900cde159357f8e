// Where are pictures kept? In a bucket, under the SHA-256 of their bytes: the same picture is kept once, and what is read is what was put.
import * as z from "zod"
import { Failure } from "../kit/failure.ts"

/** SHA-256 of the bytes, in hexadecimal. */
export const MediaHash = z.string().regex(/^[0-9a-f]{64}$/, "a SHA-256 in hexadecimal")
export type MediaHash = z.infer<typeof MediaHash>

export type MediaType = "image/png"

export type MediaStore = {
  /** Keeps the bytes, once. Throws `too-large` above 5 MB, which is what every channel takes, and `upstream-unavailable`. */
  put(bytes: Uint8Array, contentType: MediaType): Promise<{ readonly hash: MediaHash; readonly bytes: number }>
  /** The bytes, held to their hash again. Throws `not-found`, `upstream-unavailable`, and `bug` where they aren't what was put. */
  read(hash: MediaHash): Promise<Uint8Array>
  has(hash: MediaHash): Promise<boolean>
}

/** What of an R2 bucket is used. */
export type MediaBucket = {
  head(key: string): Promise<R2Object | null>
  get(key: string): Promise<R2ObjectBody | null>
  put(key: string, bytes: Uint8Array, options: R2PutOptions): Promise<R2Object | null>
}

const MAX_BYTES = 5_000_000
const keyOf = (hash: MediaHash): string => `sha256/${MediaHash.parse(hash)}`

export function openMedia(bucket: MediaBucket): MediaStore {
  return {
    async put(bytes, contentType) {
      if (bytes.length === 0 || bytes.length > MAX_BYTES) {
        throw new Failure("too-large", `A picture has 1 to ${MAX_BYTES} bytes.`, { context: { bytes: bytes.length } })
      }
      const hash = await hashOf(bytes)
      const kept = await reach(bucket.head(keyOf(hash)))
      if (kept?.checksums.toJSON().sha256 === hash) return { hash, bytes: bytes.length }
      // The bucket refuses bytes that were changed on the way.
      await reach(bucket.put(keyOf(hash), bytes, { sha256: hash, httpMetadata: { contentType } }))
      return { hash, bytes: bytes.length }
    },
    async read(hash) {
      const object = await reach(bucket.get(keyOf(hash)))
      if (object === null) throw new Failure("not-found", "There is no picture with this hash.")
      const bytes = new Uint8Array(await reach(object.arrayBuffer()))
      if ((await hashOf(bytes)) !== hash) {
        throw new Failure("bug", "A kept picture isn't what was put there.", { context: { hash, bytes: bytes.length } })
      }
      return bytes
    },
    async has(hash) {
      return (await reach(bucket.head(keyOf(hash)))) !== null
    },
  }
}

async function hashOf(bytes: Uint8Array): Promise<MediaHash> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")
}

async function reach<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (cause) {
    throw new Failure("upstream-unavailable", "The store of pictures did not answer.", { cause })
  }
}
