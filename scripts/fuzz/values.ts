// Which values does a schema allow? Arbitraries for the part of JSON Schema that our descriptions use, fed with what earlier answers held.
import fc from "fast-check"
import { type Document, type Schema, resolve } from "./document.ts"

/** Texts that were seen in answers: ids, assets, cursors. */
export type Seen = {
  /** What an answer of that operation held. */
  add(operation: string, value: unknown): void
  /** Those that the pattern takes, the newest of them. */
  matching(pattern: RegExp): readonly string[]
  /** Where further pages of that operation begin. */
  cursors(operation: string): readonly string[]
}

const MOST_SEEN = 5_000
const MOST_OFFERED = 50

export function newSeen(): Seen {
  const texts = new Set<string>()
  const cursors = new Map<string, string[]>()
  const walk = (value: unknown): void => {
    if (typeof value === "string" && value.length < 400 && texts.size < MOST_SEEN) texts.add(value)
    else if (Array.isArray(value)) value.forEach(walk)
    else if (value !== null && typeof value === "object") Object.values(value).forEach(walk)
  }
  return {
    add(operation, value) {
      walk(value)
      const { next } = (value ?? {}) as { next?: unknown }
      if (typeof next === "string") cursors.set(operation, [...(cursors.get(operation) ?? []).slice(-MOST_OFFERED), next])
    },
    cursors: (operation) => cursors.get(operation) ?? [],
    matching: (pattern) => [...texts].filter((text) => pattern.test(text)).slice(-MOST_OFFERED),
  }
}

const DAY_MS = 86_400_000
const text = (value: unknown): fc.Arbitrary<unknown> => fc.constant(value)

/** Moments around `now`, mostly within some weeks of it. */
const moments = (now: Date): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: -40 * DAY_MS, max: DAY_MS }).map((ms) => new Date(now.getTime() + ms).toISOString()) },
    {
      weight: 1,
      arbitrary: fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true }).map((date) => date.toISOString()),
    },
  )

function strings(schema: Schema, seen: Seen, now: Date): fc.Arbitrary<unknown> {
  const {
    pattern,
    format,
    minLength = 0,
    maxLength = 40,
  } = schema as { pattern?: string; format?: string; minLength?: number; maxLength?: number }
  if (format === "date-time") return moments(now)
  if (format === "date") return moments(now).map((moment) => moment.slice(0, 10))
  if (format === "uri" || format === "url") return fc.webUrl({ validSchemes: ["https"] })
  if (pattern === undefined) return fc.string({ minLength, maxLength: Math.min(maxLength, 200) })
  const allowed = new RegExp(pattern, "u")
  const known = seen.matching(allowed)
  const made = matching(allowed)
  return known.length === 0 ? made : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: made })
}

/** Where fast-check can't read the expression, any text: then the server refuses it, which is an answer, too. */
function matching(pattern: RegExp): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(pattern)
  } catch {
    return fc.string({ maxLength: 30 })
  }
}

function numbers(schema: Schema): fc.Arbitrary<unknown> {
  const { minimum = -1_000, maximum = 1_000 } = schema as { minimum?: number; maximum?: number }
  const edges = fc.constantFrom(minimum, maximum)
  if (schema["type"] !== "integer") return fc.oneof(edges, fc.double({ min: minimum, max: maximum, noNaN: true }))
  return fc.oneof(edges, fc.integer({ min: Math.ceil(minimum), max: Math.floor(Math.min(maximum, 2 ** 31 - 1)) }))
}

/** Values that the schema takes, as far as its words say. */
export function valuesOf(document: Document, given: Schema, seen: Seen, now: Date): fc.Arbitrary<unknown> {
  const schema = resolve(document, given)
  const inner = (part: Schema) => valuesOf(document, part, seen, now)
  const { type, anyOf, oneOf, enum: listed } = schema as { type?: string | string[]; anyOf?: Schema[]; oneOf?: Schema[]; enum?: unknown[] }
  if ("const" in schema) return text(schema["const"])
  if (listed !== undefined) return fc.constantFrom(...listed)
  const parts = anyOf ?? oneOf
  if (parts !== undefined) return fc.oneof(...parts.map(inner))
  if (Array.isArray(type)) return fc.oneof(...type.map((each) => inner({ ...schema, type: each })))
  if (type === "string") return strings(schema, seen, now)
  if (type === "integer" || type === "number") return numbers(schema)
  if (type === "boolean") return fc.boolean()
  if (type === "null") return text(null)
  if (type === "array") {
    const { items = {}, minItems = 0, maxItems = 5 } = schema as { items?: Schema; minItems?: number; maxItems?: number }
    // Our lists name things: none of them twice.
    const most = Math.max(1, minItems, Math.min(maxItems, 5))
    return fc.uniqueArray(inner(items), { minLength: Math.max(1, minItems), maxLength: most, selector: (item) => JSON.stringify(item) })
  }
  if (type === "object") return objects(schema, inner)
  return fc.jsonValue({ maxDepth: 2 })
}

function objects(schema: Schema, inner: (part: Schema) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const { properties = {}, required = [] } = schema as { properties?: Record<string, Schema>; required?: string[] }
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, part]) => [name, name === "url" ? fc.webUrl({ validSchemes: ["https"] }) : inner(part)]),
  )
  return fc.record(fields, { requiredKeys: required.filter((name) => name in fields) })
}
