// `npm run indexes`: builds indexes on a live database, or takes them back, while everybody goes on writing. Safe twice; what was broken off goes on.
import { parseArgs } from "node:util"
import { describeUrl, withDatabase } from "./database.ts"
import { INDEX_CHANGES } from "./indexes/changes.ts"
import { stepsBack, stepsForward, take } from "./indexes/steps.ts"
import { readSettings } from "./settings.ts"

const USAGE = `npm run indexes -- [options]

Builds the indexes of scripts/indexes/changes.ts that the database of DATABASE_URL (the owner's) lacks, with CREATE INDEX CONCURRENTLY, and drops
those that they stand for. Run it before \`npm run migrate\` where the tables are large: the migration then finds the index.

  --dry-run          says what it would do
  --roll-back NAME   brings the index back that NAME stands for, and drops NAME
                     (a migration that has run makes NAME again only in a new database)`

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      "dry-run": { type: "boolean", default: false },
      "roll-back": { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  })
  if (values.help) return console.log(USAGE)
  const back = values["roll-back"]
  const changes = INDEX_CHANGES.filter(({ name }) => back === undefined || name === back)
  if (changes.length === 0) throw new Error(`There is no change ${back}. There are: ${INDEX_CHANGES.map(({ name }) => name).join(", ")}.`)
  const url = readSettings()["DATABASE_URL"]
  if (url === undefined)
    throw new Error("DATABASE_URL is not set: put postgresql://USER:PASSWORD@HOST/DATABASE in the environment or in .dev.vars.")
  const { user, host, database } = describeUrl(url)
  console.log(`Indexes of ${database} on ${host} as ${user}`)
  await withDatabase(url, async (client) => {
    const connection = { query: (text: string) => client.query<unknown[]>({ text, rowMode: "array" }) }
    for (const change of changes) {
      const steps = await (back === undefined ? stepsForward : stepsBack)(connection, change)
      console.log(steps.length === 0 ? `  ${change.name}: nothing to do` : `  ${change.name}: ${change.why}`)
      if (values["dry-run"]) for (const { sql } of steps) console.log(`    would run  ${sql}`)
      else await take(connection, steps, ({ sql }, ms) => console.log(`    ${Math.round(ms)} ms  ${sql}`))
    }
  })
}

try {
  await run()
} catch (thrown) {
  console.error((thrown as Error).message)
  process.exitCode = 1
}
