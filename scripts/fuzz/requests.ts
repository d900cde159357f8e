// Which requests are tried? For each operation what its description allows, and the same with one thing broken.
import fc from "fast-check"
import type { Document, Operation, Parameter } from "./document.ts"
import { type Seen, valuesOf } from "./values.ts"

export type Tried = {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  /** What was broken; null where the description allows all of it. */
  readonly broken: string | null
}

type Parts = {
  method: string
  path: string
  query: [name: string, value: string][]
  headers: Record<string, string>
  body: string | null
}

const wild = (nasty: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(fc.constantFrom(...nasty), fc.string({ maxLength: 80, unit: "binary" }), fc.integer().map(String), fc.json({ maxDepth: 2 }))

type Break = { readonly name: string; apply(parts: Parts, text: string, pick: number): void }

const at = <T>(list: readonly T[], pick: number): T | undefined => list[pick % Math.max(1, list.length)]

/** Each changes one thing of a request that was fine. */
const BREAKS: readonly Break[] = [
  { name: "an unknown parameter", apply: (parts, text) => void parts.query.push([text.toWellFormed() || "x", "1"]) },
  { name: "a wild value", apply: (parts, text, pick) => breakValue(parts, pick, text) },
  {
    name: "a parameter twice",
    apply(parts, text, pick) {
      const [name] = at(parts.query, pick) ?? ["limit"]
      parts.query.push([name, text.toWellFormed()])
    },
  },
  { name: "a wild path", apply: (parts, text) => void (parts.path = `${parts.path}/${encodeURIComponent(text.toWellFormed())}`) },
  { name: "a wild Accept", apply: (parts, text) => void (parts.headers["accept"] = printable(text)) },
  { name: "a wild If-None-Match", apply: (parts, text) => void (parts.headers["if-none-match"] = printable(text)) },
  { name: "a wild Authorization", apply: (parts, text) => void (parts.headers["authorization"] = printable(text)) },
  {
    name: "a method that isn't there",
    apply: (parts, _text, pick) => void (parts.method = at(["PUT", "PATCH", "DELETE", "POST"], pick) ?? "PUT"),
  },
  { name: "a wild body", apply: (parts, text) => void (parts.body = parts.body === null ? null : text) },
  { name: "half a body", apply: (parts, _text, pick) => void (parts.body = parts.body?.slice(0, pick % (parts.body.length + 1)) ?? null) },
  { name: "another content type", apply: (parts, text) => void (parts.headers["content-type"] = printable(text)) },
]

const printable = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, "").trim()

function breakValue(parts: Parts, pick: number, text: string): void {
  const value = text.toWellFormed()
  const place = pick % (parts.query.length + 1)
  const found = parts.query[place]
  if (found === undefined) parts.query.push(["limit", value])
  else found[1] = value
}

/** A parameter's text: a list is told between commas, as `style: form, explode: false` has it. */
const spelled = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(spelled).join(",")
  return typeof value === "string" ? value : JSON.stringify(value)
}

/** Requests to one operation, half of them broken. `headers` are sent with each. */
export function requestsOf(
  document: Document,
  operation: Operation,
  with_: {
    readonly seen: Seen
    readonly now: Date
    readonly callers: readonly Readonly<Record<string, string>>[]
    readonly nasty: readonly string[]
  },
): fc.Arbitrary<Tried> {
  const { seen, now, callers, nasty } = with_
  const named = (place: Parameter["in"]) => operation.parameters.filter((each) => each.in === place)
  const known = seen.cursors(operation.name)
  const parameter = ({ name, schema }: Parameter): fc.Arbitrary<unknown> => {
    const any = valuesOf(document, schema, seen, now)
    if (name !== "cursor") return any
    // A cursor can't be guessed: nearly always one that an answer gave.
    return known.length === 0 ? fc.constant(undefined) : fc.oneof({ weight: 8, arbitrary: fc.constantFrom(undefined, ...known) }, any)
  }
  const record = (list: readonly Parameter[]) =>
    fc.record(Object.fromEntries(list.map((each) => [each.name, parameter(each)])), {
      requiredKeys: list.filter(({ required }) => required).map(({ name }) => name),
    })
  const body = operation.body === null ? fc.constant(null) : valuesOf(document, operation.body, seen, now)
  const fine = fc.record({
    params: record(named("path")),
    query: record(named("query")),
    own: record(named("header")),
    caller: fc.constantFrom(...callers),
    body,
  })
  const breaking = fc.option(fc.tuple(fc.constantFrom(...BREAKS), wild(nasty), fc.nat(1_000)), { freq: 2 })
  return fc.tuple(fine, breaking).map(([{ params, query, own, caller, body: content }, broken]) => {
    const parts: Parts = {
      method: operation.method,
      path: operation.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(spelled(params[name]).toWellFormed())),
      query: Object.entries(query)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [name, spelled(value).toWellFormed()]),
      headers: { ...Object.fromEntries(Object.entries(own).map(([name, value]) => [name, printable(spelled(value))])), ...caller },
      body: operation.body === null ? null : JSON.stringify(content),
    }
    if (parts.body !== null) parts.headers["content-type"] = "application/json"
    if (broken !== null) broken[0].apply(parts, broken[1] || "x", broken[2])
    const search = new URLSearchParams(parts.query).toString()
    return {
      method: parts.method,
      path: search === "" ? parts.path : `${parts.path}?${search}`,
      headers: parts.headers,
      body: parts.method === "GET" ? null : parts.body,
      broken: broken === null ? null : broken[0].name,
    }
  })
}
