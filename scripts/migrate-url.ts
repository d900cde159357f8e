// Brings the database of a URL up to date and tells a person what it did.
import { describeUrl, withDatabase } from "./database.ts"
import { migrate, type MigrationOutcome } from "./migrations.ts"

/** Applies what is missing and prints a line for each file. */
export async function migrateUrl(url: string): Promise<readonly MigrationOutcome[]> {
  const { user, host, database } = describeUrl(url)
  console.log(`Migrating ${database} on ${host} as ${user}`)
  const outcomes = await withDatabase(url, (client) =>
    migrate({ exec: (script) => client.query(script), query: (text) => client.query<unknown[]>({ text, rowMode: "array" }) }),
  )
  for (const { name, applied, wallMs } of outcomes)
    console.log(applied ? `  applied  ${name}  ${Math.round(wallMs)} ms` : `  skipped  ${name}`)
  const count = outcomes.filter(({ applied }) => applied).length
  console.log(`${count} applied, ${outcomes.length - count} were there already`)
  return outcomes
}
