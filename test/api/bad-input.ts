// What strange things do people send? Our own nasty literals, and the recorded lists where they are at hand.
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "shared", "data", "bad-input")
export const hasRecordings = existsSync(folder)

/** Always at hand. */
export const NASTY: readonly string[] = [
  "\0",
  "a\0b",
  "%00",
  "%",
  "%zz",
  "%c0%af",
  "%ff%fe",
  "\ud800",
  "\udfff\ud800",
  "\uffff",
  "\u202e\u200b\ufeff",
  "..",
  "../../etc/passwd",
  "..%2f..%2fetc%2fpasswd",
  "//evil.example/",
  "\\\\evil.example\\x",
  "a/b?c=d#e",
  "'; DROP TABLE runs; --",
  "' OR '1'='1",
  "${jndi:ldap://evil.example/a}",
  "{{7*7}}",
  "<script>alert(1)</script>",
  '" onload="alert(1)',
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "toString",
  "-0",
  "1e999",
  "99999999999999999999999999999999",
  "0x10",
  "NaN",
  "-Infinity",
  "null",
  "true",
  "[]",
  "{}",
  "*",
  "BTC\r\nX-Evil: 1",
  "9999-12-31T23:59:59Z",
  "0000-01-01T00:00:00Z",
  "2026-11-21T12:00:00+23:59",
  "x".repeat(5_000),
  "é".repeat(3_000),
  "𝕳𝖊𝖑𝖑𝖔",
  "run_0000000000000000",
  "ins_zzzzzzzzzz",
]

/** Bodies that are always at hand. */
export const NASTY_BODIES: readonly (string | Uint8Array)[] = [
  ...NASTY,
  "",
  " ",
  "[".repeat(16_000),
  `${'{"a":'.repeat(3_000)}1${"}".repeat(3_000)}`,
  '{"command":"run-now","command":"replay-run","agent":1}',
  '{"command":{"toString":null},"agent":["analysis"]}',
  '{"command":"run-now","agent":"\\u0000"}',
  '{"command":"run-now","agent":"\\ud800"}',
  '{"__proto__":{"command":"run-now"},"constructor":{"prototype":{}}}',
  '{"command":"replay-run","runId":"run_\\u0000000000000"}',
  "1e400",
  new Uint8Array([0xff, 0xfe, 0x7b, 0x00]),
  new Uint8Array([0x00]),
  new Uint8Array(20_000),
]

/** Every JSON file of JSONTestSuite, as its bytes. */
export const recordedBodies = (): Uint8Array[] => {
  const files = join(folder, "JSONTestSuite")
  return readdirSync(files)
    .filter((name) => name.endsWith(".json"))
    .map((name) => new Uint8Array(readFileSync(join(files, name))))
}

/** Every string of the Big List of Naughty Strings. */
export const recordedStrings = (): string[] => JSON.parse(readFileSync(join(folder, "blns", "blns.json"), "utf8")) as string[]

/** Words that only an error from inside would say. */
const INSIDE = /\.tsx?:\d|\bat \w+ \(|TypeError|RangeError|ZodError|drizzle|Failed query|select "|node_modules|sqlState|syntax error/i

const unescaped = (text: string): string =>
  text.replace(/%[0-9a-f]{2}/gi, (escape) => String.fromCharCode(Number.parseInt(escape.slice(1), 16)))

/** The whole body; of a stream, which doesn't end, what comes first. */
async function beginningOf(response: Response): Promise<string> {
  if (response.body === null || response.headers.get("content-type") !== "text/event-stream") return response.text()
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader()
  const { value } = await reader.read()
  await reader.cancel()
  return new TextDecoder().decode(value)
}

export type Ask = (path: string, init?: RequestInit) => Promise<Response>

/**
 * Sends what can be sent at all and expects data or a problem of the caller's making, never a word from inside.
 * Gives whether it could be sent: some names and values no client can put into a request.
 */
export async function expectNoHarm(ask: Ask, path: string, init: RequestInit = {}): Promise<boolean> {
  try {
    void new Request(`http://localhost${path}`, init)
  } catch {
    return false
  }
  const response = await ask(path, init)
  const text = await beginningOf(response)
  const blame = (fault: string): never => {
    throw new Error(
      `${fault}: ${init.method ?? "GET"} ${path.slice(0, 200)} ${JSON.stringify(init.headers ?? {}).slice(0, 200)}: ${text.slice(0, 500)}`,
    )
  }
  if (response.status >= 500) blame(`answers ${response.status}`)
  // What is no message of its protocol the MCP endpoint answers in that protocol's words.
  const isRpc = /^\/mcp\b/.test(path) && text.startsWith('{"jsonrpc":"2.0",')
  if (response.status >= 400 && response.headers.get("content-type") !== "application/problem+json" && !isRpc) blame("answers no problem")
  // What the caller said himself may stand in the answer; nothing else from inside may.
  const said = [path, ...Object.values((init.headers ?? {}) as Record<string, string>)].join(" ")
  if (INSIDE.test(text) && !INSIDE.test(said) && !INSIDE.test(unescaped(said))) blame("speaks of its inside")
  return true
}

/** A string as a part of a URL: encoded, and as it stands. */
export const spellings = (text: string): string[] => [encodeURIComponent(text.toWellFormed()), text]

/** A string as the bytes of a header. */
export const headerText = (text: string): string => Buffer.from(text).toString("latin1")
