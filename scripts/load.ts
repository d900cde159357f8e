// `npm run load`: how many events does the studio take over HTTP, how many reads does it answer, how soon, and what of it when something is killed?
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { brokenRules, commandOf, conditionsOf, reportMarkdown, sectionText, type Report, type SectionReport } from "./bench/report.ts"
import { openBenchServer } from "./bench/server.ts"
import { type LoadOptions, type Phase, readLoadOptions, USAGE } from "./load/options.ts"
import { openServer } from "../test/world/postgres-server.ts"
import { readThroughOutages } from "./load/outages.ts"
import { readExport } from "./load/read-export.ts"
import { readPages } from "./load/read-pages.ts"
import { sendEvents } from "./load/send-events.ts"
import { openLoadedStudio } from "./load/studio.ts"
import { readSettings, root } from "./settings.ts"

async function run(options: LoadOptions): Promise<Report> {
  const say = (text: string) => void (options.json ? process.stderr : process.stdout).write(`${text}\n`)
  const server = await openBenchServer(options.url)
  try {
    const sections: SectionReport[] = []
    for (const phase of options.phases) {
      for (const report of await runPhase(server.url, phase, say)) {
        sections.push(report)
        say(sectionText(report))
      }
    }
    const postgres = await openServer(server.url)
    const { rows } = await postgres.query("SHOW server_version")
    await postgres.close()
    return { conditions: conditionsOf(rows[0]?.[0] ?? "?", server.about), sections }
  } finally {
    await server.close()
  }
}

/** Each phase has a studio of its own, in the same database. */
async function runPhase(url: string, phase: Phase, say: (text: string) => void): Promise<readonly SectionReport[]> {
  if (phase.kind === "reads") return await readPages(url, phase, say)
  if (phase.kind === "outages") return [await readThroughOutages(url, phase, say)]
  if (phase.kind === "export") return [await readExport(url, phase, say)]
  const studio = await openLoadedStudio(url)
  try {
    return [await sendEvents(studio, phase, say)]
  } finally {
    await studio.close()
  }
}

const TITLE = { title: "Load", command: commandOf("load", process.argv.slice(2)) }

try {
  const options = readLoadOptions(process.argv.slice(2), readSettings()["TEST_DATABASE_URL"])
  const report = await run(options)
  if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`)
  for (const { name, figure, wanted } of brokenRules(report)) process.stderr.write(`BROKEN  ${name}: ${figure}, wanted ${wanted}\n`)
  if (brokenRules(report).length > 0) process.exitCode = 1
  if (options.write) writeFileSync(join(root, "docs", "load.md"), reportMarkdown(report, TITLE))
} catch (thrown) {
  const { message, code, stack } = thrown as Error & { code?: string }
  process.stderr.write(`\n${code?.startsWith("ERR_PARSE_ARGS") ? `${message}\n\n${USAGE}` : (stack ?? message)}\n`)
  process.exitCode = 1
}
// A connection that a kill cut may keep the process waiting.
process.exit()
