// What do the processes of a load run spend, and how large is workerd? As Linux tells; elsewhere nobody knows.
import { readdirSync, readFileSync } from "node:fs"

export const PARTS = ["workerd", "stand-ins", "PostgreSQL"] as const
export type Part = (typeof PARTS)[number]

export type ProcessorMeter = {
  /** Reads what each process has spent. What one spends between the last look and its end is not seen. `postgres`: process ids of the server. */
  look(postgres: readonly number[]): void
  /** Seconds of processor since the first look; null where nobody knows. */
  spentS(part: Part): number | null
}

/** Of /proc/PID/stat: hundredths of a second, whatever the kernel's own unit is (man 5 proc). */
const TICKS_A_SECOND = 100

/** Measures this process (stand-ins and queues), its workerd, and the PostgreSQL processes that it is told of. */
export function openProcessorMeter(): ProcessorMeter {
  const seen = new Map<string, { readonly part: Part; readonly from: number; until: number }>()
  let isFirst = true
  const note = (part: Part, pid: number) => {
    const ticks = readStat(pid)?.ticks
    if (ticks === undefined) return
    const entry = seen.get(`${part} ${pid}`)
    if (entry !== undefined) entry.until = ticks
    // Who comes later began in between.
    else seen.set(`${part} ${pid}`, { part, from: isFirst ? ticks : 0, until: ticks })
  }
  return {
    look(postgres) {
      note("stand-ins", process.pid)
      const workerd = findWorkerd()
      if (workerd !== null) note("workerd", workerd)
      // A server on another machine has the ids of strangers here.
      for (const pid of postgres) if (readStat(pid)?.name.startsWith("postgres") === true) note("PostgreSQL", pid)
      isFirst = false
    },
    spentS(part) {
      const own = [...seen.values()].filter((entry) => entry.part === part)
      return own.length === 0 ? null : own.reduce((sum, { from, until }) => sum + until - from, 0) / TICKS_A_SECOND
    },
  }
}

/** Resident set in MB of the workerd that this process started: three Workers in one process. Null where the system doesn't tell. */
export function workerdMb(): number | null {
  const pid = findWorkerd()
  const size = pid === null ? undefined : /VmRSS:\s+(\d+) kB/.exec(read(`/proc/${pid}/status`))?.[1]
  return size === undefined ? null : Number(size) / 1024
}

let known: number | null = null

/** All processes are gone through only where the one that was known is gone. */
function findWorkerd(): number | null {
  if (known === null || !isOurWorkerd(known)) known = pids().find(isOurWorkerd) ?? null
  return known
}

function isOurWorkerd(pid: number): boolean {
  const stat = readStat(pid)
  return stat !== null && stat.name.startsWith("workerd") && stat.parent === process.pid && stat.state !== "Z"
}

function pids(): number[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
  } catch {
    return []
  }
}

type Stat = { readonly name: string; readonly state: string; readonly parent: number; readonly ticks: number }

function readStat(pid: number): Stat | null {
  const found = /^\d+ \((.*)\) (\S) (\d+) (?:\S+ ){9}(\d+) (\d+) /s.exec(read(`/proc/${pid}/stat`))
  if (found === null) return null
  const [, name = "", state = "", parent, user, system] = found
  return { name, state, parent: Number(parent), ticks: Number(user) + Number(system) }
}

/** Empty where the process is gone meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return ""
  }
}
