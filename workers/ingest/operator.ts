// Does this request come from the operator? A bearer key, compared in a time that doesn't depend on where it differs.
import type { SecretText } from "../../shared/kit/env.ts"
import { Failure } from "../../shared/kit/failure.ts"

const digest = async (text: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)))

/** Equal hashes mean equal texts; both have 32 bytes, all of which are always looked at. */
async function isSame(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all([digest(a), digest(b)])
  return left.reduce((differs, byte, i) => differs | (byte ^ (right[i] ?? 0)), 0) === 0
}

/** Throws `unauthenticated` unless `Authorization` carries the key. */
export async function checkOperator(key: SecretText, headers: Headers): Promise<void> {
  const given = /^Bearer ([\x21-\x7e]{1,500})$/i.exec(headers.get("authorization") ?? "")?.[1]
  if (await isSame(given ?? "", key.reveal())) return
  throw new Failure(
    "unauthenticated",
    given === undefined ? "Send the operator's key as `Authorization: Bearer KEY`." : "This is not the operator's key.",
  )
}
