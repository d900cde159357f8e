// Does what was sent or read by an old schema still fit the new one? Names each change of a JSON Schema that breaks a client.

export type Schema = { readonly [name: string]: unknown }
/** What a client sends must be taken as before; what it reads must hold what it held. */
export type Direction = "request" | "answer"
/** A document's named schemas, before and after. */
export type Named = { readonly before: Schema; readonly after: Schema }

type Pair = { readonly before: Schema; readonly after: Schema }
type Context = { readonly named: Named; readonly direction: Direction; readonly seen: ReadonlySet<string> }

const asSchema = (value: unknown): Schema => (value ?? {}) as Schema
const asMap = (value: unknown): Readonly<Record<string, Schema>> => (value ?? {}) as Readonly<Record<string, Schema>>
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : value === undefined ? [] : [value])

/** Each as `where: what`. Further fields of answers, further values of either, and wider bounds of requests break nothing. */
export function schemaChanges(pair: Pair, where: string, direction: Direction, named: Named): string[] {
  return compare(pair, where, { named, direction, seen: new Set() })
}

function compare({ before, after }: Pair, where: string, context: Context): string[] {
  const names = `${asText(before["$ref"])} ${asText(after["$ref"])}`
  if (before["$ref"] !== undefined && context.seen.has(names)) return []
  const { named, direction } = context
  const inner = { ...context, seen: new Set([...context.seen, names]) }
  const [old, now] = [variantsOf(before, named.before), variantsOf(after, named.after)]
  const [first, second] = [old[0], now[0]]
  if (old.length === 1 && now.length === 1 && first && second) return compareOne({ before: first, after: second }, where, inner)
  const fits = (each: Pair) => compareOne(each, where, inner).length === 0
  if (direction === "request")
    return old
      .filter((each) => !now.some((other) => fits({ before: each, after: other })))
      .map((each) => `${where}: no longer takes ${kindOf(each)}`)
  return now
    .filter((each) => !old.some((other) => fits({ before: other, after: each })))
    .map((each) => `${where}: may now be ${kindOf(each)}`)
}

/** The schema with its name followed, or those of which it is one; several types are one for each. */
function variantsOf(schema: Schema, named: Schema): readonly Schema[] {
  const reference = schema["$ref"] as string | undefined
  if (reference !== undefined) return variantsOf(asSchema(named[reference.slice(reference.lastIndexOf("/") + 1)]), named)
  const several = schema["anyOf"] ?? schema["oneOf"]
  if (several !== undefined) return (several as readonly Schema[]).flatMap((each) => variantsOf(each, named))
  const types = asList(schema["type"])
  return types.length > 1 ? types.map((type) => ({ ...schema, type })) : [schema]
}

const kindOf = (schema: Schema): string => {
  const value = schema["const"] ?? (schema["enum"] as readonly unknown[] | undefined)?.join(" or ")
  return value === undefined ? asText(schema["type"] ?? "anything") : asText(value)
}
const asText = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""))

function compareOne({ before, after }: Pair, where: string, context: Context): string[] {
  const types = typeChange(before, after, context.direction)
  if (types !== null) return [`${where}: ${types}`]
  return [
    ...valueChanges(before, after, context.direction),
    ...(context.direction === "request" ? tighterBounds(before, after) : []),
    ...fieldChanges(before, after, context.direction),
  ]
    .map((change) => `${where}${change.startsWith("/") ? "" : ": "}${change}`)
    .concat(inside({ before, after }, where, context))
}

function typeChange(before: Schema, after: Schema, direction: Direction): string | null {
  const [old, now] = [asText(before["type"] ?? ""), asText(after["type"] ?? "")]
  const widened = direction === "request" ? ["integer", "number"] : ["number", "integer"]
  const isWider = (old === widened[0] && now === widened[1]) || (direction === "request" ? now === "" : old === "")
  if (old !== now && !isWider) return `was ${old || "anything"}, is ${now || "anything"}`
  return before["const"] !== undefined && after["const"] !== before["const"] && after["enum"] === undefined && after["const"] !== undefined
    ? `was ${asText(before["const"])}, is ${asText(after["const"])}`
    : null
}

function valueChanges(before: Schema, after: Schema, direction: Direction): string[] {
  const valuesOf = (schema: Schema) => asList(schema["enum"] ?? schema["const"])
  const [old, now] = [valuesOf(before), valuesOf(after)]
  if (direction === "answer")
    return before["format"] !== undefined && before["format"] !== after["format"] ? [`is no longer ${asText(before["format"])}`] : []
  if (now.length === 0) return []
  if (old.length === 0) return [`takes only ${now.map(asText).join(", ")}`]
  return old.filter((value) => !now.includes(value)).map((value) => `no longer takes ${asText(value)}`)
}

const LEAST = ["minimum", "exclusiveMinimum", "minLength", "minItems"] as const
const MOST = ["maximum", "exclusiveMaximum", "maxLength", "maxItems"] as const

function tighterBounds(before: Schema, after: Schema): string[] {
  const bound = (schema: Schema, name: string, none: number): number => (schema[name] as number | undefined) ?? none
  const told = (name: string) => `${name} was ${asText(before[name] ?? "open")}, is ${asText(after[name])}`
  return [
    ...LEAST.filter((name) => bound(after, name, -Infinity) > bound(before, name, -Infinity)).map(told),
    ...MOST.filter((name) => bound(after, name, Infinity) < bound(before, name, Infinity)).map(told),
    ...["pattern", "format"].filter((name) => after[name] !== undefined && after[name] !== before[name]).map(told),
  ]
}

function fieldChanges(before: Schema, after: Schema, direction: Direction): string[] {
  const [old, now] = [asMap(before["properties"]), asMap(after["properties"])]
  const isNeeded = (schema: Schema, name: string): boolean => asList(schema["required"]).includes(name)
  const removed = Object.keys(old).filter((name) => !(name in now))
  if (direction === "answer") {
    const loose = Object.keys(old).filter((name) => name in now && isNeeded(before, name) && !isNeeded(after, name))
    return [...removed.map((name) => `/${name} is gone`), ...loose.map((name) => `/${name} may be missing`)]
  }
  const needed = Object.keys(now).filter((name) => isNeeded(after, name) && !isNeeded(before, name))
  return [
    ...(after["additionalProperties"] === false ? removed.map((name) => `/${name} is no longer taken`) : []),
    ...needed.map((name) => `/${name} is needed now`),
  ]
}

/** Of the parts that both have. */
function inside({ before, after }: Pair, where: string, context: Context): string[] {
  const [old, now] = [asMap(before["properties"]), asMap(after["properties"])]
  const fields = Object.entries(old).flatMap(([name, each]) => {
    const other = now[name]
    return other === undefined ? [] : compare({ before: each, after: other }, `${where}/${name}`, context)
  })
  const both = (name: string) => typeof before[name] === "object" && typeof after[name] === "object" && before[name] !== null
  const parts = ["items", "additionalProperties"].flatMap((name) =>
    both(name) ? compare({ before: asSchema(before[name]), after: asSchema(after[name]) }, `${where}/*`, context) : [],
  )
  return [...fields, ...parts]
}
