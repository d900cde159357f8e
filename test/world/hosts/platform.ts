// What do the fake platforms have in common? Posts that a test can look at, and faults that strike a request before or after its effect.
import { createHash } from "node:crypto"
import { brokenPage, type Host, jsonAnswer } from "./host.ts"

/** `lost` breaks the connection, `hang` never answers; `after` is when the platform has done what was asked. */
export type PlatformFault =
  | "lost-before"
  | "lost-after"
  | "hang-after"
  | "5xx-before"
  | "5xx-after"
  | "408-after"
  | "429"
  | "malformed"
  | "wrong-shape"

/** `403` refuses, `echo` refuses and repeats what it was sent, credentials too. */
export type PlatformRefusal = "403" | "echo"

/** `hash` is the SHA-256 of its bytes in hex. */
export type PlatformPicture = { readonly bytes: number; readonly hash: string; readonly alt: string | null }

export function pictureOf(bytes: Uint8Array, alt: string | null): PlatformPicture {
  return { bytes: bytes.length, hash: createHash("sha256").update(bytes).digest("hex"), alt }
}

export type PlatformPost = {
  readonly id: string
  readonly text: string
  /** The post that it answers. */
  readonly parent: string | null
  readonly picture: PlatformPicture | null
  readonly at: Date
  /** What came besides, as it came: labels, entities, nonces. */
  readonly body: Readonly<Record<string, unknown>>
}

export type Platform = {
  readonly host: Host
  /** All posts that are up, oldest first. */
  readonly posts: readonly PlatformPost[]
  /** Requests that asked for a post, whatever became of them. */
  readonly attempts: number
  /** Lets faults strike the next requests for a post, one each, `null` for none; later ones go well again. */
  fail(...faults: readonly (PlatformFault | PlatformRefusal | null)[]): void
  /** Takes a post down, as its reader or the platform might. */
  drop(id: string): void
}

export type Rules = {
  readonly names: readonly string[]
  /** Does a request ask for a post? Only these meet the faults. */
  isPost(request: Request, url: URL): boolean
  answer(ask: { readonly request: Request; readonly url: URL; readonly at: Date; readonly posts: PlatformPost[] }): Promise<Response>
  /** The platform's own 429, and its own words for other refusals. */
  refuse(status: number, retryAfterS: number | null, at: Date): Response
  /** What was posted in an earlier life of this world. */
  readonly kept?: readonly PlatformPost[] | undefined
}

/** A seeded market's platform has no posts of its own: whatever is there, the studio has posted. */
export function openPlatform({ names, isPost, answer, refuse, kept = [] }: Rules): Platform {
  const posts: PlatformPost[] = [...kept]
  const faults: (PlatformFault | PlatformRefusal | null)[] = []
  const counts = { attempts: 0 }
  async function answerWithFaults(request: Request, at: Date): Promise<Response> {
    const url = new URL(request.url)
    if (!isPost(request, url)) return answer({ request, url, at, posts })
    counts.attempts += 1
    const fault = faults.shift() ?? null
    if (fault === "lost-before") throw new TypeError("fetch failed: the connection was reset")
    if (fault === "5xx-before") return brokenPage(503, null)
    if (fault === "429") return refuse(429, 7, at)
    if (fault === "403") return refuse(403, null, at)
    if (fault === "echo") return echo(request)
    const done = await answer({ request, url, at, posts })
    return fault === null || !done.ok ? done : spoil(fault, done)
  }
  return {
    host: { names, answer: answerWithFaults, refuse },
    posts,
    get attempts() {
      return counts.attempts
    },
    fail: (...more) => void faults.push(...more),
    drop: (id) => {
      const at = posts.findIndex((post) => post.id === id)
      if (at >= 0) posts.splice(at, 1)
    },
  }
}

async function spoil(fault: PlatformFault, done: Response): Promise<Response> {
  if (fault === "lost-after") throw new TypeError("fetch failed: the connection was reset")
  if (fault === "hang-after") return new Promise(() => undefined)
  if (fault === "5xx-after") return brokenPage(502, null)
  if (fault === "408-after") return brokenPage(408, null)
  const text = await done.text()
  const body = fault === "malformed" ? text.slice(0, Math.floor(text.length / 2)) : '{"fine":true}'
  return new Response(body, { status: done.status, headers: done.headers })
}

function echo(request: Request): Response {
  const words = `${request.url} ${request.headers.get("authorization")}`
  return jsonAnswer({ title: "Odd", detail: words, description: words, message: words }, { status: 400 })
}

/** A field that is text, else no text at all. */
export function textOf(fields: Readonly<Record<string, unknown>>, name: string): string {
  const value = fields[name]
  return typeof value === "string" ? value : ""
}

/** The fields and files of a form, or the JSON body; what can't be read is empty. */
export async function readBody(request: Request): Promise<{ readonly fields: Record<string, unknown>; readonly files: readonly File[] }> {
  const type = request.headers.get("content-type") ?? ""
  if (!type.startsWith("multipart/form-data")) {
    const json: unknown = await request.json().catch(() => ({}))
    return { fields: typeof json === "object" && json !== null ? { ...json } : {}, files: [] }
  }
  const fields: Record<string, unknown> = {}
  const files: File[] = []
  for (const [name, value] of (await request.formData()) as unknown as Iterable<[string, string | File]>) {
    if (typeof value === "string") fields[name] = value
    else files.push(value)
  }
  return { fields, files }
}

/** Only a picture that is one is taken: the signature of a PNG. */
export const isPng = (bytes: Uint8Array): boolean => [0x89, 0x50, 0x4e, 0x47].every((byte, i) => bytes[i] === byte)
