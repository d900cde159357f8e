// How does the local studio tell a person what it does? One line for each part that starts, each run that ends and each insight.
import type { LogLine } from "../../test/world/logs.ts"

// Whoever reads along may stop reading (`npm start | head`): the studio goes on, and ends as it always does.
process.stdout.on("error", () => {})

export const print = (text: string): void => void process.stdout.write(`${text}\n`)

/** Runs one part of the start and prints it with its time. */
export async function part<T>(name: string, work: () => T | Promise<T>, tell: (result: T) => string): Promise<T> {
  const started = performance.now()
  const result = await work()
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  print(`  ${name.padEnd(12)}${tell(result).padEnd(58)}${seconds.padStart(5)} s`)
  return result
}

/** `2026-11-21 19:30:05` in UTC. */
export const stamp = (at: Date): string => at.toISOString().slice(0, 19).replace("T", " ")

/** The line for what a Worker logged; null for what a person need not see. */
export function lineOf({ level, event, fields }: LogLine, now: Date): string | null {
  if (event === "run") return runLine(fields, now)
  if (event === "heartbeat" || level === "info" || level === "log") return null
  const details = event === "text" ? String(fields["message"]) : JSON.stringify(fields)
  return `${stamp(now)}  ${level.padEnd(8)}${event === "text" ? "" : `${event} `}${details.slice(0, 400)}`
}

function runLine(fields: LogLine["fields"], now: Date): string {
  const number = (name: string) => Number(fields[name] ?? 0)
  const { code, detail } = fields
  const why = typeof code === "string" ? `  ${code}: ${typeof detail === "string" ? detail : ""}` : ""
  const count = (name: string) => `${number(name)} ${number(name) === 1 ? name.slice(0, -1) : name}`
  const cost = `${count("statements")}, ${count("calls")}`
  const seconds = (number("wallMs") / 1000).toFixed(1)
  return `${stamp(now)}  ${"run".padEnd(8)}${String(fields["agent"]).padEnd(23)}${String(fields["state"]).padEnd(10)}${seconds.padStart(6)} s  ${cost}${why}`
}

export type InsightLine = {
  readonly madeAt: string
  readonly asset: string
  readonly type: string
  readonly probability: string
  readonly headline: string
  readonly statement: string
}

/** What was found, and below it what is claimed: the probability is the claim's, not the finding's. */
export function insightLine({ madeAt, asset, type, probability, headline, statement }: InsightLine): string {
  const percent = `${Math.round(Number(probability) * 100)}%`
  const found = `${stamp(new Date(madeAt))}  ${"insight".padEnd(8)}${asset.padEnd(6)}${type.padEnd(19)}${headline}`
  return `${found}\n${"".padEnd(54)}${percent.padStart(3)}: ${statement}`
}
