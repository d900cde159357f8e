// Puts the studio on Cloudflare: `npm run deploy`. Checks the configuration, migrates, deploys the three Workers, prints their addresses.
// With --dry-run it checks and builds the same things, but needs no account, asks nobody and changes nothing.
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { runCommand } from "./command.ts"
import { DEPLOYABLES, type Deployable, listSecrets, readDeclaration } from "./deployables.ts"
import { migrateUrl } from "./migrate-url.ts"
import { readMigrations } from "./migrations.ts"
import { readSettings } from "./settings.ts"

/** Which of the Worker's secrets Cloudflare doesn't have yet, each as the command that sets it. */
async function findMissingSecrets(deployable: Deployable): Promise<readonly string[]> {
  const { required } = listSecrets(deployable)
  const { code, output } = await runCommand("wrangler", ["secret", "list", "--env", deployable.name, "--format", "json"])
  if (/CLOUDFLARE_API_TOKEN|not logged in/i.test(output)) {
    throw new Error("Cloudflare does not know you: run `npm run wrangler -- login`, or set CLOUDFLARE_API_TOKEN.")
  }
  if (code !== 0 && !/not found/i.test(output))
    throw new Error(`Cloudflare did not list the secrets of ${deployable.name}: ${output.trim()}`)
  const known = code === 0 ? readNames(output) : []
  return required.filter((name) => !known.includes(name)).map((name) => `npm run wrangler -- secret put ${name} --env ${deployable.name}`)
}

function readNames(json: string): readonly string[] {
  const secrets = JSON.parse(json.slice(json.indexOf("["))) as readonly { readonly name: string }[]
  return secrets.map(({ name }) => name)
}

async function checkConfig(dryRun: boolean): Promise<void> {
  for (const deployable of DEPLOYABLES) {
    const { worker, queues, buckets } = readDeclaration(deployable.name)
    const { required, optional } = listSecrets(deployable)
    console.log(worker)
    console.log(`  queues   ${queues.join(", ") || "none"}`)
    if (buckets.length > 0) console.log(`  buckets  ${buckets.join(", ")}`)
    console.log(`  secrets  ${required.join(", ") || "none"}${optional.length > 0 ? `; may have ${optional.join(", ")}` : ""}`)
  }
  if (dryRun) return
  const commands: string[] = []
  for (const deployable of DEPLOYABLES) commands.push(...(await findMissingSecrets(deployable)))
  if (commands.length > 0) throw new Error(`Secrets are missing at Cloudflare. Set them, then deploy again:\n  ${commands.join("\n  ")}`)
}

async function migrateFirst(dryRun: boolean): Promise<void> {
  if (dryRun) return console.log(`\n${readMigrations().length} migrations are readable; a dry run applies none`)
  const url = readSettings()["DATABASE_URL"]
  if (url === undefined)
    throw new Error("DATABASE_URL is not set: the owner's address of the database, in the environment or in .dev.vars.")
  console.log("")
  await migrateUrl(url)
}

/** Deploys one Worker and gives the addresses that it answers on. */
async function deployOne(name: Deployable["name"], dryRun: boolean, folder: string): Promise<readonly string[]> {
  const report = join(folder, `${name}.ndjson`)
  const args = ["deploy", "--env", name, "--minify", ...(dryRun ? ["--dry-run", "--outdir", join(folder, name)] : [])]
  console.log(`\n${dryRun ? "Building" : "Deploying"} ${name}`)
  const { code } = await runCommand("wrangler", args, { live: true, env: { WRANGLER_OUTPUT_FILE_PATH: report } })
  if (code !== 0)
    throw new Error(`wrangler could not ${dryRun ? "build" : "deploy"} ${name}; its words stand above. What was deployed before it stays.`)
  return dryRun ? [] : readTargets(readFileSync(report, "utf8"))
}

/** From wrangler's report, a JSON document a line: where the Worker is reached, schedules and queues left out. */
function readTargets(report: string): readonly string[] {
  const entries = report.split("\n").filter(Boolean)
  const parsed = entries.map((line) => JSON.parse(line) as { readonly type: string; readonly targets?: readonly string[] })
  return parsed.flatMap(({ type, targets = [] }) =>
    type === "deploy" ? targets.filter((target) => /^https?:|\(custom domain\)/.test(target)) : [],
  )
}

async function deploy(dryRun: boolean): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "deploy-"))
  try {
    await checkConfig(dryRun)
    await migrateFirst(dryRun)
    const addresses: string[] = []
    for (const { name } of DEPLOYABLES)
      addresses.push(...(await deployOne(name, dryRun, folder)).map((url) => `  ${name.padEnd(7)} ${url}`))
    console.log(dryRun ? "\nThe dry run passed: nothing was deployed." : `\nDeployed.\n${addresses.join("\n")}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

try {
  const { values } = parseArgs({ options: { "dry-run": { type: "boolean", default: false } } })
  await deploy(values["dry-run"])
} catch (thrown) {
  console.error(`\n${(thrown as Error).message}`)
  process.exitCode = 1
}
