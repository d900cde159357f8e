// A bucket in memory that answers as R2 does, as far as the studio asks: heads, bodies and checksums.
import { createHash } from "node:crypto"

type Kept = { readonly bytes: Uint8Array<ArrayBuffer>; readonly options: R2PutOptions }

export function openBucket(): R2Bucket {
  const kept = new Map<string, Kept>()
  const headOf = (key: string, { bytes, options }: Kept) => ({
    key,
    size: bytes.length,
    httpMetadata: options.httpMetadata ?? {},
    checksums: { toJSON: () => (typeof options.sha256 === "string" ? { sha256: options.sha256 } : {}) },
  })
  const bucket = {
    async head(key: string) {
      const found = kept.get(key)
      return found === undefined ? null : headOf(key, found)
    },
    async get(key: string) {
      const found = kept.get(key)
      return found === undefined ? null : { ...headOf(key, found), arrayBuffer: async () => found.bytes.slice().buffer }
    },
    async put(key: string, value: Uint8Array, options: R2PutOptions = {}) {
      const bytes = new Uint8Array(value)
      const sum = createHash("sha256").update(bytes).digest("hex")
      if (options.sha256 !== undefined && options.sha256 !== sum) throw new Error("put: The SHA-256 checksum you specified did not match")
      kept.set(key, { bytes, options })
      return headOf(key, { bytes, options })
    },
  }
  return bucket as unknown as R2Bucket
}
