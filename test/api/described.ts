// Does an answer fit the description? Every answer of the api and the ingest Worker's tests passes through here: its status, media type, headers and
// every field of its body, against the document that the Worker itself serves.
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js"
import formats from "ajv-formats"

type Json = { readonly [name: string]: unknown }
type Answer = {
  readonly headers?: Json
  readonly content?: Readonly<Record<string, { readonly schema: Json; readonly "x-itemSchema"?: Json }>>
}
type Described = Readonly<Record<string, { readonly responses: Readonly<Record<string, Json>> }>>
type Document = { readonly paths: Readonly<Record<string, Described>>; readonly components: Readonly<Record<string, Json>> }

/** Throws, with what is wrong, where the answer to a request with that method and path is not as described. The answer can still be read. */
export type ExpectDescribed = (method: string, path: string, response: Response) => Promise<void>

/** `make` is asked for the document with the first answer. */
export function describedBy(make: () => unknown): ExpectDescribed {
  let opened: ReturnType<typeof open> | null = null
  return async (method, path, response) => {
    opened ??= open(make() as Document)
    // A stream goes on for minutes: its events are looked at by tests of their own.
    const isStream = response.headers.get("content-type") === "text/event-stream"
    const { status, headers } = response
    const fault = await opened(method.toUpperCase(), path, isStream ? new Response(null, { status, headers }) : response.clone())
    if (fault !== null) throw new Error(`${method} ${path} answers ${response.status}: ${fault}`)
  }
}

function open(document: Document): (method: string, path: string, response: Response) => Promise<string | null> {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  ajv.addSchema({ $id: "api", components: document.components })
  const known = new Map<string, ValidateFunction>()
  const compile = (schema: Json): ValidateFunction => {
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/')
    const validate = known.get(text) ?? ajv.compile(JSON.parse(text) as Json)
    known.set(text, validate)
    return validate
  }
  // Where several fit it is the one with fewer names in it.
  const paths = Object.entries(document.paths)
    .toSorted(([a], [b]) => a.split("{").length - b.split("{").length)
    .map(([path, methods]) => ({ pattern: toPattern(path), methods }))
  const problem: Answer = { content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } }

  return async (method, path, response) => {
    const { pathname } = new URL(path.startsWith("/") ? `https://studio.example${path}` : path)
    const found = paths.find(({ pattern }) => pattern.test(pathname))
    if (found === undefined || method === "OPTIONS") return null
    const operation = found.methods[method === "HEAD" ? "get" : method.toLowerCase()]
    if (operation === undefined) return judge(response, problem, method === "HEAD", compile)
    const described = operation.responses[String(response.status)]
    if (described === undefined) return `this status is not described, only ${Object.keys(operation.responses).join(", ")}`
    return judge(response, resolve(document, described), method === "HEAD", compile)
  }
}

const toPattern = (path: string): RegExp => new RegExp(`^${path.replaceAll(/[.+*?^$()|[\]\\]/g, "\\$&").replaceAll(/\{\w+\}/g, "[^/]+")}$`)

function resolve(document: Document, described: Json): Answer {
  const [, place = "", name = ""] = /^#\/components\/(\w+)\/(.+)$/.exec((described["$ref"] as string | undefined) ?? "") ?? []
  return (name === "" ? described : document.components[place]?.[name]) as Answer
}

/** Headers that tell a caller something of this API; the others are every web server's. */
const TELLING = /^(etag|link|as-of|age|retry-after|allow|server-timing|x-(cache|stale-reason|request-id)|(x-)?ratelimit.*)$/

async function judge(
  response: Response,
  answer: Answer,
  isHead: boolean,
  compile: (schema: Json) => ValidateFunction,
): Promise<string | null> {
  const body = await response.text()
  const media = (response.headers.get("content-type") ?? "").split(";", 1)[0] ?? ""
  if (response.headers.get("x-request-id") === null) return "it has no X-Request-Id"
  const described = Object.keys(answer.headers ?? {}).map((name) => name.toLowerCase())
  const silent = [...response.headers.keys()].filter((name) => TELLING.test(name) && !described.includes(name))
  if (answer.headers !== undefined && silent.length > 0) return `${silent.join(", ")} is not described`
  if (answer.content === undefined) return body === "" ? null : "it has a body, and none is described"
  const { schema, "x-itemSchema": itemSchema } = answer.content[media] ?? {}
  if (schema === undefined) return `${media || "no media type"} is not described, only ${Object.keys(answer.content).join(", ")}`
  if (isHead || !/json$/.test(media)) return null
  const validate = compile(itemSchema ?? schema)
  const values = itemSchema === undefined ? [body] : body.trimEnd().split("\n")
  if (values.every((value) => validate(JSON.parse(value)))) return null
  return (validate.errors ?? [])
    .map(({ instancePath, message }) => `${instancePath} ${message}`)
    .slice(0, 5)
    .join("; ")
}
