// Brings the database of DATABASE_URL up to date: `npm run migrate`. Safe twice, and at the same time from two places.
import { describeUrl, withDatabase } from "./database.ts"
import { migrate, type MigrationOutcome } from "./migrations.ts"
import { readSettings } from "./settings.ts"

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

if (import.meta.main) {
  const url = readSettings()["DATABASE_URL"]
  try {
    if (url === undefined)
      throw new Error("DATABASE_URL is not set: put postgresql://USER:PASSWORD@HOST/DATABASE in the environment or in .dev.vars.")
    await migrateUrl(url)
  } catch (thrown) {
    console.error((thrown as Error).message)
    process.exitCode = 1
  }
}
