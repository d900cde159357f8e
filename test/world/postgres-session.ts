// What does the local world ask of a Postgres, whichever it is? Sessions that give every value as Postgres' own text.

/** A column of an answer, in the words of Postgres' row description. */
export type Field = {
  readonly name: string
  readonly tableID: number
  readonly columnID: number
  readonly dataTypeID: number
  readonly dataTypeSize: number
  readonly dataTypeModifier: number
}

/** What one statement returned. Every value is Postgres' text form; `command` is the first word of its tag, null for an empty statement. */
export type Answer = {
  readonly fields: readonly Field[]
  readonly rows: readonly (readonly (string | null)[])[]
  readonly command: string | null
  /** Rows returned or changed; null where the tag counts none (CREATE, SET, ...). */
  readonly rowCount: number | null
}

export type Session = {
  /** One statement by the extended protocol; several in one string are refused with 42601. Throws PostgresError. */
  query(sql: string, params?: readonly (string | null)[]): Promise<Answer>
  /** A script of any number of statements by the simple protocol: one transaction, unless it says otherwise. Throws PostgresError. */
  exec(sql: string): Promise<void>
}

export type Postgres = Session & {
  readonly kind: "pglite" | "server"
  /** The role that everything runs under where none is named: the owner of the database. */
  readonly owner: string
  /** Work on one connection that nobody else uses meanwhile, under `role` (the owner, where null). Settings and locks end with it. */
  session<T>(role: string | null, work: (session: Session) => Promise<T>): Promise<T>
  /** BEGIN, work, COMMIT; ROLLBACK where the work throws. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export const ERROR_FIELDS = [
  "severity",
  "code",
  "detail",
  "hint",
  "position",
  "internalPosition",
  "internalQuery",
  "where",
  "schema",
  "table",
  "column",
  "dataType",
  "constraint",
  "file",
  "line",
  "routine",
] as const
export type ErrorFields = Readonly<Record<(typeof ERROR_FIELDS)[number], string | null>>

/** An error that Postgres itself reported, with the fields of its error message. */
export class PostgresError extends Error {
  override readonly name = "PostgresError"
  readonly fields: ErrorFields

  constructor(message: string, fields: ErrorFields) {
    super(message)
    this.fields = fields
  }

  get code(): string | null {
    return this.fields.code
  }
}

/** The error that a driver threw or received, in our form. */
export function toPostgresError(thrown: Error): PostgresError {
  const given = thrown as unknown as Record<string, string | undefined>
  const fields = Object.fromEntries(ERROR_FIELDS.map((name) => [name, given[name] ?? null])) as ErrorFields
  return new PostgresError(thrown.message, fields)
}

/** Reads a command tag such as `INSERT 0 3`, `SELECT 5` or `CREATE TABLE`. */
export function readTag(tag: string): Pick<Answer, "command" | "rowCount"> {
  const [command = "", ...numbers] = tag.split(" ")
  const count = Number(numbers.at(-1))
  return { command, rowCount: numbers.length > 0 && Number.isInteger(count) ? count : null }
}

/** The word SET where it only changes rows. */
const UPDATES = /\b(do\s+update|update\s+(only\s+)?[\w."]+(\s+(as\s+)?\w+)?)\s+set\b/gi

/** Whether a statement may leave something behind in its connection (a setting, a role, a lock) that the next user must not inherit. */
export function leavesTraces(sql: string): boolean {
  const withoutUpdates = sql.replace(UPDATES, "")
  return /\b(set|reset|set_config|pg_(try_)?advisory_lock(_shared)?|listen|prepare|temp|temporary)\b/i.test(withoutUpdates)
}

export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** The common part of both kinds: everything is a session, one after another or from a pool. */
export function fromSessions(base: Pick<Postgres, "kind" | "owner" | "session" | "close">): Postgres {
  return {
    ...base,
    query: (sql, params) => base.session(null, (session) => session.query(sql, params)),
    exec: (sql) => base.session(null, (session) => session.exec(sql)),
    transaction: (work) =>
      base.session(null, async (session) => {
        await session.query("BEGIN")
        try {
          const result = await work(session)
          await session.query("COMMIT")
          return result
        } catch (thrown) {
          await session.query("ROLLBACK")
          throw thrown
        }
      }),
  }
}
