// What does a deployment of the studio still lack? `npm run doctor` names it, part by part, and never prints a value.
import { checkDatabase, checkRedis, type Finding } from "./doctor/reach.ts"
import { DEPLOYABLES, inspectDeployable } from "./deployables.ts"
import { readSettings, type Settings } from "./settings.ts"

type Part = { readonly name: string; readonly findings: readonly Finding[] }

/** One part per Worker, from its own schema and wrangler.toml. */
function inspectWorkers(settings: Settings): readonly Part[] {
  return DEPLOYABLES.map((deployable) => {
    const { faults, off, unset } = inspectDeployable(deployable, settings)
    const findings: Finding[] = [
      ...faults.map((says) => ({ state: "lacks", says }) as const),
      ...off.map((group) => ({ state: "off", says: group }) as const),
      ...unset.map((name) => ({ state: "off", says: `${name} is not set; it doesn't have to be` }) as const),
    ]
    return {
      name: deployable.name,
      findings: faults.length === 0 ? [{ state: "ok", says: "has everything it needs" }, ...findings] : findings,
    }
  })
}

async function diagnose(settings: Settings): Promise<readonly Part[]> {
  const [database, redis] = await Promise.all([
    checkDatabase(settings["DATABASE_URL"]),
    checkRedis(settings["REDIS_URL"], settings["REDIS_TOKEN"]),
  ])
  return [...inspectWorkers(settings), { name: "database", findings: database }, { name: "redis", findings: redis }]
}

const parts = await diagnose(readSettings())
for (const { name, findings } of parts) {
  console.log(name)
  for (const { state, says } of findings) console.log(`  ${state.padEnd(6)} ${says}`)
}
const lacking = parts.filter(({ findings }) => findings.some(({ state }) => state === "lacks")).map(({ name }) => name)
console.log(
  lacking.length === 0
    ? "\nNothing is missing: `npm run deploy` can go ahead."
    : `\nNot ready to deploy: ${lacking.join(", ")}. Set what is missing in .dev.vars (see .dev.vars.example) or in the environment.\n` +
        "The local studio needs none of it: `npm start`.",
)
process.exitCode = lacking.length === 0 ? 0 : 1
