// How does a request become checked input? Parameters, headers and body, each against its schema, every fault with its place.
import * as z from "zod"
import { Failure, type Fault } from "./failure.ts"
import { nearest } from "./nearest.ts"

/** Longest name of the caller's own that an answer repeats. */
const LONGEST_NAME = 60
/** Room that a body gets before anything of it is there. */
const FIRST_BYTES = 16_384

function invalid(faults: readonly Fault[]): Failure {
  const detail =
    faults.length === 1
      ? `${faults[0]?.pointer || "The body"}: ${faults[0]?.detail}`
      : `${faults.length} parts of the request are not valid.`
  return new Failure("invalid-input", detail, { faults })
}

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")

/** Parameters of a path, or headers, by name. */
export function readNamed<T extends z.ZodObject>(schema: T, values: Readonly<Record<string, string>>): z.infer<T> {
  const parsed = schema.safeParse(values)
  if (parsed.success) return parsed.data
  throw invalid(parsed.error.issues.map((issue) => ({ pointer: issue.path.map(String).join("."), detail: issue.message })))
}

/** The query's parameters: an unknown name, or one given twice, is a fault. */
export function readQuery<T extends z.ZodObject>(schema: T, search: URLSearchParams): z.infer<T> {
  const known = Object.keys(schema.shape)
  const faults = [...new Set(search.keys())].flatMap((name): Fault[] => {
    const pointer = name.slice(0, LONGEST_NAME)
    if (!known.includes(name)) return [{ pointer, detail: unknownName(name, known) }]
    return search.getAll(name).length > 1 ? [{ pointer, detail: "is given more than once" }] : []
  })
  if (faults.length > 0) throw invalid(faults)
  return readNamed(schema, Object.fromEntries(search))
}

function unknownName(name: string, known: readonly string[]): string {
  const meant = nearest(name, known)
  if (meant !== null) return `is not a parameter here; did you mean ${meant}?`
  return known.length === 0
    ? "is not a parameter here; this path takes none"
    : `is not a parameter here; the parameters are ${known.join(", ")}`
}

/** A JSON body of at most `maxBytes`, checked. Throws `unsupported-media-type`, `too-large` or `invalid-input`. */
export async function readJsonBody<T extends z.ZodType>(schema: T, request: Request, maxBytes: number): Promise<z.infer<T>> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get("content-type") ?? "")) {
    throw new Failure("unsupported-media-type", "The body must be JSON, sent with `Content-Type: application/json`.")
  }
  if (!/^(identity)?$/i.test(request.headers.get("content-encoding") ?? "")) {
    throw new Failure("unsupported-media-type", "The body must not be compressed.")
  }
  const parsed = schema.safeParse(parseJson(await readBytes(request, maxBytes)))
  if (parsed.success) return parsed.data
  throw invalid(parsed.error.issues.map((issue) => ({ pointer: pointerOf(issue.path), detail: issue.message })))
}

/**
 * The fields of an HTML form of at most `maxBytes`, for `readQuery` to check. Line ends are \n, as the text had them before the form
 * sent it. Throws `unsupported-media-type`, `too-large` or `invalid-input`.
 */
export async function readForm(request: Request, maxBytes: number): Promise<URLSearchParams> {
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.headers.get("content-type") ?? "")) {
    throw new Failure("unsupported-media-type", "The body must be a form, sent with `Content-Type: application/x-www-form-urlencoded`.")
  }
  const fields = [...new URLSearchParams(new TextDecoder().decode(await readBytes(request, maxBytes)))]
  const unstorable = fields.find(([, value]) => value.includes("\0"))
  if (unstorable) throw invalid([{ pointer: unstorable[0].slice(0, LONGEST_NAME), detail: "holds a character that text can't have" }])
  return new URLSearchParams(fields.map(([name, value]) => [name, value.replaceAll("\r\n", "\n")]))
}

/** A body of at most `maxBytes`; throws `too-large`. */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = new Failure("too-large", `The body may have at most ${maxBytes} bytes.`)
  if (Number(request.headers.get("content-length")) > maxBytes) throw tooLarge
  if (request.body === null) return new Uint8Array()
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader()
  let bytes = new Uint8Array(Math.min(maxBytes, FIRST_BYTES))
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return bytes.subarray(0, length)
    const needed = length + value.byteLength
    if (needed > maxBytes) {
      await reader.cancel()
      throw tooLarge
    }
    if (needed > bytes.byteLength) bytes = grown(bytes, Math.min(maxBytes, Math.max(needed, 2 * bytes.byteLength)))
    bytes.set(value, length)
    length = needed
  }
}

function grown(bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(length)
  larger.set(bytes)
  return larger
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes))
  } catch {
    throw invalid([{ pointer: "", detail: "is not JSON in UTF-8" }])
  }
}
