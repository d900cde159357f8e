// Which headers has every answer of a Worker? Those that keep browsers from misusing it, and, where it is public, those that let other sites read it.

const STRICT_CSP = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** What pages of other sites may read of an answer's headers, beside what browsers always let them. */
const EXPOSED = [
  "Age, Allow, As-Of, ETag, Link, Retry-After, Server-Timing, WWW-Authenticate, X-Cache, X-Request-Id, X-Stale-Reason",
  "RateLimit, RateLimit-Policy, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-RateLimit-Scope",
].join(", ")
/** What they may send. */
export const TAKEN = "Accept, Authorization, Content-Type, If-None-Match, Last-Event-ID"

/** Writes them; what a route has set itself stays where it is stricter. */
export function dress(headers: Headers, isPublic: boolean): void {
  headers.set("x-content-type-options", "nosniff")
  if (!headers.has("referrer-policy")) headers.set("referrer-policy", "no-referrer")
  headers.set("strict-transport-security", "max-age=31536000")
  headers.set("x-frame-options", "DENY")
  if (!headers.has("content-security-policy")) headers.set("content-security-policy", STRICT_CSP)
  // What a route keeps to our own pages stays so.
  if (isPublic && !headers.has("cross-origin-resource-policy")) {
    headers.set("access-control-allow-origin", "*")
    headers.set("access-control-expose-headers", EXPOSED)
  }
}
