// How are the figures shown: as text on a terminal, as Markdown in docs/, as JSON to a program?
import { cpus, loadavg, totalmem } from "node:os"

/** Numbers are shown with three digits or so; text as it is. */
export type Cell = string | number | null
export type Table = { readonly title: string; readonly columns: readonly string[]; readonly rows: readonly (readonly Cell[])[] }

/** What the project asked for, and what came. `met` is null where this run's sizes can't tell. */
export type Bar = {
  readonly name: string
  readonly wanted: string
  readonly figure: string
  readonly met: boolean | null
  /** Doesn't depend on the machine: where it is missed, the program fails. */
  readonly isRule: boolean
}

export type SectionReport = {
  readonly title: string
  readonly tables: readonly Table[]
  readonly bars: readonly Bar[]
  /** Conditions and reservations, a sentence each. */
  readonly notes: readonly string[]
}

export type Conditions = Readonly<Record<string, string>>
export type Report = { readonly conditions: Conditions; readonly sections: readonly SectionReport[] }

/** Where and when it was measured. */
export function conditionsOf(postgres: string, database: string): Conditions {
  const processors = cpus()
  return {
    date: `${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC`,
    machine: `${processors.length} processors (${processors[0]?.model.trim() ?? "unknown"}), ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform} ${process.arch}`,
    versions: `PostgreSQL ${postgres}, Node ${process.versions.node}`,
    database,
    "load average before": `${(loadavg()[0] ?? 0).toFixed(1)}; what else runs on the machine makes every time longer, and ratios unsure`,
    "not measured here": "Neon itself, Cloudflare's network, data larger than memory",
  }
}

/** What was typed, but for the server's address, which may hold a password. */
export function commandOf(name: string, args: readonly string[]): string {
  const shown = args.filter((arg, i) => !arg.startsWith("--url") && args[i - 1] !== "--url")
  return `npm run ${name}${shown.length === 0 ? "" : ` -- ${shown.join(" ")}`}`
}

/** `1,234`, `12.3`, `0.123`: what a person compares. */
export function show(cell: Cell): string {
  if (cell === null || Number.isNaN(cell)) return "-"
  if (typeof cell === "string") return cell
  const size = Math.abs(cell)
  const digits = Number.isInteger(cell) || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3
  return cell.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

export const toBar = (name: string, wanted: string, figure: string, met: boolean | null): Bar => ({
  name,
  wanted,
  figure,
  met,
  isRule: false,
})
export const toRule = (name: string, wanted: string, figure: string, met: boolean): Bar => ({ name, wanted, figure, met, isRule: true })
export const brokenRules = ({ sections }: Report): readonly Bar[] =>
  sections.flatMap(({ bars }) => bars.filter(({ isRule, met }) => isRule && met === false))
export const verdict = ({ met }: Bar): string => (met === null ? "not measured" : met ? "met" : "missed")

const isNumeric = (cell: Cell | undefined): boolean => typeof cell === "number" || cell === null

export function tableText({ title, columns, rows }: Table): string {
  const cells = [columns, ...rows.map((row) => row.map(show))]
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)))
  const line = (row: readonly string[], numeric: (i: number) => boolean) =>
    row
      .map((cell, i) => (numeric(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join("  ")
      .trimEnd()
  const right = (i: number) => rows.length > 0 && rows.every((row) => isNumeric(row[i]))
  return [title, ...cells.map((row) => line(row, right))].join("\n")
}

export function sectionText({ title, tables, bars, notes }: SectionReport): string {
  const shown = bars.map((bar) => `${verdict(bar).padEnd(13)}${bar.name}: ${bar.figure} (wanted ${bar.wanted})`)
  return [`\n== ${title}\n`, ...tables.map((table) => `${tableText(table)}\n`), ...shown, ...notes.map((note) => `- ${note}`)].join("\n")
}

function tableMarkdown({ title, columns, rows }: Table): string {
  const aligned = columns.map((_, i) => (rows.length > 0 && rows.every((row) => isNumeric(row[i])) ? "---:" : "---"))
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`
  return [`${title}\n`, line(columns), line(aligned), ...rows.map((row) => line(row.map(show)))].join("\n")
}

const barRow = (bar: Bar): readonly Cell[] => [bar.name, bar.wanted, bar.figure, verdict(bar)]

/** A whole document. */
export function reportMarkdown({ conditions, sections }: Report, of: { readonly title: string; readonly command: string }): string {
  const bars = sections.flatMap((section) => section.bars)
  const chapters = sections.map(({ title, tables, notes }) =>
    [`## ${title}`, ...tables.map(tableMarkdown), ...(notes.length === 0 ? [] : [notes.map((note) => `- ${note}`).join("\n")])].join(
      "\n\n",
    ),
  )
  const measured = Object.entries(conditions).map(([name, value]) => `- ${name}: ${value}`)
  return [
    `# ${of.title}`,
    `Written by \`${of.command}\`; don't edit. Everything in one table was measured in one run on one machine, side by side: compare within a table, not between machines.`,
    measured.join("\n"),
    "## What was asked for",
    tableMarkdown({
      title: "Each bar of the project with its figure.",
      columns: ["what", "wanted", "measured", ""],
      rows: bars.map(barRow),
    }),
    ...chapters,
  ]
    .join("\n\n")
    .concat("\n")
}
