// How is a message to somebody's endpoint signed, so that its receiver knows whose it is? As "Standard Webhooks" 1.0.0 has it, symmetric (v1).
// Source: standard-webhooks/standard-webhooks, spec/standard-webhooks.md.
import { Failure } from "./failure.ts"

/** A secret as its owner is shown it: 24 to 64 bytes in base64 behind `whsec_`. */
const SECRET = /^whsec_([\w+/]{32,88}={0,2})$/

/** How far a message's timestamp may be off, in seconds, as the specification's own libraries have it. */
export const TOLERANCE_S = 300

export type SignedMessage = {
  /** Stays the same for all attempts; holds no full stop. */
  readonly id: string
  /** When it is sent: of the attempt, not of what it tells. */
  readonly at: Date
  /** Exactly the bytes that are sent. */
  readonly body: string
}

/** The three headers of a message. */
export type SignatureHeaders = Readonly<Record<"webhook-id" | "webhook-timestamp" | "webhook-signature", string>>

const encoder = new TextEncoder()
const toBase64 = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes)))

async function hmac(key: Uint8Array<ArrayBuffer>, text: string): Promise<ArrayBuffer> {
  const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"])
  return crypto.subtle.sign("HMAC", imported, encoder.encode(text))
}

/** The secret that belongs to `subject`: HMAC-SHA256 of it under the studio's own key, so that nothing has to be kept. */
export const deriveSecret = async (key: string, subject: string): Promise<string> =>
  `whsec_${toBase64(await hmac(new Uint8Array(encoder.encode(key)), subject))}`

/** Throws `misconfigured` where the text is no secret; never says it. */
function bytesOf(secret: string): Uint8Array<ArrayBuffer> {
  const base64 = SECRET.exec(secret)?.[1]
  if (base64 === undefined) throw new Failure("misconfigured", "A webhook's secret must be whsec_ and 24 to 64 bytes in base64.")
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
}

const secondsOf = (at: Date): number => Math.floor(at.getTime() / 1_000)
const signatureOf = async (secret: string, id: string, seconds: number, body: string): Promise<string> =>
  `v1,${toBase64(await hmac(bytesOf(secret), `${id}.${seconds}.${body}`))}`

/** The headers, with one signature for each secret: the new one and, while a rotation lasts, the one before. */
export async function signMessage({ id, at, body }: SignedMessage, secrets: readonly string[]): Promise<SignatureHeaders> {
  if (id.includes(".")) throw new Failure("bug", "The id of a webhook message must not hold a full stop.")
  const seconds = secondsOf(at)
  const signatures = await Promise.all(secrets.map((secret) => signatureOf(secret, id, seconds, body)))
  return { "webhook-id": id, "webhook-timestamp": String(seconds), "webhook-signature": signatures.join(" ") }
}

/** Compares all characters, wherever the first difference is. */
function isSame(a: string, b: string): boolean {
  let differs = a.length ^ b.length
  for (let i = 0; i < a.length; i += 1) differs |= a.charCodeAt(i) ^ (b.charCodeAt(i) || 0)
  return differs === 0
}

/** What a receiver does: gives the message's id, by which a repeat is known. Throws `unauthenticated` where no signature fits or its time is off. */
export async function verifyMessage(headers: Headers, body: string, secret: string, now: Date): Promise<string> {
  const [id = "", stamp = "", given = ""] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => headers.get(name) ?? "")
  const seconds = Number(stamp)
  if (id === "" || !/^\d{1,12}$/.test(stamp)) throw new Failure("unauthenticated", "The headers of a webhook message are missing.")
  if (Math.abs(secondsOf(now) - seconds) > TOLERANCE_S) throw new Failure("unauthenticated", "The message's timestamp is too far off.")
  const expected = await signatureOf(secret, id, seconds, body)
  const fits = given.split(" ").filter((signature) => isSame(expected, signature))
  if (fits.length === 0) throw new Failure("unauthenticated", "No signature of the message fits.")
  return id
}
