// How are the kills and the ledger shown? A line for each kill, then what the runs came to.
import type { Session } from "../../test/world/postgres-session.ts"
import type { Snapshot, Table } from "./snapshot.ts"

export const print = (text: string): void => void process.stdout.write(`${text}\n`)

/** A cell is what the life began with + what it added. The tables that a line of the kills has room for. */
const SHOWN: readonly Table[] = ["runs", "events", "candles", "quotes", "news_articles", "insights", "evidence"]
const WIDTHS = [4, 8, 22, 40, ...SHOWN.map((table) => Math.max(10, table.length))]

const row = (cells: readonly string[]): string => cells.map((cell, i) => cell.padEnd(WIDTHS[i] ?? 0)).join("  ")

export function killHeading(): string {
  return `${row(["kill", "after ms", "aimed at", "what was going on", ...SHOWN])}  runs by state`
}

export type Kill = {
  readonly number: number
  readonly afterMs: number
  readonly aim: string
  readonly doing: string
  readonly before: Snapshot | null
  readonly after: Snapshot | null
}

export function killLine({ number, afterMs, aim, doing, before, after }: Kill): string {
  const counts = SHOWN.map((table) => {
    const [old, now] = [before?.rows[table].length ?? 0, after?.rows[table].length ?? 0]
    return after === null ? "-" : `${old} + ${now - old}`
  })
  const states = Object.entries(after?.states ?? {}).map(([state, count]) => `${count} ${state}`)
  return `${row([String(number), String(Math.round(afterMs)), aim, doing.slice(0, WIDTHS[3]), ...counts])}  ${states.join(", ") || "-"}`
}

const LEDGER: readonly (readonly [heading: string, sql: string])[] = [
  [
    "Runs by agent, state and trigger",
    "SELECT rpad(agent, 18) || rpad(state, 11) || rpad(trigger, 10) || lpad(count(*)::text, 5) FROM runs GROUP BY agent, state, trigger ORDER BY agent, state, trigger",
  ],
  ["Runs by attempts", "SELECT rpad(attempt::text, 4) || lpad(count(*)::text, 5) FROM runs GROUP BY attempt ORDER BY attempt"],
  [
    "Events by name",
    `SELECT rpad(name, 20) || lpad(count(*)::text, 5) || ', told ' || count(dispatched_at) FROM events GROUP BY name ORDER BY name`,
  ],
]

export async function printLedger(session: Session): Promise<void> {
  for (const [heading, sql] of LEDGER) {
    print(`\n${heading}`)
    for (const [line] of (await session.query(sql)).rows) print(`  ${line ?? ""}`)
  }
}
