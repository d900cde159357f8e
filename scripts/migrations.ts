// Which migrations are there, and which does a database still lack? Applies them, each in one transaction, from any number of places at once.
import { createHash } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), "..", "drizzle")
const FILE_NAME = /^(\d{4})_[a-z0-9_]+\.sql$/

/** Any number will do, as long as every copy of this program uses the same one. */
const LOCK = 7_164_209_301
/** Our own SQLSTATEs, from a class that Postgres leaves free. */
const APPLIED_MEANWHILE = "SM001"
const CHANGED_MEANWHILE = "SM002"

export type Migration = { readonly name: string; readonly sql: string; readonly sha256: string }

export type MigrationConnection = {
  /** Runs a script of several statements by the simple protocol, which makes it one transaction. Its error carries the SQLSTATE in `code`. */
  exec(script: string): Promise<unknown>
  /** The rows of one statement as lists of values. Without it the database is taken to be empty. */
  query?(sql: string): Promise<{ readonly rows: readonly (readonly unknown[])[] }>
}

export type MigrationOutcome = { readonly name: string; readonly applied: boolean; readonly wallMs: number }

/** The files of `folder` in order. Throws where a name isn't `NNNN_purpose.sql`, or the numbers don't run 0001, 0002, and so on. */
export function readMigrations(folder: string = FOLDER): readonly Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort()
  names.forEach((name, index) => {
    const number = FILE_NAME.exec(name)?.[1]
    if (Number(number) === index + 1) return
    throw new Error(`${name}: migrations are named 0001_purpose.sql, 0002_purpose.sql, ... without gaps; here ${index + 1} was expected.`)
  })
  return names.map((name) => {
    const sql = readFileSync(join(folder, name), "utf8")
    return { name, sql, sha256: createHash("sha256").update(sql).digest("hex") }
  })
}

/**
 * Brings the database up to date and says for each file whether it was applied now. Doing it twice, or at the same time from two places,
 * is doing it once. Throws before it changes anything where a file was edited after it had been applied, and names that file.
 */
export async function migrate(connection: MigrationConnection, migrations = readMigrations()): Promise<readonly MigrationOutcome[]> {
  const known = await readApplied(connection)
  const changed = migrations.filter(({ name, sha256 }) => (known.get(name) ?? sha256) !== sha256)
  if (changed.length > 0) throw changedError(changed.map(({ name }) => name))
  const outcomes: MigrationOutcome[] = []
  for (const migration of migrations) {
    const started = performance.now()
    const applied = !known.has(migration.name) && (await apply(connection, migration))
    outcomes.push({ name: migration.name, applied, wallMs: performance.now() - started })
  }
  return outcomes
}

/** Name and hash of every migration that the database has had. */
async function readApplied(connection: MigrationConnection): Promise<ReadonlyMap<string, string>> {
  if (connection.query === undefined) return new Map()
  const [found] = (await connection.query("SELECT 1 WHERE to_regclass('schema_migrations') IS NOT NULL")).rows
  if (found === undefined) return new Map()
  const { rows } = await connection.query("SELECT name, sha256 FROM schema_migrations")
  return new Map(rows.map(([name, sha256]) => [String(name), String(sha256)]))
}

/** Runs one file; false where somebody else has applied it since we looked. */
async function apply(connection: MigrationConnection, migration: Migration): Promise<boolean> {
  try {
    await connection.exec(toScript(migration))
    return true
  } catch (thrown) {
    const code = (thrown as { code?: unknown }).code
    if (code === APPLIED_MEANWHILE) return false
    if (code === CHANGED_MEANWHILE) throw changedError([migration.name])
    throw new Error(`${migration.name}: ${(thrown as Error).message}`, { cause: thrown })
  }
}

/** The file between its guard and its record. The lock ends with the transaction, so nobody has to give it back. */
function toScript({ name, sql, sha256 }: Migration): string {
  return `SELECT pg_advisory_xact_lock(${LOCK});
CREATE TABLE IF NOT EXISTS schema_migrations (
  name text COLLATE "C" PRIMARY KEY,
  sha256 text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now()
);
DO $guard$
DECLARE
  known text := (SELECT sha256 FROM schema_migrations WHERE name = '${name}');
BEGIN
  IF known = '${sha256}' THEN
    RAISE EXCEPTION 'applied meanwhile' USING ERRCODE = '${APPLIED_MEANWHILE}';
  ELSIF known IS NOT NULL THEN
    RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = '${CHANGED_MEANWHILE}';
  END IF;
END
$guard$;
${sql}
;
INSERT INTO schema_migrations (name, sha256) VALUES ('${name}', '${sha256}');`
}

function changedError(names: readonly string[]): Error {
  return new Error(`${names.join(", ")}: changed after having been applied. Put the old text back and write the change as a new migration.`)
}
