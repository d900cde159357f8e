// `npm run load`: how many events does the whole studio take over HTTP, how soon, and is each counted exactly once, also when it is killed?
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { brokenRules, commandOf, conditionsOf, reportMarkdown, sectionText, type Report, type SectionReport } from "./bench/report.ts"
import { openBenchServer } from "./bench/server.ts"
import { type LoadOptions, readLoadOptions, USAGE } from "./load/options.ts"
import { readPages } from "./load/read-pages.ts"
import { sendEvents } from "./load/send-events.ts"
import { openLoadedStudio } from "./load/studio.ts"
import { readSettings, root } from "./settings.ts"

async function run(options: LoadOptions): Promise<Report> {
  const say = (text: string) => void (options.json ? process.stderr : process.stdout).write(`${text}\n`)
  const server = await openBenchServer(options.url)
  try {
    const studio = await openLoadedStudio(server.url)
    try {
      const { rows } = await studio.postgres.query("SHOW server_version")
      const conditions = conditionsOf(rows[0]?.[0] ?? "?", server.about)
      const sections: SectionReport[] = []
      for (const phase of options.phases) {
        const report = phase.kind === "reads" ? await readPages(studio, phase, say) : await sendEvents(studio, phase, say)
        sections.push(report)
        say(sectionText(report))
      }
      return { conditions, sections }
    } finally {
      await studio.close()
    }
  } finally {
    await server.close()
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
