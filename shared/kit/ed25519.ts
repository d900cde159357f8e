// Did the holder of a key sign these bytes? Ed25519, RFC 8032, by the runtime's own WebCrypto.

const bytesOf = (hex: string): Uint8Array<ArrayBuffer> => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

/** `publicKey` 64 and `signature` 128 hexadecimal digits. False also where one of them is none. */
export async function isSignedBy(publicKey: string, signature: string, message: Uint8Array<ArrayBuffer>): Promise<boolean> {
  if (!/^[0-9a-f]{64}$/i.test(publicKey) || !/^[0-9a-f]{128}$/i.test(signature)) return false
  try {
    const key = await crypto.subtle.importKey("raw", bytesOf(publicKey), "Ed25519", false, ["verify"])
    return await crypto.subtle.verify("Ed25519", key, bytesOf(signature), message)
  } catch {
    // Not every 32 bytes are a key.
    return false
  }
}
