// What does a caller read when a request fails? RFC 9457 problem details, written from the failure table alone.
import * as z from "zod"
import { FAILURES, type Failure } from "./failure.ts"

export const Problem = z
  .object({
    type: z.string().describe("Path of a page that explains this kind of problem; the last part is a stable code."),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().describe("The request's id, as in the X-Request-Id header: name it when you report a problem."),
    errors: z
      .array(z.object({ pointer: z.string(), detail: z.string() }))
      .optional()
      .describe("For `invalid-input`: each part that is wrong, by JSON pointer or by the name of a parameter or header."),
  })
  .meta({ id: "Problem" })
export type Problem = z.infer<typeof Problem>

/** Seconds after which a caller may try again where the failure itself doesn't say. */
const WAIT_S = 5

/** Long or strange input stays out of an answer: what a caller sees of his own names is cut. */
const MOST_ERRORS = 20
const LONGEST_DETAIL = 300

export function toProblem(failure: Failure, requestId: string): Problem {
  const { status, title } = FAILURES[failure.code]
  const errors = failure.faults.slice(0, MOST_ERRORS).map(({ pointer, detail }) => ({
    pointer: pointer.slice(0, LONGEST_DETAIL),
    detail: detail.slice(0, LONGEST_DETAIL),
  }))
  const problem = { type: `/problems/${failure.code}`, title, status, detail: failure.detail, instance: requestId }
  return errors.length === 0 ? problem : { ...problem, errors }
}

/** Headers that a failure's status asks for. */
export function problemHeaders(failure: Failure): Record<string, string> {
  const { status } = FAILURES[failure.code]
  const headers: Record<string, string> = { ...failure.headers, "cache-control": "no-store", vary: "Accept" }
  if (status === 401) headers["www-authenticate"] = 'Bearer realm="content-creator"'
  if (status === 503 || status === 429)
    headers["retry-after"] = String(failure.waitMs === null ? WAIT_S : Math.max(1, Math.ceil(failure.waitMs / 1_000)))
  return headers
}

export function problemResponse(failure: Failure, requestId: string): Response {
  const problem = toProblem(failure, requestId)
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { ...problemHeaders(failure), "content-type": "application/problem+json" },
  })
}
