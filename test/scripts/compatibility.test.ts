import { describe, expect, it } from "vitest"
import { type Document, documentChanges } from "../../scripts/openapi/document-changes.ts"

type Part = Record<string, unknown>

const row = {
  type: "object",
  properties: { id: { type: "string" }, price: { type: ["string", "null"] }, kind: { enum: ["a", "b"] } },
  required: ["id", "price"],
}
const body = {
  type: "object",
  properties: { name: { type: "string", maxLength: 10 }, kind: { type: "string", enum: ["a", "b"] } },
  required: ["name"],
  additionalProperties: false,
}
const limit = { name: "limit", in: "query", required: false, schema: { type: "integer", minimum: 1, maximum: 100 } }
const operation = {
  operationId: "listThings",
  security: [{}, { key: [] }],
  parameters: [limit, { $ref: "#/components/parameters/Tag" }],
  requestBody: { required: true, content: { "application/json": { schema: body } } },
  responses: {
    200: {
      content: {
        "application/json": {
          schema: {
            type: "object",
            properties: { data: { type: "array", items: { $ref: "#/components/schemas/Row" } } },
            required: ["data"],
          },
        },
      },
    },
    404: { $ref: "#/components/responses/Missing" },
  },
}
const components = {
  schemas: { Row: row },
  parameters: { Tag: { name: "If-None-Match", in: "header", required: false, schema: { type: "string" } } },
  responses: { Missing: { content: { "application/problem+json": { schema: { type: "object" } } } } },
}
const documentOf = (change: Part = {}, parts: Part = {}, path = "/things"): Document => ({
  paths: { [path]: { get: { ...operation, ...change } } },
  components: { ...components, ...parts },
})
const withRow = (change: Part, required: readonly string[] = row.required): Document =>
  documentOf({}, { schemas: { Row: { ...row, properties: { ...row.properties, ...change }, required } } })
const withBody = (change: Part): Document =>
  documentOf({ requestBody: { required: true, content: { "application/json": { schema: { ...body, ...change } } } } })
const withLimit = (change: Part): Document => documentOf({ parameters: [{ ...limit, ...change }, operation.parameters[1]] })

describe("a change that breaks clients is named", () => {
  it.each<[string, Document, string]>([
    ["a path that is gone", documentOf({}, {}, "/others"), "GET /things: is gone"],
    ["another name", documentOf({ operationId: "getThings" }), "GET /things: was named listThings, is getThings"],
    ["a key that is needed", documentOf({ security: [{ key: [] }] }), "GET /things: needs a key now"],
    ["a status that is gone", documentOf({ responses: { 200: operation.responses[200] } }), "GET /things, 404: is gone"],
    ["a parameter that is gone", documentOf({ parameters: [limit] }), "GET /things, parameter If-None-Match: is no longer taken"],
    ["a parameter that is needed", withLimit({ required: true }), "GET /things, parameter limit: is needed now"],
    ["a tighter bound", withLimit({ schema: { ...limit.schema, maximum: 50 } }), "GET /things, parameter limit: maximum was 100, is 50"],
    ["another type", withLimit({ schema: { type: "string" } }), "GET /things, parameter limit: was integer, is string"],
    [
      "a field that is gone",
      documentOf({}, { schemas: { Row: { ...row, properties: { id: row.properties.id, kind: {} } } } }),
      "GET /things, 200/data/*/price is gone",
    ],
    ["a field that may be missing", withRow({}, ["price"]), "GET /things, 200/data/*/id may be missing"],
    ["a field that may be null", withRow({ id: { type: ["string", "null"] } }), "GET /things, 200/data/*/id: may now be null"],
    ["a field of another type", withRow({ id: { type: "integer" } }), "GET /things, 200/data/*/id: was string, is integer"],
    ["a field of a body that is needed", withBody({ required: ["name", "kind"] }), "GET /things, body/kind is needed now"],
    [
      "a field of a body that is no longer taken",
      withBody({ properties: { name: body.properties.name } }),
      "GET /things, body/kind is no longer taken",
    ],
    [
      "a value that is no longer taken",
      withBody({ properties: { ...body.properties, kind: { type: "string", enum: ["a"] } } }),
      "GET /things, body/kind: no longer takes b",
    ],
    [
      "a shorter text",
      withBody({ properties: { ...body.properties, name: { type: "string", maxLength: 5 } } }),
      "GET /things, body/name: maxLength was 10, is 5",
    ],
    [
      "a pattern",
      withBody({ properties: { ...body.properties, name: { ...body.properties.name, pattern: "^a" } } }),
      "GET /things, body/name: pattern was open, is ^a",
    ],
  ])("%s", (_what, after, change) => {
    expect(documentChanges(documentOf(), after)).toEqual([change])
  })

  it("a scope that is needed where a key was", () => {
    const before = documentOf({ security: [{ key: [] }] })
    expect(documentChanges(before, documentOf({ security: [{ key: ["read"] }] }))).toEqual(["GET /things: needs more of a key now"])
  })

  it("a body that is needed where there was none", () => {
    const { requestBody: _body, ...without } = operation
    const before: Document = { paths: { "/things": { get: without } }, components }
    expect(documentChanges(before, documentOf())).toEqual(["GET /things: needs a body now"])
  })
})

describe("a change that breaks nobody is not named", () => {
  it.each<[string, Document]>([
    ["none", documentOf()],
    ["a further path", { paths: { ...documentOf().paths, "/others": { get: operation } }, components }],
    ["a further field of an answer", withRow({ more: { type: "string" } })],
    ["a field that is always there now", withRow({}, ["id", "price", "kind"])],
    ["a field that is never null now", withRow({ price: { type: "string" } })],
    ["a further value of an answer", withRow({ kind: { enum: ["a", "b", "c"] } })],
    ["a further parameter", documentOf({ parameters: [...operation.parameters, { ...limit, name: "more" }] })],
    ["a further status", documentOf({ responses: { ...operation.responses, 429: {} } })],
    ["a wider bound", withLimit({ schema: { ...limit.schema, maximum: 1_000 } })],
    ["a further field of a body", withBody({ properties: { ...body.properties, more: { type: "string" } } })],
    ["a field of a body that may be left out now", withBody({ required: [] })],
    ["no key needed", documentOf({ security: [] })],
  ])("%s", (_what, after) => {
    expect(documentChanges(documentOf(), after)).toEqual([])
  })
})
