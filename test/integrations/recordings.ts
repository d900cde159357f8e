// The recordings of real answers, which lie beside the repository where they exist at all, and a `Call` that gives prepared answers.
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Call, CallAnswer, CallRequest } from "../../shared/kit/http.ts"

const folder = join(import.meta.dirname, "..", "..", "..", "shared", "data")

export const hasRecordings = existsSync(folder)
export const WITHOUT_RECORDINGS = "(skipped where ../shared/data is absent)"

export const recordingPath = (path: string): string => join(folder, path)
export const readRecording = (path: string): string => readFileSync(recordingPath(path), "utf8")

export type Prepared = { readonly status?: number; readonly headers?: Record<string, string>; readonly body: unknown }

/** A Call that answers each request by `reply`, as the real one does on its first attempt, and notes what was asked. */
export function preparedCall(reply: (url: URL) => Prepared): { readonly call: Call; readonly asked: { url: URL; request: CallRequest }[] } {
  const asked: { url: URL; request: CallRequest }[] = []
  const call: Call = async (request) => {
    const url = new URL(request.url)
    asked.push({ url, request })
    const { status = 200, headers = {}, body } = reply(url)
    const text = typeof body === "string" ? body : JSON.stringify(body)
    const answer: CallAnswer = { status, headers: new Headers(headers), text }
    request.inspect?.(answer)
    return answer
  }
  return { call, asked }
}

export const caught = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "no failure",
    (thrown: unknown) => thrown,
  )
