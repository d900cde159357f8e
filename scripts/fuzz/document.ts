// What does a description promise? Its operations, with every reference within reach.

export type Json = { readonly [name: string]: unknown }
export type Schema = Json

export type Parameter = {
  readonly name: string
  readonly in: "path" | "query" | "header"
  readonly required: boolean
  readonly schema: Schema
}

export type Operation = {
  /** `listInsights`. */
  readonly name: string
  readonly method: string
  /** With names in braces. */
  readonly path: string
  readonly parameters: readonly Parameter[]
  /** Of a JSON body; null where none is taken. */
  readonly body: Schema | null
  /** By status: the schema of each media type. */
  readonly answers: ReadonlyMap<number, ReadonlyMap<string, Schema>>
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>
type Described = {
  readonly operationId: string
  readonly parameters?: readonly (Json | Parameter)[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, Json>>
}
export type Document = { readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>; readonly components: Json }

const METHODS: readonly string[] = ["get", "post", "put", "patch", "delete"]

/** What a reference such as `#/components/schemas/Insight` names, or the value itself. */
export function resolve<T extends object>(document: Document, value: T): T {
  const { $ref } = value as { $ref?: string }
  if ($ref === undefined) return value
  const found = $ref
    .slice(2)
    .split("/")
    .reduce<unknown>((at, part) => (at as Json | undefined)?.[part.replaceAll("~1", "/").replaceAll("~0", "~")], document)
  if (found === undefined) throw new Error(`The description refers to ${$ref}, which isn't there.`)
  return resolve(document, found as T)
}

const schemasOf = (content: Content = {}): Map<string, Schema> =>
  new Map(Object.entries(content).map(([type, { schema = {} }]) => [type, schema]))

function toOperation(document: Document, path: string, method: string, described: Described): Operation {
  const answers = Object.entries(described.responses).map(([status, response]) => {
    const { content } = resolve(document, response) as { content?: Content }
    return [Number(status), schemasOf(content)] as const
  })
  const parameters = (described.parameters ?? []).map((each) => resolve(document, each) as Parameter)
  const body = schemasOf(described.requestBody?.content).get("application/json") ?? null
  return { name: described.operationId, method: method.toUpperCase(), path, parameters, body, answers: new Map(answers) }
}

export const operationsOf = (document: Document): Operation[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, described]) =>
      METHODS.includes(method) ? [toOperation(document, path, method, described as Described)] : [],
    ),
  )
