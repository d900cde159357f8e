// docs/openapi.json and docs/openapi-ingest.json are written by this test: `npm run openapi` after a change of an endpoint.
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { describeApi } from "../../workers/api/description.ts"
import { ENDPOINTS } from "../../workers/api/routes.ts"
import { describeIngest } from "../../workers/ingest/description.ts"
import { ENDPOINTS as COMMANDS } from "../../workers/ingest/routes.ts"
import { read, root } from "../house/sources.ts"

type Parameter = { name?: string; $ref?: string; in: string; required: boolean; schema: { type: string; default?: unknown } }
type Operation = {
  operationId: string
  tags: readonly string[]
  parameters?: Parameter[]
  responses: Record<string, unknown>
  security: unknown[]
}
type Document = {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: Record<string, Record<string, unknown>>
}

const api = describeApi(ENDPOINTS) as Document
const ingest = describeIngest(COMMANDS) as Document

describe.each([
  { name: "the api Worker", file: "openapi.json", document: api, routes: ENDPOINTS },
  { name: "the ingest Worker", file: "openapi-ingest.json", document: ingest, routes: COMMANDS },
])("the description of $name", ({ file, document, routes }) => {
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))

  it("lists every endpoint with a name of its own and nothing else", () => {
    expect(document.openapi).toBe("3.1.0")
    const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(listed.toSorted()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).toSorted())
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(routes.length)
  })

  it("refers to nothing that it does not define, and defines nothing that nothing refers to", () => {
    const references = new Set([...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/([^"]+)"/g)].map((match) => match[1] ?? ""))
    const defined = Object.entries(document.components)
      .filter(([place]) => place !== "securitySchemes")
      .flatMap(([place, named]) => Object.keys(named).map((name) => `${place}/${name}`))
    expect([...references].toSorted()).toEqual(defined.toSorted())
  })

  it("says of each operation which problems it can answer", () => {
    for (const { operationId, responses } of operations) {
      const statuses = Object.keys(responses)
      expect([operationId, statuses]).toEqual([operationId, expect.arrayContaining(["400", "406", "500", "503"])])
    }
  })

  it("is the committed one", async () => {
    await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot(join(root, "docs", file))
  })
})

it("README names every path, by tag", () => {
  const { tags } = api as unknown as { tags: readonly { name: string; description: string }[] }
  const rows = tags.flatMap(({ name, description }) => {
    const paths = Object.entries(api.paths).filter(([, methods]) => Object.values(methods).some((operation) => operation.tags[0] === name))
    if (paths.length === 0) return []
    return [`| ${name} | ${paths.map(([path]) => `\`${path.replace("/api/v1", "")}\``).join(", ")} | ${description} |`]
  })
  expect(read("README.md")).toContain(rows.join("\n"))
})

describe("an operation", () => {
  const candles = api.paths["/api/v1/market/{asset}/candles"]?.["get"]

  it("names every parameter, where it stands, and whether it must be there", () => {
    expect(candles?.parameters?.map(({ name, $ref, in: place, required }) => [name ?? $ref, place, required])).toEqual(
      expect.arrayContaining([
        ["asset", "path", true],
        ["since", "query", false],
        ["limit", "query", false],
        ["cursor", "query", false],
        ["#/components/parameters/IfNoneMatch", undefined, undefined],
      ]),
    )
    const limit = candles?.parameters?.find(({ name }) => name === "limit")
    expect(limit?.schema).toMatchObject({ type: "integer", minimum: 1, maximum: 1000, default: 168 })
  })

  it("tells of keys, limits and tags where there are any", () => {
    expect(candles?.security).toEqual([{}, { key: [] }])
    expect(Object.keys(candles?.responses ?? {})).toEqual(["200", "304", "400", "401", "403", "404", "406", "429", "500", "503"])
    const answer = candles?.responses["200"] as { headers: object } | undefined
    expect(Object.keys(answer?.headers ?? {})).toEqual(
      expect.arrayContaining(["X-Request-Id", "ETag", "Age", "As-Of", "Link", "RateLimit", "RateLimit-Policy"]),
    )
    expect(ingest.paths["/api/v1/keys"]?.["post"]?.security).toEqual([{ key: [] }])
    expect(ingest.paths["/api/v1/health"]?.["get"]?.security).toEqual([])
  })
})
