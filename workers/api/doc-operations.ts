// What does a description say of each operation? An OpenAPI document as a reader wants it: by tag, references followed, in the document's order.

type Json = { readonly [name: string]: unknown }

export type DocParameter = {
  readonly name: string
  readonly place: "path" | "query" | "header"
  readonly isRequired: boolean
  readonly description: string
  /** What may be sent, in words: `integer, 1 to 100; 20 where it is left out`. */
  readonly allowed: string
  /** A value as it may be sent; null where none is known. */
  readonly example: string | null
}

export type DocOperation = {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly summary: string
  readonly description: string
  readonly parameters: readonly DocParameter[]
  /** A body as it may be sent; null: none is. */
  readonly body: unknown
  readonly status: string
  readonly media: string
  /** An answer as it may come; null where none is known. */
  readonly reply: unknown
  readonly problems: readonly { readonly status: string; readonly code: string }[]
  /** Whether a key must be shown. */
  readonly needsKey: boolean
}

export type DocTag = { readonly name: string; readonly description: string; readonly operations: readonly DocOperation[] }

/** The tags of the document that have operations. */
export function readTags(document: Json): readonly DocTag[] {
  const operations = Object.entries(document["paths"] as Readonly<Record<string, Readonly<Record<string, Json>>>>).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        tag: (operation["tags"] as readonly string[])[0],
        operation: readOperation(document, method.toUpperCase(), path, operation),
      })),
  )
  return (document["tags"] as readonly { name: string; description: string }[])
    .map(({ name, description }) => ({
      name,
      description,
      operations: operations.filter(({ tag }) => tag === name).map(({ operation }) => operation),
    }))
    .filter(({ operations: own }) => own.length > 0)
}

function readOperation(document: Json, method: string, path: string, operation: Json): DocOperation {
  const answers = Object.entries(operation["responses"] as Readonly<Record<string, Json>>).map(([status, answer]) => ({
    status,
    content: contentOf(follow(document, answer)),
  }))
  const first = answers[0]
  const [media = "", reply = {}] = Object.entries(first?.content ?? {})[0] ?? []
  const body = contentOf((operation["requestBody"] ?? {}) as Json)["application/json"]
  return {
    name: operation["operationId"] as string,
    method,
    path,
    summary: operation["summary"] as string,
    description: (operation["description"] as string | undefined) ?? "",
    parameters: ((operation["parameters"] ?? []) as readonly Json[]).map((parameter) =>
      readParameter(document, follow(document, parameter)),
    ),
    body: operation["requestBody"] === undefined ? null : (body?.["example"] ?? {}),
    status: first?.status ?? "",
    media,
    reply: reply["example"] ?? null,
    problems: answers.flatMap(({ status, content }) =>
      Object.keys((content["application/problem+json"]?.["examples"] ?? {}) as Json).map((code) => ({ status, code })),
    ),
    needsKey: (operation["security"] as readonly Json[]).length > 0 && !(operation["security"] as readonly Json[]).some(isEmpty),
  }
}

const isEmpty = (value: Json): boolean => Object.keys(value).length === 0
const contentOf = (answer: Json): Readonly<Record<string, Json>> => (answer["content"] ?? {}) as Readonly<Record<string, Json>>

/** What a reference names, or the value itself. */
function follow(document: Json, value: Json): Json {
  const reference = value["$ref"] as string | undefined
  if (reference === undefined) return value
  return reference
    .slice(2)
    .split("/")
    .reduce<Json>((at, part) => at[part] as Json, document)
}

function readParameter(document: Json, parameter: Json): DocParameter {
  const schema = follow(document, parameter["schema"] as Json)
  const examples = schema["examples"] as readonly unknown[] | undefined
  const choices = choicesOf(schema)
  return {
    name: parameter["name"] as string,
    place: parameter["in"] as DocParameter["place"],
    isRequired: parameter["required"] === true,
    description: (parameter["description"] as string | undefined) ?? "",
    allowed: allowedOf(schema),
    example: asText(examples?.[0] ?? choices[0] ?? null),
  }
}

const choicesOf = (schema: Json): readonly unknown[] =>
  (schema["enum"] ?? (schema["items"] as Json | undefined)?.["enum"] ?? []) as readonly unknown[]

function allowedOf(schema: Json): string {
  const { minimum, maximum, format, type } = schema
  const choices = choicesOf(schema)
  const usual = asText(schema["default"] ?? null)
  const kind =
    choices.length > 0
      ? `${type === "array" ? "some of " : ""}${choices.map((choice) => `\`${asText(choice)}\``).join(", ")}`
      : [asText(format ?? type ?? "text"), minimum !== undefined && maximum !== undefined ? `${asText(minimum)} to ${asText(maximum)}` : ""]
          .filter((part) => part !== "")
          .join(", ")
  return usual === null ? kind : `${kind}; \`${usual}\` where it is left out`
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return typeof value === "string" ? value : JSON.stringify(value)
}
