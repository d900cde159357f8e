// What is still to be done for an index to stand, or to be gone, and nobody to wait for it meanwhile? Read from the catalogues, so that a run
// that was broken off goes on where it was.
import type { IndexChange } from "./changes.ts"

export type IndexConnection = { readonly query: (sql: string) => Promise<{ readonly rows: readonly (readonly unknown[])[] }> }

/** `brief`: it takes a lock that writers wait for, but does next to nothing under it: it gives up after two seconds of waiting, and is tried again. */
export type Step = { readonly sql: string; readonly brief: boolean }

type Found = { readonly isThere: boolean; readonly isValid: boolean }
type Table = { readonly isPartitioned: boolean; readonly partitions: readonly string[] }

/** Longest wait for a lock behind which writers queue, and how often it is tried. */
const BRIEF = { lockTimeout: "2s", tries: 15 }
const LONGEST_NAME = 63
const LOCK = 7_164_209_304

const quote = (name: string): string => {
  if (!/^[a-z_][a-z0-9_]*$/.test(name) || name.length > LONGEST_NAME) throw new Error(`${name} is no name of an index or a table here.`)
  return `"${name}"`
}
const slow = (sql: string): Step => ({ sql, brief: false })
const brief = (sql: string): Step => ({ sql, brief: true })

async function findIndex({ query }: IndexConnection, name: string): Promise<Found> {
  const { rows } = await query(`SELECT indisvalid::text FROM pg_index WHERE indexrelid = to_regclass('public.${quote(name)}')`)
  return { isThere: rows.length > 0, isValid: rows[0]?.[0] === "true" }
}

/** Null: there is no such table (yet). */
async function findTable({ query }: IndexConnection, name: string): Promise<Table | null> {
  const { rows } = await query(
    `SELECT c.relkind::text, p.inhrelid::regclass::text FROM pg_class AS c LEFT JOIN pg_inherits AS p ON p.inhparent = c.oid
     WHERE c.oid = to_regclass('public.${quote(name)}') ORDER BY 2`,
  )
  if (rows.length === 0) return null
  return {
    isPartitioned: rows[0]?.[0] === "p",
    partitions: rows.flatMap(([, partition]) => (typeof partition === "string" ? [partition] : [])),
  }
}

/** The name of an index on one partition: `x_2026_11` of `x` on `table_2026_11`. */
const partName = (index: string, table: string, partition: string): string => `${index}${partition.slice(table.length)}`

/** What makes the index; nothing where it stands. What an earlier try left broken goes first. */
async function stepsToMake(
  connection: IndexConnection,
  change: Pick<IndexChange, "name" | "table" | "definition">,
): Promise<readonly Step[]> {
  const { name, table, definition } = change
  const [there, index] = [await findTable(connection, table), await findIndex(connection, name)]
  if (there === null || index.isValid) return []
  if (!there.isPartitioned) {
    return [
      ...(index.isThere ? [slow(`DROP INDEX CONCURRENTLY ${quote(name)}`)] : []),
      slow(`CREATE INDEX CONCURRENTLY ${quote(name)} ON ${quote(table)} ${definition}`),
    ]
  }
  // The whole is valid as soon as each partition has its part.
  const parts: Step[] = []
  for (const partition of there.partitions) {
    const part = partName(name, table, partition)
    const { isThere, isValid } = await findIndex(connection, part)
    if (isThere && !isValid) parts.push(slow(`DROP INDEX CONCURRENTLY ${quote(part)}`))
    if (!isValid) parts.push(slow(`CREATE INDEX CONCURRENTLY ${quote(part)} ON ${quote(partition)} ${definition}`))
    parts.push(brief(`ALTER INDEX ${quote(name)} ATTACH PARTITION ${quote(part)}`))
  }
  return [...(index.isThere ? [] : [brief(`CREATE INDEX ${quote(name)} ON ONLY ${quote(table)} ${definition}`)]), ...parts]
}

/** What removes the index; nothing where it is gone. One of a partitioned table can't go concurrently: that takes a moment alone. */
async function stepsToDrop(connection: IndexConnection, { name, table }: { name: string; table: string }): Promise<readonly Step[]> {
  const [there, index] = [await findTable(connection, table), await findIndex(connection, name)]
  if (there === null || !index.isThere) return []
  return [there.isPartitioned ? brief(`DROP INDEX ${quote(name)}`) : slow(`DROP INDEX CONCURRENTLY ${quote(name)}`)]
}

/** Makes what is new, then drops what it stands for: at no moment is there neither. */
export async function stepsForward(connection: IndexConnection, change: IndexChange): Promise<readonly Step[]> {
  const { table, replaces } = change
  const make = await stepsToMake(connection, change)
  return [...make, ...(replaces === undefined ? [] : await stepsToDrop(connection, { name: replaces.name, table }))]
}

export async function stepsBack(connection: IndexConnection, { name, table, replaces }: IndexChange): Promise<readonly Step[]> {
  const make = replaces === undefined ? [] : await stepsToMake(connection, { ...replaces, table })
  return [...make, ...(await stepsToDrop(connection, { name, table }))]
}

/** Runs the steps, each by itself and outside any transaction. Throws where one is refused; the next run goes on from there. */
export async function take(
  connection: IndexConnection,
  steps: readonly Step[],
  tell: (step: Step, ms: number) => void = () => {},
): Promise<void> {
  const { rows } = await connection.query(`SELECT pg_try_advisory_lock(${LOCK})::text`)
  if (rows[0]?.[0] !== "true") throw new Error("Another run is at work on this database.")
  try {
    for (const step of steps) {
      const started = performance.now()
      await connection.query(`SET lock_timeout = '${step.brief ? BRIEF.lockTimeout : "0"}'`)
      await insist(connection, step)
      tell(step, performance.now() - started)
    }
  } finally {
    await connection.query("SET lock_timeout = '0'")
    await connection.query(`SELECT pg_advisory_unlock(${LOCK})`)
  }
}

async function insist({ query }: IndexConnection, { sql, brief: isBrief }: Step): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await query(sql)
      return
    } catch (thrown) {
      const waited = (thrown as { code?: unknown }).code === "55P03"
      if (!waited || !isBrief || tries === BRIEF.tries) throw new Error(`${sql}: ${(thrown as Error).message}`, { cause: thrown })
    }
  }
}
