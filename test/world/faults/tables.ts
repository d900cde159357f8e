// What was tried, and what came of it? Stories told, faults by kind, end states by channel, and every duplicate and loss with its seed.
import { CHANNELS } from "./schedule.ts"
import type { Told } from "./story.ts"

const count = <K>(keys: readonly K[]): Map<K, number> => {
  const counts = new Map<K, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

const columns = (rows: readonly (readonly (string | number)[])[]): string => {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => String(row[i]).length)))
  return rows
    .map(
      (row) =>
        `  ${row.map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i] ?? 0) : String(cell).padStart(widths[i] ?? 0))).join("  ")}`,
    )
    .join("\n")
}

/** Stories by channel and end state. */
function endStates(told: readonly Told[]): string {
  const states = [...new Set(told.map(({ verdict }) => verdict.state))].toSorted()
  const rows = CHANNELS.map((channel) => {
    const own = told.filter(({ schedule }) => schedule.channel === channel)
    return [channel, ...states.map((state) => own.filter(({ verdict }) => verdict.state === state).length)]
  })
  return columns([["end state", ...states], ...rows])
}

export function faultTables(told: readonly Told[]): { readonly text: string; readonly isFine: boolean } {
  const struck = told.flatMap((each) => [
    ...each.struck,
    ...(each.schedule.isTwice ? ["message delivered twice"] : []),
    ...(each.schedule.isCrowded ? ["two publishers at once"] : []),
  ])
  const faults = [...count(struck)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const duplicates = told.flatMap(({ schedule, verdict }) =>
    verdict.duplicates.map((text) => `seed ${schedule.seed} (${schedule.channel}): ${text}`),
  )
  const losses = told.flatMap(({ schedule, verdict }) =>
    verdict.losses.map((text) => `seed ${schedule.seed} (${schedule.channel}): ${text}`),
  )
  const steps = told.reduce((sum, each) => sum + each.steps, 0)
  const text = [
    `\nSchedules told: ${told.length}, of ${steps} steps; faults that struck: ${struck.length}`,
    columns([["fault", "times"], ...faults]),
    "",
    endStates(told),
    "",
    `Duplicates: ${duplicates.length}`,
    ...duplicates.map((line) => `  ${line}`),
    `Losses: ${losses.length}`,
    ...losses.map((line) => `  ${line}`),
  ].join("\n")
  return { text, isFine: duplicates.length === 0 && losses.length === 0 }
}
