// Is a JSON reply what its source promises? Asked inside the attempt, so that a broken reply is repeated like a broken connection.
import type * as z from "zod"
import { Failure } from "../kit/failure.ts"
import type { Call, CallAnswer, CallRequest } from "../kit/http.ts"

/** Sends a request for JSON and gives what `read` makes of the reply. Text that isn't JSON is `upstream-unavailable`. */
export async function askJson<T>(
  call: Call,
  request: Omit<CallRequest, "inspect">,
  read: (json: unknown, answer: CallAnswer) => T,
): Promise<T> {
  let found: { readonly value: T } | null = null
  const inspect = (answer: CallAnswer) => {
    found = { value: read(toJson(request.source, answer), answer) }
    return found
  }
  const answer = await call({ ...request, headers: { accept: "application/json", ...request.headers }, inspect })
  return (found ?? inspect(answer)).value
}

function toJson(source: string, { text, status }: CallAnswer): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Failure("upstream-unavailable", `${source} answered with something that is not JSON.`, { context: { source, status } })
  }
}

/** The reply in the shape that the source documents, or `upstream-rejected`: the whole of it, so that no row is lost unseen. */
export function parseReply<S extends z.ZodType>(source: string, schema: S, json: unknown): z.output<S> {
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const context = { source, place: issue?.path.map(String).join("/").slice(0, 100), issue: issue?.message.slice(0, 200) }
  throw new Failure("upstream-rejected", `${source} answered in another shape than it documents.`, { context })
}
