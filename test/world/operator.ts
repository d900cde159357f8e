// Who reads what is the operator's alone in a running world? Whoever signed in, as a browser does.
import { LOCAL_OPERATOR_KEY } from "./miniflare-settings.ts"

/** Signs in at the ingest Worker of that address, and gives the headers of a signed-in browser's requests to the local dashboard. */
export async function signIn(ingestUrl: string | URL): Promise<{ cookie: string }> {
  const response = await fetch(new URL("/api/v1/sessions", ingestUrl), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ key: LOCAL_OPERATOR_KEY }),
  })
  const { token } = (await response.json()) as { token?: string }
  if (token === undefined) throw new Error(`signing in: ${response.status}`)
  return { cookie: `studio-session=${token}` }
}
