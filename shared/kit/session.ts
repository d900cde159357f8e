// What is a session? A random token that its holder shows, of which only the hash is kept, and a second token that his forms carry.

/** How long a session lasts, in milliseconds. */
export const SESSION_MS = 12 * 3_600_000

/** 32 random bytes as base64url: 43 characters. */
export const SESSION_TOKEN = /^[\w-]{43}$/

const digest = async (text: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)))

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "")

/** SHA-256 of the text's UTF-8, as 64 hexadecimal digits. */
export const sha256Hex = async (text: string): Promise<string> =>
  Array.from(await digest(text), (byte) => byte.toString(16).padStart(2, "0")).join("")

/**
 * Whether two texts are equal, in a time that doesn't depend on where they differ: their hashes are compared, all 32 bytes of which
 * are always looked at.
 */
export async function isSameText(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all([digest(a), digest(b)])
  return left.reduce((differs, byte, i) => differs | (byte ^ (right[i] ?? 0)), 0) === 0
}

export const newSessionToken = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)))

/** What the database keeps of a session's token. The token has 256 random bits, so a plain hash can't be turned back. */
export const hashOfSession = (token: string): Promise<string> => sha256Hex(token)

/** What a form of that session carries: follows from its token, and tells nothing of it. */
export const csrfOfSession = async (token: string): Promise<string> => base64url(await digest(`csrf:${token}`))
