// What can a program tell the studio? The description of the ingest Worker, passed on here, so that a reader finds both in one place.
import * as z from "zod"
import { respondTagged } from "../../../shared/kit/etag.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { readQuery } from "../../../shared/kit/input.ts"
import type { ApiRoute, ApiServices } from "../endpoint.ts"

type Json = Record<string, unknown>

/** Seconds for which a reader needn't ask again: short, since a deployment may change it. */
const FRESH_S = 300

/** Where that Worker is reached is its deployer's to say. */
const SERVERS = [
  {
    url: "https://{host}",
    description: "The ingest Worker's own address.",
    variables: { host: { default: "content-creator-ingest.workers.dev", description: "As its deployment printed it." } },
  },
]

/** The document, with addresses that hold wherever it is read. Throws `unavailable`. */
export async function readIngestDescription({ ingest }: Pick<ApiServices, "ingest">): Promise<Json> {
  try {
    const response = await ingest.fetch(new Request("https://ingest/openapi.json", { headers: { accept: "application/json" } }))
    if (!response.ok) throw new Error(`answers ${response.status}`)
    return { ...(await response.json<Json>()), servers: SERVERS }
  } catch (cause) {
    throw new Failure("unavailable", "The Worker that takes commands does not answer.", { cause })
  }
}

export const getIngestDescriptionRoute: ApiRoute = {
  method: "GET",
  path: "/openapi-ingest.json",
  operation: null,
  async handle({ request, services }) {
    readQuery(z.object({}), new URL(request.url).searchParams)
    const body = JSON.stringify(await readIngestDescription(services))
    return respondTagged(request, body, new Headers({ "content-type": "application/json", "cache-control": `public, max-age=${FRESH_S}` }))
  },
}
