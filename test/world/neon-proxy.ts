// How does Neon's HTTP endpoint answer? The same protocol over any Postgres, so that the real driver runs unchanged against the local world.
import * as z from "zod"
import { type Answer, ERROR_FIELDS, type Postgres, PostgresError, type Session } from "./postgres-session.ts"
import { BrokenConnection } from "./serve.ts"

/** Largest body of a request or an answer, in bytes: Neon's own bound. */
const MAX_BYTES = 64 * 1024 * 1024

const Param = z.union([z.string(), z.number(), z.boolean(), z.null()]).transform((value) => (value === null ? null : String(value)))
const Statement = z.object({ query: z.string(), params: z.array(Param).default([]) })
const Body = z.union([z.object({ queries: z.array(Statement) }), Statement])
type Statement = z.infer<typeof Statement>

const ISOLATION: Readonly<Record<string, string>> = {
  ReadUncommitted: "READ UNCOMMITTED",
  ReadCommitted: "READ COMMITTED",
  RepeatableRead: "REPEATABLE READ",
  Serializable: "SERIALIZABLE",
}

export type StatementNote = { readonly sql: string; readonly params: readonly (string | null)[]; readonly role: string }
type Hook = (statement: StatementNote) => void | Promise<void>

/** What a hook throws is the answer: a PostgresError as such, a BrokenConnection as that, anything else as HTTP 500. */
export type NeonOptions = {
  /** Called before each statement. A single statement hasn't taken a connection then, one of a batch holds it. */
  readonly before?: Hook
  /** Called when it has been done, before the answer is given. */
  readonly after?: Hook
}

/**
 * A handler of `POST /sql`. Each statement runs under the role that is the user name of the request's `Neon-Connection-String`,
 * so that grants hold; host, password and database of that string are not looked at.
 */
export function neonProxy(postgres: Postgres, options: NeonOptions = {}): (request: Request) => Promise<Response> {
  return async (request) => {
    const asked = await readRequest(request)
    if (asked instanceof Response) return asked
    const { body, role } = asked
    const within = <T>(work: (session: Session) => Promise<T>) => postgres.session(role === postgres.owner ? null : role, work)
    const run: Run = async (connect, { query: sql, params }) => {
      await options.before?.({ sql, params, role })
      const result = toResult(await connect((session) => session.query(sql, params)))
      await options.after?.({ sql, params, role })
      return result
    }
    try {
      if (!("queries" in body)) return answer(await run(within, body))
      return answer({ results: await within((session) => runBatch(session, request.headers, body.queries, run)) })
    } catch (thrown) {
      return toProblem(thrown)
    }
  }
}

type Connect = <T>(work: (session: Session) => Promise<T>) => Promise<T>
type Run = (connect: Connect, statement: Statement) => Promise<ReturnType<typeof toResult>>

async function readRequest(request: Request): Promise<Response | { readonly role: string; readonly body: z.infer<typeof Body> }> {
  if (new URL(request.url).pathname !== "/sql") return new Response("not found", { status: 404 })
  if (request.method !== "POST") return new Response("method not allowed", { status: 405 })
  if (request.headers.get("Neon-Raw-Text-Output") !== "true" || request.headers.get("Neon-Array-Mode") !== "true") {
    return refuse("this endpoint answers in raw text and array mode only, which is what the driver asks for")
  }
  const role = readRole(request.headers.get("Neon-Connection-String"))
  if (role === null) return refuse("invalid connection string: no user name in it")
  const text = await request.text()
  if (Buffer.byteLength(text) > MAX_BYTES) return new Response("request is too large", { status: 413 })
  const body = Body.safeParse(parseJson(text))
  return body.success ? { role, body: body.data } : refuse(`invalid request body: ${z.prettifyError(body.error)}`)
}

function readRole(connectionString: string | null): string | null {
  if (connectionString === null || !/^postgres(ql)?:\/\//.test(connectionString) || !URL.canParse(connectionString)) return null
  return decodeURIComponent(new URL(connectionString).username) || null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** All statements in one transaction, as the batch headers want it. */
async function runBatch(session: Session, headers: Headers, queries: readonly Statement[], run: Run) {
  await session.query(`BEGIN${batchModes(headers)}`)
  try {
    const results = []
    for (const query of queries) results.push(await run((work) => work(session), query))
    await session.query("COMMIT")
    return results
  } catch (thrown) {
    await session.query("ROLLBACK")
    throw thrown
  }
}

function batchModes(headers: Headers): string {
  const isolation = ISOLATION[headers.get("Neon-Batch-Isolation-Level") ?? ""]
  return [
    isolation === undefined ? "" : ` ISOLATION LEVEL ${isolation}`,
    headers.get("Neon-Batch-Read-Only") === "true" ? " READ ONLY" : "",
    headers.get("Neon-Batch-Deferrable") === "true" ? " DEFERRABLE" : "",
  ].join("")
}

function toResult({ fields, rows, command, rowCount }: Answer) {
  return {
    fields: fields.map(({ name, tableID, columnID, dataTypeID, dataTypeSize, dataTypeModifier }) => ({
      name,
      dataTypeID,
      tableID,
      columnID,
      dataTypeSize,
      dataTypeModifier,
      format: "text",
    })),
    rows,
    command,
    rowCount,
    rowAsArray: true,
  }
}

function answer(value: unknown): Response {
  const text = JSON.stringify(value)
  if (Buffer.byteLength(text) > MAX_BYTES) return new Response("response is too large", { status: 507 })
  return new Response(text, { headers: { "content-type": "application/json" } })
}

const refuse = (message: string): Response =>
  Response.json({ message, ...Object.fromEntries(ERROR_FIELDS.map((name) => [name, null])) }, { status: 400 })

function toProblem(thrown: unknown): Response {
  if (thrown instanceof BrokenConnection) throw thrown
  if (thrown instanceof PostgresError) return Response.json({ message: thrown.message, ...thrown.fields }, { status: 400 })
  return new Response(`the database did not answer: ${thrown instanceof Error ? thrown.message : String(thrown)}`, { status: 500 })
}
