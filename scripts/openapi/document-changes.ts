// Does a client of the old description still work with the new one? Names each change of an OpenAPI document that breaks one.
import { type Named, type Schema, schemaChanges } from "./schema-changes.ts"

type Part = { readonly [name: string]: unknown }
type Operation = Part
export type Document = { readonly paths: Readonly<Record<string, Readonly<Record<string, Part>>>>; readonly components?: Part }

type Sides<T> = { readonly before: T; readonly after: T }

/** Each as `METHOD path, place: what`. */
export function documentChanges(before: Document, after: Document): string[] {
  const named: Named = { before: schemasOf(before), after: schemasOf(after) }
  return Object.entries(before.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const where = `${method.toUpperCase()} ${path}`
      const now = after.paths[path]?.[method]
      if (now === undefined) return [`${where}: is gone`]
      const sides = { before: withReferences(before, operation), after: withReferences(after, now) }
      return [nameChange, keyChange, parameterChanges, bodyChanges, answerChanges].flatMap((changes) => changes(sides, where, named))
    }),
  )
}

const schemasOf = (document: Document): Schema => (document.components?.["schemas"] ?? {}) as Schema
const mapOf = (value: unknown): Readonly<Record<string, Part>> => (value ?? {}) as Readonly<Record<string, Part>>

/** The operation with its parameters and responses in place of references to them. */
function withReferences(document: Document, operation: Part): Operation {
  const follow = (part: Part): Part => {
    const [, kind = "", name = ""] = /^#\/components\/(\w+)\/(.+)$/.exec((part["$ref"] as string | undefined) ?? "") ?? []
    return name === "" ? part : (mapOf(document.components?.[kind])[name] ?? part)
  }
  return {
    ...operation,
    parameters: ((operation["parameters"] ?? []) as readonly Part[]).map(follow),
    responses: Object.fromEntries(Object.entries(mapOf(operation["responses"])).map(([status, answer]) => [status, follow(answer)])),
  }
}

function nameChange({ before, after }: Sides<Operation>, where: string): string[] {
  const [old, now] = [before["operationId"] as string, after["operationId"] as string]
  return old === now ? [] : [`${where}: was named ${old}, is ${now}`]
}

/** Each way in that there was must still do. */
function keyChange({ before, after }: Sides<Operation>, where: string): string[] {
  const waysOf = (operation: Operation) => (operation["security"] ?? []) as readonly Readonly<Record<string, readonly string[]>>[]
  const now = waysOf(after)
  if (now.length === 0) return []
  const isEnough = (way: Readonly<Record<string, readonly string[]>>) =>
    now.some((wanted) =>
      Object.entries(wanted).every(([scheme, scopes]) => scopes.every((scope) => way[scheme]?.includes(scope)) && scheme in way),
    )
  const old = waysOf(before)
  return (old.length === 0 ? [{}] : old)
    .filter((way) => !isEnough(way))
    .map((way) => `${where}: ${Object.keys(way).length === 0 ? "needs a key now" : "needs more of a key now"}`)
}

function parameterChanges({ before, after }: Sides<Operation>, where: string, named: Named): string[] {
  const listOf = (operation: Operation) => operation["parameters"] as readonly Part[]
  const find = (list: readonly Part[], { name, in: place }: Part) => list.find((each) => each["name"] === name && each["in"] === place)
  const added = listOf(after).filter((each) => each["required"] === true && find(listOf(before), each)?.["required"] !== true)
  const kept = listOf(before).flatMap((each) => {
    const place = `${where}, parameter ${each["name"] as string}`
    const now = find(listOf(after), each)
    // A parameter that isn't known is refused.
    if (now === undefined) return [`${place}: is no longer taken`]
    return schemaChanges({ before: each["schema"] as Schema, after: now["schema"] as Schema }, place, "request", named)
  })
  return [...added.map((each) => `${where}, parameter ${each["name"] as string}: is needed now`), ...kept]
}

function bodyChanges({ before, after }: Sides<Operation>, where: string, named: Named): string[] {
  const [old, now] = [before["requestBody"] as Part | undefined, after["requestBody"] as Part | undefined]
  if (old === undefined) return now?.["required"] === true ? [`${where}: needs a body now`] : []
  return contentChanges({ before: mapOf(old["content"]), after: mapOf(now?.["content"]) }, `${where}, body`, "request", named)
}

function answerChanges({ before, after }: Sides<Operation>, where: string, named: Named): string[] {
  const now = mapOf(after["responses"])
  return Object.entries(mapOf(before["responses"])).flatMap(([status, answer]) => {
    const place = `${where}, ${status}`
    const other = now[status]
    if (other === undefined) return [`${place}: is gone`]
    return contentChanges({ before: mapOf(answer["content"]), after: mapOf(other["content"]) }, place, "answer", named)
  })
}

/** Media types that are gone, and what changed in the schemas of the others; of a stream's in that of its parts. */
function contentChanges(
  { before, after }: Sides<Readonly<Record<string, Part>>>,
  where: string,
  direction: "request" | "answer",
  named: Named,
): string[] {
  return Object.entries(before).flatMap(([media, content]) => {
    const other = after[media]
    if (other === undefined) return [`${where}: ${media} is gone`]
    return ["schema", "x-itemSchema"].flatMap((name) =>
      content[name] === undefined
        ? []
        : schemaChanges({ before: content[name] as Schema, after: (other[name] ?? {}) as Schema }, where, direction, named),
    )
  })
}
