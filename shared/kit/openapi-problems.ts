// Which problems can an operation answer? Responses of the API's description, from the failure table, each with an example.
import { FAILURES, Failure, type FailureCode } from "./failure.ts"
import { problemHeadersOf, refer } from "./openapi-headers.ts"
import { toProblem } from "./problem.ts"
import type { Operation } from "./route.ts"

type Json = Record<string, unknown>

/** A request's id as examples show it. */
const REQUEST = "req_01kbjw9f4rt8v2m6x0c5qz"

/** What a caller reads, for codes that a caller meets; the others say it in the words of their title. */
const DETAILS: Partial<Record<FailureCode, string>> = {
  "invalid-input": "limit: must be from 1 to 100",
  unauthenticated: "This key is not known here, or it was revoked.",
  forbidden: "This key lacks a scope that is needed here.",
  "not-found": "There is nothing with this id.",
  "method-not-allowed": "This path takes GET, HEAD, OPTIONS.",
  "not-acceptable": "This path answers `application/json` only.",
  conflict: "It was decided already.",
  "too-large": "The body may have at most 16384 bytes.",
  "unsupported-media-type": "The body must be JSON, sent with `Content-Type: application/json`.",
  unprocessable: "None of the 2 events could be accepted.",
  "rate-limited": "The limit of 30 requests a minute is reached.",
  bug: "An unexpected error. Its details are in the log.",
}

/** A problem of this kind as it may come. */
export function exampleProblem(code: FailureCode): ReturnType<typeof toProblem> {
  const faults = code === "invalid-input" ? [{ pointer: "limit", detail: "must be from 1 to 100" }] : []
  const rejected = code === "unprocessable" ? [{ pointer: "/events/0/type", detail: "is not a type of interaction" }] : []
  const detail = DETAILS[code] ?? `${FAILURES[code].title}.`
  return toProblem(new Failure(code, detail, { faults: [...faults, ...rejected] }), REQUEST)
}

/** The failures that a caller of this operation can meet, in the order of their status. */
export function failuresOf(operation: Operation, isGated: boolean): FailureCode[] {
  const isNamed = Object.keys(operation.params.shape).length > 0
  const codes: FailureCode[] = [
    "invalid-input",
    ...(isGated || operation.key !== null ? (["unauthenticated", "forbidden"] as const) : []),
    ...(isNamed ? (["not-found"] as const) : []),
    "not-acceptable",
    ...(operation.body === null ? [] : (["too-large", "unsupported-media-type"] as const)),
    ...(isGated ? (["rate-limited"] as const) : []),
    ...operation.fails,
    "bug",
    "misconfigured",
    "unavailable",
  ]
  return [...new Set(codes)].toSorted((a, b) => FAILURES[a].status - FAILURES[b].status)
}

const describe = (code: FailureCode): string => `${FAILURES[code].title}. ${FAILURES[code].advice}`

const CONTENT = "application/problem+json"
const problem = { $ref: "#/components/schemas/Problem" }

/** The name of the component that describes these codes, which share a status. */
const nameOf = (codes: readonly FailureCode[]): string => codes.join("-or-")

/** For each status of the codes a reference to its response. */
export function problemResponses(codes: readonly FailureCode[]): Json {
  return Object.fromEntries([...byStatus(codes)].map(([status, same]) => [status, { $ref: `#/components/responses/${nameOf(same)}` }]))
}

/** The responses that operations with these lists of codes refer to. */
export function problemComponents(lists: readonly (readonly FailureCode[])[], isGated: boolean): Json {
  const groups = lists.flatMap((codes) => [...byStatus(codes)])
  return Object.fromEntries(
    groups.map(([status, same]) => [
      nameOf(same),
      {
        description: same.map(describe).join("\n\n"),
        headers: refer(problemHeadersOf(status, isGated)),
        content: {
          [CONTENT]: {
            schema: problem,
            examples: Object.fromEntries(same.map((code) => [code, { summary: FAILURES[code].title, value: exampleProblem(code) }])),
          },
        },
      },
    ]),
  )
}

function byStatus(codes: readonly FailureCode[]): Map<number, readonly FailureCode[]> {
  const statuses = new Map<number, readonly FailureCode[]>()
  for (const code of codes) statuses.set(FAILURES[code].status, [...(statuses.get(FAILURES[code].status) ?? []), code])
  return statuses
}
