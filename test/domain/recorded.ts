// What do the tests of text share? Recordings, which live beside the repository and are absent in a newcomer's clone, and a stop-watch.
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"

const DATA = join(import.meta.dirname, "..", "..", "..", "shared", "data")
const NEWS = join(DATA, "news-sentiment", "cryptonews_2021-10_2022-03.csv")
const NAUGHTY = join(DATA, "bad-input", "blns", "blns.json")

export const hasRecordings = existsSync(NEWS) && existsSync(NAUGHTY)
export const WHY_SKIPPED = "the recordings in ../shared/data are absent"

/** Titles of the recorded news by row number; row 0 is the header. */
export function readTitles(): string[] {
  return readFileSync(NEWS, "utf8")
    .split("\n")
    .map((line) => splitRow(line)[5] ?? "")
}

export function readNaughtyStrings(): string[] {
  return JSON.parse(readFileSync(NAUGHTY, "utf8")) as string[]
}

/** The shortest of three runs in milliseconds: a busy machine makes a run longer, never shorter. */
export function bestMs(run: () => unknown): number {
  const times = [0, 1, 2].map(() => {
    const start = performance.now()
    run()
    return performance.now() - start
  })
  return Math.min(...times)
}

/** The fields of one row: semicolons between, double quotes around where needed and doubled inside. No row holds a line break. */
function splitRow(line: string): string[] {
  const fields: string[] = [""]
  let quoted = false
  for (const part of line.split(/("|;)/)) {
    if (part === '"') quoted = !quoted
    else if (part === ";" && !quoted) fields.push("")
    else fields.push(`${fields.pop() ?? ""}${part}`)
  }
  return fields
}
