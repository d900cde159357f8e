// Where X's tokens are kept between runs: sealed with AES-GCM under the studio's own key, so that who reads the database can't post.
// NIST SP 800-38D; the nonce is 96 random bits, drawn anew for every sealing.
import * as z from "zod"
import { Failure } from "../kit/failure.ts"
import type { XTokens, XTokenStore } from "./x-tokens.ts"

/** The place of the sealed text, whose versions count from 1. */
export type SealedRow = {
  read(): Promise<{ readonly sealed: string; readonly version: number } | null>
  /** Replaces that version only (0: there is none yet), and says whether it did. */
  write(sealed: string, previousVersion: number): Promise<boolean>
}

export type TokenSecrets = {
  /** 32 bytes in base64. */
  readonly key: string
  /** What X gave when an operator signed in. Another one than before begins a new chain of tokens. */
  readonly refreshToken: string
}

const CHANNEL = "x"
const NONCE_BYTES = 12
const Kept = z.object({
  accessToken: z.string(),
  refreshToken: z.string().min(1),
  expiresAt: z.iso.datetime(),
  refreshingUntil: z.iso.datetime().nullable(),
  /** SHA-256 of the refresh token that the chain began with, in base64. */
  origin: z.string(),
})

/** Throws `misconfigured` where the key isn't 32 bytes, or what is kept was sealed with another. */
export function openXTokenStore(row: SealedRow, secrets: TokenSecrets): XTokenStore {
  return {
    async read() {
      const key = await importKey(secrets.key)
      const origin = await fingerprint(secrets.refreshToken)
      const stored = await row.read()
      const kept = stored === null ? null : Kept.parse(JSON.parse(await unseal(key, stored.sealed)))
      const version = String(stored?.version ?? 0)
      if (kept?.origin !== origin) return { tokens: firstTokens(secrets.refreshToken), version }
      const { accessToken, refreshToken, expiresAt, refreshingUntil } = kept
      const until = refreshingUntil === null ? null : new Date(refreshingUntil)
      return { tokens: { accessToken, refreshToken, expiresAt: new Date(expiresAt), refreshingUntil: until }, version }
    },
    async write(next, previousVersion) {
      const origin = await fingerprint(secrets.refreshToken)
      const sealed = await seal(await importKey(secrets.key), JSON.stringify({ ...next, origin }))
      return row.write(sealed, Number(previousVersion))
    },
  }
}

/** The operator's token, whose access token is over: the first use renews it. */
const firstTokens = (refreshToken: string): XTokens => ({ accessToken: "", refreshToken, expiresAt: new Date(0), refreshingUntil: null })

async function importKey(base64: string): Promise<CryptoKey> {
  const bytes = fromBase64(base64)
  if (bytes?.length !== 32) throw new Failure("misconfigured", "CHANNEL_KEY must be 32 bytes in base64: `openssl rand -base64 32`.")
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"])
}

/** Bound to the channel: what was sealed for one can't be put in another's place. */
const settings = (iv: Uint8Array<ArrayBuffer>) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(`channel:${CHANNEL}`) })

async function seal(key: CryptoKey, text: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
  const sealed = new Uint8Array(await crypto.subtle.encrypt(settings(iv), key, new TextEncoder().encode(text)))
  return btoa(String.fromCharCode(...iv, ...sealed))
}

async function unseal(key: CryptoKey, sealed: string): Promise<string> {
  const bytes = fromBase64(sealed) ?? new Uint8Array()
  try {
    const opened = await crypto.subtle.decrypt(settings(bytes.slice(0, NONCE_BYTES)), key, bytes.slice(NONCE_BYTES))
    return new TextDecoder().decode(opened)
  } catch (cause) {
    throw new Failure("misconfigured", "X's tokens can't be opened: they were sealed with another CHANNEL_KEY.", { cause })
  }
}

async function fingerprint(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))
  return btoa(String.fromCharCode(...new Uint8Array(digest)))
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
  } catch {
    return null
  }
}
