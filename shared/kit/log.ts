// One JSON object a line on the console, with secrets masked by the name of their field.

type Fields = Readonly<Record<string, unknown>>

const SECRET = /secret|token(?!s)|password|authorization|cookie|api.?key|database_?url|connection/i
const MASK = "[hidden]"

/** A copy fit for the log: secrets masked, errors as name, message and stack, depth and length bounded. */
export function loggable(value: unknown, depth = 0): unknown {
  if (value instanceof Error) {
    return {
      name: value.name,
      message: scrub(value.message),
      stack: scrub(value.stack ?? ""),
      cause: depth < 4 ? loggable(value.cause, depth + 1) : undefined,
    }
  }
  if (typeof value === "string") return scrub(value)
  if (typeof value === "bigint") return value.toString()
  if (value === null || typeof value !== "object") return value
  if (value instanceof Date) return value
  if (depth >= 4) return "[deep]"
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => loggable(item, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, SECRET.test(name) ? MASK : loggable(item, depth + 1)]))
}

/** Longest text of a field. */
const LONGEST = 2_000

/** The text's beginning, without passwords inside URLs, bearer tokens and sessions. */
function scrub(text: string): string {
  return text
    .slice(0, LONGEST)
    .replace(/(\w+:\/\/[^\s:/@]+:)[^\s@/]+@/g, `$1${MASK}@`)
    .replace(/(bearer\s+)[\w.~+/-]+=*/gi, `$1${MASK}`)
    .replace(/(session[\s=]+)[\w-]{43}(?![\w-])/gi, `$1${MASK}`)
}

/** Writes one event. `level` "alert" is for what a person should look at. */
export function log(level: "info" | "warn" | "alert", event: string, fields: Fields = {}): void {
  const line = JSON.stringify({ level, event, ...(loggable(fields) as object) })
  if (level === "info") console.log(line)
  else console.error(line)
}

type PlainFields = Readonly<Record<string, string | number | null | undefined>>

/** Writes one event of which nothing came from outside: as it is, which costs a tenth. */
export function logPlain(event: string, fields: PlainFields): void {
  console.log(JSON.stringify({ level: "info", event, ...fields }))
}

/** Writes many of the same event, of which nothing came from outside, in one line. */
export function logEntries(event: string, fields: PlainFields, entries: readonly PlainFields[]): void {
  console.log(JSON.stringify({ level: "info", event, ...fields, entries }))
}
