// What is one host of the fake internet? Some names, an answer to each request at a moment, and its own way of refusing.

export type Host = {
  /** Host names that it answers to. */
  readonly names: readonly string[]
  answer(request: Request, at: Date): Response | Promise<Response>
  /** The host's own body for a status that a fault has set. */
  refuse(status: number, retryAfterS: number | null, at: Date): Response
}

export function jsonAnswer(
  body: unknown,
  init: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {},
): Response {
  const headers = { "content-type": "application/json;charset=UTF-8", ...init.headers }
  return new Response(JSON.stringify(body), { status: init.status ?? 200, headers })
}

export const retryAfter = (seconds: number | null): Record<string, string> => (seconds === null ? {} : { "retry-after": String(seconds) })

/** The page that a gateway in front of a host shows when the host is broken. */
export function brokenPage(status: number, retryAfterS: number | null): Response {
  const page = `<html>\r\n<head><title>${status} Error</title></head>\r\n<body>\r\n<center><h1>${status} Error</h1></center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n`
  return new Response(page, { status, headers: { "content-type": "text/html", ...retryAfter(retryAfterS) } })
}
