// Where does a person go next? To another page of ours; the answer is kept by nobody and readable for no other site.

export function redirect(path: string, headers: Record<string, string> = {}): Response {
  const own = { location: path, "cache-control": "no-store", "cross-origin-resource-policy": "same-origin" }
  return new Response(null, { status: 303, headers: { ...own, ...headers } })
}
