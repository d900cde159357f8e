// What was asked of `npm run bench`?
import { parseArgs } from "node:util"

export const SECTIONS = ["market-scan", "engagement", "snapshot", "agents", "ingestion", "questions"] as const
export type SectionName = (typeof SECTIONS)[number]

export type BenchOptions = {
  readonly sections: readonly SectionName[]
  /** People of the engagement section, one run for each number. */
  readonly users: readonly number[]
  /** Posts of the snapshot section, one run for each number. */
  readonly posts: readonly number[]
  /** Ended runs of the agents section, one run for each number. */
  readonly runs: readonly number[]
  /** Posts, interactions and calls of each kind of the questions section. */
  readonly questions: { readonly posts: number; readonly interactions: number; readonly calls: number }
  /** Events of the ingestion section. */
  readonly events: number
  /** Longest time for one contender that is slow by design, in milliseconds; then it is stopped and its rest estimated. */
  readonly patienceMs: number
  readonly url: string | undefined
  readonly json: boolean
  readonly explain: boolean
  readonly write: boolean
  readonly resume: boolean
}

export const USAGE = `npm run bench -- [options]

  --quick             small sizes, within a minute: 1,000 and 10,000 people, 10,000 posts, 10,000 runs
  --full              adds 1,000,000 people with 10,000,000 interactions, and a million posts and runs side by side with the earlier system
  --users N[,N...]    people, 100 to 1,000,000, in place of 1000,10000,100000
  --only NAME[,...]   some of: ${SECTIONS.join(", ")}
  --url URL           a PostgreSQL server on which a database of its own is made, and dropped in the end
                      (else TEST_DATABASE_URL, else Debian's PostgreSQL is started in a temporary folder)
  --json              the figures as JSON on standard output, the rest on standard error
  --explain           prints the plans too
  --write             writes docs/performance.md
  --resume            goes on where an earlier run with the same options stopped`

const SIZES = {
  quick: {
    users: [1_000, 10_000],
    posts: [10_000],
    runs: [10_000],
    questions: { posts: 10_000, interactions: 100_000, calls: 20 },
    events: 20_000,
    patienceMs: 5_000,
  },
  usual: {
    users: [1_000, 10_000, 100_000],
    posts: [10_000, 100_000],
    runs: [10_000, 100_000],
    questions: { posts: 1_000_000, interactions: 10_000_000, calls: 200 },
    events: 400_000,
    patienceMs: 60_000,
  },
  full: {
    users: [1_000, 10_000, 100_000, 1_000_000],
    posts: [10_000, 100_000, 1_000_000],
    runs: [10_000, 100_000, 1_000_000],
    questions: { posts: 1_000_000, interactions: 10_000_000, calls: 200 },
    events: 400_000,
    patienceMs: 60_000,
  },
} as const

/** Throws an Error whose message is for the person who typed. */
export function readBenchOptions(args: readonly string[], url: string | undefined): BenchOptions {
  const flag = { type: "boolean", default: false } as const
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: flag,
      full: flag,
      json: flag,
      explain: flag,
      write: flag,
      resume: flag,
      users: { type: "string" },
      only: { type: "string" },
      url: { type: "string" },
    },
  })
  if (values.quick && values.full) throw new Error("--quick and --full can't go together.")
  const sizes = SIZES[values.quick ? "quick" : values.full ? "full" : "usual"]
  const { json, explain, write, resume } = values
  return {
    ...sizes,
    users: values.users === undefined ? sizes.users : readUsers(values.users),
    sections: values.only === undefined ? SECTIONS : readSections(values.only),
    url: values.url ?? url,
    json,
    explain,
    write,
    resume,
  }
}

function readUsers(text: string): number[] {
  const numbers = text.split(",").map(Number)
  if (numbers.every((each) => Number.isInteger(each) && each >= 100 && each <= 1_000_000)) return numbers
  throw new Error(`--users ${text}: whole numbers from 100 to 1,000,000 are wanted.`)
}

function readSections(text: string): SectionName[] {
  const names = text.split(",")
  const wrong = names.filter((name) => !SECTIONS.some((known) => known === name))
  if (wrong.length === 0) return SECTIONS.filter((name) => names.includes(name))
  throw new Error(`--only ${wrong.join(",")}: there are ${SECTIONS.join(", ")}.`)
}
