// Brings the database of DATABASE_URL up to date: `npm run migrate`. Safe twice, and at the same time from two places.
import { migrateUrl } from "./migrate-url.ts"
import { readSettings } from "./settings.ts"

const url = readSettings()["DATABASE_URL"]
try {
  if (url === undefined)
    throw new Error("DATABASE_URL is not set: put postgresql://USER:PASSWORD@HOST/DATABASE in the environment or in .dev.vars.")
  await migrateUrl(url)
} catch (thrown) {
  console.error((thrown as Error).message)
  process.exitCode = 1
}
