// How does PGlite, Postgres in WebAssembly, answer over its wire protocol, one session at a time?
import { mkdirSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { PGlite, protocol } from "@electric-sql/pglite"
import type { messages } from "@electric-sql/pglite"
import {
  type Answer,
  fromSessions,
  leavesTraces,
  type Postgres,
  quoteIdentifier,
  readTag,
  type Session,
  toPostgresError,
} from "./postgres-session.ts"

const { serialize } = protocol
type Message = Awaited<ReturnType<PGlite["execProtocolStream"]>>[number]

export type PglitePostgres = Postgres & {
  /** The whole database as an uncompressed tar, to be opened again with `image`. */
  dump(): Promise<Blob>
}

type Where = { readonly dir?: string; readonly image?: Blob }

/**
 * Opens a database in a folder, or in memory; `image` (of `dump`) fills a new one. PGlite has a single connection, so sessions queue:
 * what runs here can't show a race between two transactions. Every answer is on disk, as far as the operating system keeps its
 * files, before it is given: a killed process loses nothing it has answered.
 */
export async function openPglite(where: Where = {}): Promise<PglitePostgres> {
  const dataDir = where.dir === undefined ? undefined : resolve(where.dir)
  if (dataDir !== undefined) mkdirSync(dirname(dataDir), { recursive: true })
  const db = await PGlite.create({
    ...(dataDir === undefined ? {} : { dataDir }),
    ...(where.image === undefined ? {} : { loadDataDir: where.image }),
  })
  const connection = openConnection(db)
  const takeTurn = openQueue()
  const base = fromSessions({
    kind: "pglite",
    owner: "postgres",
    session: (role, work) => takeTurn(() => connection.run(role, work)),
    close: () => takeTurn(() => db.close()),
  })
  return { ...base, dump: () => takeTurn(() => db.dumpDataDir("none")) }
}

/** Runs works strictly one after another, in the order in which they were asked for. */
function openQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(work)
    last = next.catch(() => undefined)
    return next
  }
}

/** The one connection: its present role, and what has to be undone before the next session may use it. */
function openConnection(db: PGlite) {
  let role: string | null = null
  let traces = false

  async function send(parts: readonly Uint8Array[]): Promise<Answer> {
    const answer = readAnswer(await db.execProtocolStream(Buffer.concat(parts), { throwOnError: false }))
    if (answer instanceof Error) throw toPostgresError(answer)
    return answer
  }
  const session: Session = {
    query(sql, params = []) {
      traces ||= leavesTraces(sql)
      const bind = serialize.bind({ values: [...params] })
      return send([serialize.parse({ text: sql }), bind, serialize.describe({ type: "P" }), serialize.execute(), serialize.sync()])
    },
    async exec(sql) {
      traces ||= leavesTraces(sql)
      await send([serialize.query(sql)])
    },
  }

  async function cleanUp() {
    if (db.isInTransaction()) {
      await send([serialize.query("ROLLBACK")])
      throw new Error("A session ended inside a transaction; it was rolled back.")
    }
    if (!traces) return
    await send([serialize.query("DISCARD ALL")])
    role = null
    traces = false
  }

  return {
    async run<T>(wanted: string | null, work: (session: Session) => Promise<T>): Promise<T> {
      if (wanted !== role) await send([serialize.query(wanted === null ? "RESET ROLE" : `SET ROLE ${quoteIdentifier(wanted)}`)])
      role = wanted
      let result: T
      try {
        result = await work(session)
      } catch (thrown) {
        await cleanUp().catch(() => undefined)
        throw thrown
      }
      await cleanUp()
      return result
    },
  }
}

/** What the last statement of an exchange returned, or the first error in it. */
function readAnswer(received: readonly Message[]): Answer | Error {
  let fields: Answer["fields"] = []
  let tag: Pick<Answer, "command" | "rowCount"> = { command: null, rowCount: null }
  const rows: (readonly (string | null)[])[] = []
  for (const message of received) {
    if (message instanceof Error) return message
    if (message.name === "rowDescription") fields = (message as messages.RowDescriptionMessage).fields
    else if (message.name === "dataRow") rows.push((message as messages.DataRowMessage).fields)
    else if (message.name === "commandComplete") tag = readTag((message as messages.CommandCompleteMessage).text)
  }
  return { fields, rows, ...tag }
}
