// What does the studio expect right now? Every insight, page by page, and of those that time has not settled yet the statement and its probability.
import { pathToFileURL } from "node:url"
import createClient, { type Client } from "openapi-fetch"
import type { components, paths } from "./api.d.ts"
import { pacedFetch } from "./paced-fetch.ts"

type Insight = components["schemas"]["Insight"]
/** Whole rows and problems; with `fields` rows come as another media type, which promises less. */
type Media = "application/json" | "application/problem+json"
type Api = Client<paths, Media>

/** All insights, newest first. Throws with the problem's own words where one of the answers is a problem. */
export async function* readInsights(api: Api, limit = 100): AsyncGenerator<Insight> {
  let cursor: string | undefined
  do {
    const { data, error, response } = await api.GET("/api/v1/insights", { params: { query: { limit, ...(cursor && { cursor }) } } })
    if (error) throw new Error(`${response.status} ${error.title}: ${error.detail} (request ${error.instance})`)
    yield* data.data
    cursor = data.next ?? undefined
  } while (cursor !== undefined)
}

export const openApi = (baseUrl: string, key: string | undefined, send = pacedFetch()): Api =>
  createClient<paths, Media>({ baseUrl, fetch: send, headers: key === undefined ? {} : { authorization: `Bearer ${key}` } })

const print = (line: string): boolean => process.stdout.write(`${line}\n`)

async function main(): Promise<void> {
  const api = openApi(process.env["STUDIO_URL"] ?? "http://localhost:8787", process.env["STUDIO_KEY"])
  const now = new Date().toISOString()
  let read = 0
  for await (const { probability, statementText, deadline } of readInsights(api)) {
    read += 1
    if (deadline > now) print(`${Math.round(probability * 100)} %  ${statementText}`)
  }
  print(`${read} insights read`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main()
