// Has the reader this answer already? Entity tags of bodies, and the condition that names them.

/** A strong entity tag: the first 128 bits of the body's SHA-256, so that equal bodies have equal tags everywhere. */
export async function etagOf(body: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(body)))
  return `"${Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("")}"`
}

/** Whether `If-None-Match` names the tag: `*`, or a list compared weakly, as RFC 9110, section 13.1.2, wants it. */
export function isKnown(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false
  if (ifNoneMatch.trim() === "*") return true
  return [...ifNoneMatch.matchAll(/"[\x21\x23-\x7e\x80-\xff]*"/g)].some(([tag]) => tag === etag)
}

/** The body with its tag, or 304 where the reader has it already. */
export async function respondTagged(request: Request, body: string, headers: Headers, status = 200): Promise<Response> {
  const etag = await etagOf(body)
  headers.set("etag", etag)
  if (!isKnown(request.headers.get("if-none-match"), etag)) return new Response(body, { status, headers })
  headers.delete("content-type")
  return new Response(null, { status: 304, headers })
}
