// How does the local studio reach the real internet? Through this machine's own fetch, for `--live` only.

/** Sends a Worker's request on as it is. A host that can't be reached is a connection that breaks. */
export async function realInternet(request: Request): Promise<Response> {
  const headers = new Headers(request.headers)
  for (const name of ["host", "connection", "content-length", "cf-worker", "accept-encoding"]) headers.delete(name)
  const body = request.method === "GET" || request.method === "HEAD" ? null : await request.arrayBuffer()
  const answer = await fetch(request.url, { method: request.method, headers, body, redirect: "manual", signal: request.signal })
  const passed = new Headers(answer.headers)
  // fetch has unpacked the body already.
  for (const name of ["content-encoding", "content-length", "transfer-encoding", "connection"]) passed.delete(name)
  return new Response(answer.body, { status: answer.status, headers: passed })
}
