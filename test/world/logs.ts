// What have the Workers logged? Their structured lines, kept and waited for.

export type LogLine = {
  readonly at: Date
  readonly level: string
  /** Name of the event; `text` for a line that isn't JSON, such as an error of workerd itself. */
  readonly event: string
  readonly fields: Readonly<Record<string, unknown>>
}

const MOST_LINES = 20_000

export function openLogs(onLine: (line: LogLine) => void = () => undefined) {
  const lines: LogLine[] = []
  const waiting = new Set<(line: LogLine) => void>()
  return {
    lines,
    take(raw: { timestamp: number; level: string; message: string }): void {
      const line = toLine(raw)
      lines.push(line)
      if (lines.length > MOST_LINES) lines.shift()
      for (const tell of waiting) tell(line)
      onLine(line)
    },
    waitFor(fits: (line: LogLine) => boolean, timeoutMs = 5_000): Promise<LogLine> {
      const present = lines.find(fits)
      if (present !== undefined) return Promise.resolve(present)
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => end(() => reject(new Error("No such line was logged."))), timeoutMs)
        const tell = (line: LogLine) => void (fits(line) && end(() => resolve(line)))
        const end = (settle: () => void) => {
          clearTimeout(timer)
          waiting.delete(tell)
          settle()
        }
        waiting.add(tell)
      })
    },
  }
}

function toLine({ timestamp, level, message }: { timestamp: number; level: string; message: string }): LogLine {
  const at = new Date(timestamp)
  try {
    const { level: own, event, ...fields } = JSON.parse(message) as Record<string, unknown>
    if (typeof event === "string") return { at, level: typeof own === "string" ? own : level, event, fields }
  } catch {
    // Not one of ours.
  }
  return { at, level, event: "text", fields: { message } }
}
