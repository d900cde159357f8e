// Does an answer keep what the description promises? Status, media type and every field of it.
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js"
import type { Document, Operation, Schema } from "./document.ts"

export type Answer = { readonly status: number; readonly type: string | null; readonly body: string }

/** What no answer may hold: words that only an error from inside would say. */
const INSIDE = /\.tsx?:\d|\bat \w+ \(|TypeError|RangeError|ZodError|drizzle|Failed query|node_modules|sqlState|syntax error/

export type Judge = (operation: Operation, answer: Answer, method: string) => string | null

/** Lines of JSON, of which only the last one says that it is the end. */
function judgeLines(body: string): string | null {
  const lines = body.trimEnd().split("\n")
  try {
    const ends = lines.map((line) => (JSON.parse(line) as { end?: unknown }).end === true)
    return ends.indexOf(true) === lines.length - 1 ? null : "does not end with the line that says so"
  } catch {
    return "has a line that is not JSON"
  }
}

/** Problems that need no word in an operation's own list: nothing of that operation was reached. */
const ALWAYS: readonly number[] = [404, 405]

export function newJudge(document: Document): Judge {
  // Formats are notes here: what a field must look like stands in its pattern.
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false })
  const known = new Map<Schema, ValidateFunction>()
  const validatorOf = (schema: Schema): ValidateFunction => {
    const found = known.get(schema) ?? ajv.compile({ ...schema, components: document.components })
    known.set(schema, found)
    return found
  }
  const problem = validatorOf({ $ref: "#/components/schemas/Problem" })
  const judgeBody = (validate: ValidateFunction, text: string): string | null => {
    try {
      if (validate(JSON.parse(text))) return null
    } catch {
      return "is not JSON"
    }
    return `breaks its schema: ${ajv.errorsText(validate.errors, { dataVar: "body" }).slice(0, 300)}`
  }
  return (operation, { status, type, body }, method) => {
    if (status >= 500) return `answers ${status}`
    const media = type?.split(";", 1)[0]?.trim().toLowerCase() ?? ""
    if (status >= 400 && INSIDE.test(body)) return "speaks of its inside"
    if (status === 304) return body === "" ? null : "is 304 with a body"
    const described = method === operation.method ? operation.answers.get(status) : undefined
    if (described === undefined) {
      if (status < 400 || (method === operation.method && !ALWAYS.includes(status))) return `answers ${status}, which isn't described`
      return media === "application/problem+json" ? judgeBody(problem, body) : `answers ${status} as ${media}`
    }
    const schema = described.get(media)
    if (schema === undefined)
      return described.size === 0 && body === "" ? null : `answers ${status} as ${media || "nothing"}, which isn't described`
    if (media === "application/x-ndjson") return judgeLines(body)
    return /[/+]json$/.test(media) ? judgeBody(validatorOf(schema), body) : null
  }
}
