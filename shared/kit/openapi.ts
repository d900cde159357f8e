// What does the API offer, in words that a program reads? OpenAPI 3.1 from the same schemas that check requests and shape replies.
import * as z from "zod"
import { FAILURES, type FailureCode } from "./failure.ts"
import { Problem } from "./problem.ts"
import type { Operation, Route } from "./route.ts"

type Json = Record<string, unknown>

export type ApiInfo = {
  readonly title: string
  readonly version: string
  readonly description: string
  readonly tags: readonly { name: string; description: string }[]
}

/** The document for these routes; those without an operation are left out. */
export function newOpenApi(info: ApiInfo, routes: readonly Route<never>[]): Json {
  const schemas: Json = {}
  const problem = toSchema(Problem, schemas)
  const paths: Record<string, Json> = {}
  for (const { method, path, operation } of routes) {
    if (operation === null) continue
    paths[path] = { ...paths[path], [method.toLowerCase()]: describe(operation, schemas) }
  }
  const { tags, ...about } = info
  return {
    openapi: "3.1.0",
    info: about,
    servers: [{ url: "/" }],
    tags,
    paths,
    components: {
      schemas,
      responses: responses(routes, problem),
      ...(routes.some((route) => route.operation?.key) ? { securitySchemes: { key: { type: "http", scheme: "bearer" } } } : {}),
    },
  }
}

/**
 * A schema as JSON Schema 2020-12; named parts of it move to `schemas`. Of parameters what is read (`output`: a limit is a number),
 * of bodies and replies what is written (`input`): a reply may get a further field one day, so that none is ruled out.
 */
function toSchema(schema: z.ZodType, schemas: Json, io: "input" | "output" = "input"): Json {
  const { $schema: _draft, $defs, ...own } = rename(z.toJSONSchema(schema, { io })) as Json & { $defs?: Json }
  Object.assign(schemas, $defs)
  return own
}

/** The same value with every reference moved to where OpenAPI keeps named schemas. */
const rename = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/'))

function describe(operation: Operation, schemas: Json): Json {
  const parameters = [
    ...parametersOf(operation.params, "path", schemas),
    ...parametersOf(operation.query, "query", schemas),
    ...parametersOf(operation.headers, "header", schemas),
  ]
  const reply = { description: "The answer.", content: { "application/json": { schema: toSchema(operation.reply, schemas) } } }
  return {
    operationId: operation.name,
    summary: operation.summary,
    tags: [operation.tag],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(operation.body === null
      ? {}
      : { requestBody: { required: true, content: { "application/json": { schema: toSchema(operation.body, schemas) } } } }),
    ...(operation.key === null ? {} : { security: [{ key: [] }] }),
    responses: {
      [operation.status]: reply,
      ...Object.fromEntries(failuresOf(operation).map((code) => [FAILURES[code].status, { $ref: `#/components/responses/${code}` }])),
    },
  }
}

function parametersOf(group: z.ZodObject, place: "path" | "query" | "header", schemas: Json): Json[] {
  const { properties = {}, required = [] } = toSchema(group, schemas, "output") as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: place,
    // What has a default is always there once it is read, and may be left out when it is sent.
    required: place === "path" || (required.includes(name) && !("default" in schema)),
    ...(description === undefined ? {} : { description }),
    schema,
  }))
}

/** The failures that a caller of this operation can meet; the codes of one operation have statuses of their own. */
function failuresOf(operation: Operation): FailureCode[] {
  const isNamed = Object.keys(operation.params.shape).length > 0
  return [
    "invalid-input",
    ...(operation.key === null ? [] : (["unauthenticated", "forbidden"] as const)),
    ...(isNamed ? (["not-found"] as const) : []),
    "not-acceptable",
    ...(operation.body === null ? [] : (["too-large", "unsupported-media-type"] as const)),
    ...operation.fails,
    "bug",
    "unavailable",
  ]
}

function responses(routes: readonly Route<never>[], problem: Json): Json {
  const codes = new Set(routes.flatMap((route) => (route.operation === null ? [] : failuresOf(route.operation))))
  const content = { "application/problem+json": { schema: problem } }
  return Object.fromEntries([...codes].map((code) => [code, { description: `${FAILURES[code].title}. ${FAILURES[code].advice}`, content }]))
}
