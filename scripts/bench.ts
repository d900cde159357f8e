// `npm run bench`: what costs how much, side by side in one run: one by one, the earlier system's optimised shape, ours, and the bare SQL.
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { agentStatistics } from "./bench/agent-statistics.ts"
import { engagement } from "./bench/engagement.ts"
import { ingestion } from "./bench/ingestion.ts"
import { marketScanCost } from "./bench/market-scan.ts"
import { type BenchOptions, readBenchOptions, type SectionName, USAGE } from "./bench/options.ts"
import { questions } from "./bench/questions.ts"
import {
  brokenRules,
  commandOf,
  type Conditions,
  conditionsOf,
  type Report,
  reportMarkdown,
  sectionText,
  type SectionReport,
} from "./bench/report.ts"
import type { Section } from "./bench/section.ts"
import { openBenchServer } from "./bench/server.ts"
import { snapshot } from "./bench/snapshot.ts"
import { openStand, type Stand } from "./bench/stand.ts"
import { readSettings, root } from "./settings.ts"

const SECTIONS: Readonly<Partial<Record<SectionName, Section>>> = {
  "market-scan": marketScanCost,
  engagement,
  snapshot,
  agents: agentStatistics,
  ingestion,
  questions,
}
const SHOWN = ["shared_buffers", "work_mem", "max_wal_size", "synchronous_commit", "fsync", "random_page_cost", "jit"]

async function describe(stand: Stand, about: string): Promise<Conditions> {
  const { rows } = await stand.client.query<{ name: string; setting: string; unit: string | null }>(
    "SELECT name, setting, unit FROM pg_settings WHERE name = ANY ($1) ORDER BY name",
    [SHOWN],
  )
  const version = await stand.client.query<{ server_version: string }>("SHOW server_version")
  const settings = rows.map(({ name, setting, unit }) => `${name} ${setting}${unit ?? ""}`).join(", ")
  return conditionsOf(version.rows[0]?.server_version ?? "?", `${about}; ${settings}`)
}

/** Where the finished parts of a run are kept, so that --resume goes on after them. */
function keptFile(options: BenchOptions): string {
  const { users, posts, runs, questions: sizes, events } = options
  const hash = createHash("sha256").update(JSON.stringify({ users, posts, runs, sizes, events })).digest("hex").slice(0, 12)
  return join(root, "node_modules", ".cache", "content-creator", `bench-${hash}.json`)
}

type Kept = Partial<Record<SectionName, SectionReport>>

async function run(options: BenchOptions): Promise<Report> {
  const file = keptFile(options)
  const kept: Kept = options.resume && existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Kept) : {}
  const say = (text: string) => void (options.json ? process.stderr : process.stdout).write(`${text}\n`)
  const server = await openBenchServer(options.url)
  const undo = () => server.close()
  try {
    const stand = await openStand(server.url)
    try {
      const conditions = await describe(stand, server.about)
      say(
        Object.entries(conditions)
          .map(([name, value]) => `${name}: ${value}`)
          .join("\n"),
      )
      const sections: SectionReport[] = []
      for (const name of options.sections) {
        const section = SECTIONS[name]
        if (section === undefined) continue
        const report = kept[name] ?? (await section({ stand, options, tell: say }))
        kept[name] = report
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, JSON.stringify(kept))
        sections.push(report)
        say(sectionText(report))
      }
      rmSync(file, { force: true })
      return { conditions, sections }
    } finally {
      await stand.close()
    }
  } finally {
    await undo()
  }
}

const TITLE = { title: "Performance", command: commandOf("bench", process.argv.slice(2)) }

try {
  const options = readBenchOptions(process.argv.slice(2), readSettings()["TEST_DATABASE_URL"])
  const started = performance.now()
  const report = await run(options)
  if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`)
  else process.stdout.write(`\n${Math.round((performance.now() - started) / 1_000)} s in all\n`)
  for (const { name, figure, wanted } of brokenRules(report)) process.stderr.write(`BROKEN  ${name}: ${figure}, wanted ${wanted}\n`)
  if (brokenRules(report).length > 0) process.exitCode = 1
  if (options.write) writeFileSync(join(root, "docs", "performance.md"), reportMarkdown(report, TITLE))
} catch (thrown) {
  const { message, code, stack } = thrown as Error & { code?: string }
  process.stderr.write(`\n${code?.startsWith("ERR_PARSE_ARGS") ? `${message}\n\n${USAGE}` : (stack ?? message)}\n`)
  process.exitCode = 1
}
