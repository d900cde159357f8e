// How does the dashboard, which can't write, get something done? It hands the command to the ingest Worker and passes on what that one says.
import { FAILURES, Failure, type FailureCode } from "../../shared/kit/failure.ts"
import { Problem } from "../../shared/kit/problem.ts"
import { csrfOfSession } from "../../shared/kit/session.ts"
import type { ApiServices } from "./endpoint.ts"

export type Command = {
  readonly method: "POST" | "PATCH" | "DELETE"
  /** A path of the ingest Worker: `/api/v1/commands`. */
  readonly path: string
  /** Sent as JSON; null: no body. */
  readonly body: Readonly<Record<string, unknown>> | null
}

const TIMEOUT_MS = 15_000
/** Set by Cloudflare on what comes from outside; who tried to sign in is counted by it. */
const ADDRESS = "cf-connecting-ip"

/** The ingest Worker's JSON answer. Throws its problem as the same failure. `token` is the session's; null for signing in. */
export async function forward({ ingest }: ApiServices, from: Request, command: Command, token: string | null): Promise<unknown> {
  const headers = new Headers({ accept: "application/json" })
  const address = from.headers.get(ADDRESS)
  if (address !== null) headers.set(ADDRESS, address)
  if (command.body !== null) headers.set("content-type", "application/json")
  if (token !== null) {
    headers.set("authorization", `Session ${token}`)
    headers.set("x-csrf-token", await csrfOfSession(token))
  }
  const { method, path, body } = command
  const response = await send(
    ingest,
    new Request(`https://ingest${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) }),
  )
  const answer: unknown = await response.json().catch(() => null)
  if (!response.ok) throw toFailure(answer, response)
  return answer
}

/** An answer that doesn't come may mean that the command was done: the person has to look. */
async function send(ingest: ApiServices["ingest"], request: Request): Promise<Response> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS)
  })
  try {
    return await Promise.race([ingest.fetch(request), late])
  } catch (cause) {
    throw new Failure("unavailable", "The studio did not say whether it has done this. Look again before you repeat it.", { cause })
  } finally {
    clearTimeout(timer)
  }
}

function toFailure(answer: unknown, response: Response): Failure {
  const problem = Problem.safeParse(answer)
  const code = problem.data?.type.replace("/problems/", "") ?? ""
  if (!problem.success || !Object.hasOwn(FAILURES, code)) {
    return new Failure("unavailable", "The studio can't take commands right now.", { context: { status: response.status } })
  }
  const waitS = Number(response.headers.get("retry-after"))
  const faults = problem.data.errors ?? []
  return new Failure(code as FailureCode, problem.data.detail, { faults, ...(waitS > 0 && { waitMs: waitS * 1_000 }) })
}
