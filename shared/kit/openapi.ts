// What does the API offer, in words that a program reads? OpenAPI 3.1 from the same schemas that check requests and shape replies.
import * as z from "zod"
import type { FailureCode } from "./failure.ts"
import { type HeaderName, headerComponents, headersOf, problemHeadersOf, refer } from "./openapi-headers.ts"
import { failuresOf, problemComponents, problemResponses } from "./openapi-problems.ts"
import { Problem } from "./problem.ts"
import type { Operation, Route } from "./route.ts"
import { SPARSE_TYPE } from "./sparse.ts"

export type Json = Record<string, unknown>

export type ApiInfo = {
  readonly title: string
  readonly version: string
  readonly description: string
  readonly tags: readonly { name: string; description: string }[]
  /** How a key is shown, and where it comes from. */
  readonly keys: string
  /** Whether a gate lets callers in: each answer then tells of limits, and a key may be shown where none is needed. */
  readonly isGated: boolean
}

/** An answer, and where there is a body also a request, as they may come, by the operation's name. */
export type Examples = Readonly<Record<string, { readonly reply?: unknown; readonly body?: unknown }>>

type Described = { readonly route: Route<never>; readonly operation: Operation; readonly codes: readonly FailureCode[] }
type Known = { readonly info: ApiInfo; readonly schemas: Json; readonly examples: Examples }

/** The document for these routes; those without an operation are left out. */
export function newOpenApi(info: ApiInfo, routes: readonly Route<never>[], examples: Examples = {}): Json {
  const schemas: Json = {}
  const known: Known = { info, schemas, examples }
  const described = routes.flatMap((route): Described[] =>
    route.operation === null ? [] : [{ route, operation: route.operation, codes: failuresOf(route.operation, info.isGated) }],
  )
  const paths: Record<string, Json> = {}
  for (const each of described) {
    const { method, path } = each.route
    paths[path] = { ...paths[path], [method.toLowerCase()]: describe(each, known) }
  }
  // Named, so that it moves to the schemas.
  toSchema(Problem, schemas)
  const { tags, title, version, description } = info
  return {
    openapi: "3.1.0",
    info: { title, version, description },
    servers: [{ url: "/", description: "The address that this document comes from." }],
    tags,
    paths,
    components: {
      schemas,
      ...(described.some(({ operation }) => isTagged(operation)) ? { parameters: { IfNoneMatch: IF_NONE_MATCH } } : {}),
      headers: headerComponents(new Set(described.flatMap((each) => usedHeaders(each, info)))),
      responses: problemComponents(
        described.map(({ codes }) => codes),
        info.isGated,
      ),
      securitySchemes: { key: { type: "http", scheme: "bearer", description: info.keys } },
    },
  }
}

const IF_NONE_MATCH = {
  name: "If-None-Match",
  in: "header",
  required: false,
  description: "The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits.",
  schema: { type: "string" },
}

/**
 * A schema as JSON Schema 2020-12; named parts of it move to `schemas`. Of parameters what is read (`output`: a limit is a number),
 * of bodies and replies what is written (`input`): a reply may get a further field one day, so that none is ruled out.
 */
function toSchema(schema: z.ZodType, schemas: Json, io: "input" | "output" = "input"): Json {
  const { $schema: _draft, $defs, ...own } = rename(z.toJSONSchema(schema, { io, override: nameKeys })) as Json & { $defs?: Json }
  Object.assign(schemas, $defs)
  return own
}

/** An object whose keys are a known list, as properties with these names: clients get a type for each. */
function nameKeys({ jsonSchema }: { jsonSchema: { [name: string]: unknown } }): void {
  const names = (jsonSchema["propertyNames"] as { enum?: string[] } | undefined)?.enum
  if (names === undefined) return
  jsonSchema["properties"] = Object.fromEntries(names.map((name) => [name, jsonSchema["additionalProperties"]]))
  delete jsonSchema["propertyNames"]
  delete jsonSchema["additionalProperties"]
}

/** The same value with every reference moved to where OpenAPI keeps named schemas. */
const rename = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/'))

const isTagged = (operation: Operation): boolean => operation.isKept === true
const isPaged = ({ query }: Operation): boolean => "cursor" in query.shape

const kindOf = (operation: Operation, { isGated }: ApiInfo) => ({
  isLimited: isGated,
  isKept: isTagged(operation),
  isCached: operation.freshS !== null,
  isPaged: isPaged(operation),
})

const usedHeaders = (each: Described, info: ApiInfo): HeaderName[] => [
  ...headersOf(kindOf(each.operation, info)),
  ...[401, 429].flatMap((status) => problemHeadersOf(status, info.isGated)),
]

function describe(each: Described, known: Known): Json {
  const { operation, codes } = each
  const { schemas, examples } = known
  const parameters = [
    ...parametersOf(operation.params, "path", schemas),
    ...parametersOf(operation.query, "query", schemas),
    ...parametersOf(operation.headers, "header", schemas),
    ...(isTagged(operation) ? [{ $ref: "#/components/parameters/IfNoneMatch" }] : []),
  ]
  const description = descriptionOf(operation)
  return {
    operationId: operation.name,
    summary: operation.summary,
    ...(description === "" ? {} : { description }),
    tags: [operation.tag],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(operation.body === null ? {} : { requestBody: bodyOf(operation.body, schemas, examples[operation.name]?.body) }),
    security: securityOf(operation, known.info),
    responses: { ...answersOf(each, known), ...problemResponses(codes) },
  }
}

function answersOf(each: Described, { info, schemas, examples }: Known): Json {
  const { operation } = each
  const example = operation.example ?? examples[operation.name]?.reply
  const headers = refer(headersOf(kindOf(operation, info)))
  const schema = toSchema(operation.reply, schemas)
  const content =
    operation.media === undefined
      ? {
          "application/json": { schema, ...(example == null ? {} : { example }) },
          ...(operation.isSparse ? { [SPARSE_TYPE]: { schema: SPARSE } } : {}),
        }
      : // OpenAPI 3.1 has no word for what each part of a stream is: this one is of 3.2.
        { [operation.media]: { schema: { type: "string" }, "x-itemSchema": schema } }
  const answer = { [operation.status]: { description: "The answer.", headers, content } }
  if (!isTagged(operation)) return answer
  return { ...answer, 304: { description: "You have this answer already: `If-None-Match` names its tag.", headers } }
}

/** With `fields` rows lack what their full schema requires, so that it isn't promised here. */
const SPARSE = { type: "object", description: "The answer to a request with `fields`: as in `application/json`, with these fields alone." }

function bodyOf(body: z.ZodType, schemas: Json, example: unknown): Json {
  const schema = toSchema(body, schemas)
  return { required: true, content: { "application/json": { schema, ...(example == null ? {} : { example }) } } }
}

/** What the declaration says, and what follows from it. */
function descriptionOf({ description, key, scope, isTiered, cost, freshS, isSparse }: Operation): string {
  return [
    description,
    key === null ? null : `Needs ${key}.`,
    scope === null ? null : `Needs a key with the scope \`${scope}\`.`,
    isTiered ? "Keys with the scope `read:premium` get more than others; such answers are kept apart." : null,
    cost === 1 ? null : `Costs ${cost} tokens of the caller's limits.`,
    isSparse ? `With \`fields\` the answer's type is \`${SPARSE_TYPE}\`.` : null,
    freshS === null ? null : `Answers are kept for ${freshS} seconds, and forgotten as soon as something new is stored.`,
  ]
    .filter((line) => line !== null)
    .join("\n\n")
}

/** In OpenAPI 3.1 a bearer scheme's list names what the key must be allowed to do. */
function securityOf({ key, scope }: Operation, { isGated }: ApiInfo): Json[] {
  if (scope !== null) return [{ key: [scope] }]
  if (key !== null) return [{ key: [] }]
  return isGated ? [{}, { key: [] }] : []
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
    // A list of names is sent as text with commas between them.
    ...(schema["type"] === "array" ? { style: "form", explode: false } : {}),
    schema,
  }))
}
