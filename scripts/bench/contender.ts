// Who is measured, and in what process? Each contender runs in one of its own, so that its memory is its alone.
import { fork } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import type pg from "pg"
import type { Stand } from "./stand.ts"

export type Work = {
  /** Directly connected, in a transaction. */
  readonly client: pg.Client
  /** By `performance.now()`: who isn't done by then stops. */
  readonly deadline: number
}

export type Input = { readonly since: string }

/** Statements sent, and which share of the work row by row was done: 1, unless it was stopped; `rowsBegan` is when that work began, by `performance.now()`. */
export type Done = { readonly statements: number; readonly share: number; readonly rowsBegan?: number }
export type Contender = (work: Work, input: Input) => Promise<Done>

/** What the process is told to do. */
export type Job = {
  readonly contender: string
  readonly input: Input
  readonly patienceMs: number
  readonly url: string
  readonly roleUrl: string
  readonly endpoint: string
}

/** Memory in MB of resident set: the most that was held, less what the idle process held. */
export type Result = Pick<Done, "statements" | "share"> & {
  readonly wallMs: number
  /** Of it, what came before the work row by row. */
  readonly fixedMs: number
  readonly peakMb: number
  readonly rowsRead: number | null
}

/**
 * Runs one contender `times` times in a process of its own, `before` ahead of each, and gives what each took. A contender named
 * `ours.*` uses the Neon driver over HTTP, every other one a connection of its own.
 */
export async function contend(
  stand: Stand,
  job: Pick<Job, "contender" | "input" | "patienceMs">,
  { times, before = async () => {} }: { times: number; before?: () => Promise<unknown> },
): Promise<Result[]> {
  const child = fork(join(import.meta.dirname, "actor.ts"), [], {
    execArgv: ["--expose-gc", "--max-old-space-size=12000"],
    serialization: "advanced",
  })
  const gone = once(child, "exit").then(([code]) => code as unknown)
  const results: Result[] = []
  try {
    for (let i = 0; i < times; i += 1) {
      await before()
      child.send({ ...job, url: stand.url, roleUrl: stand.roleUrl("studio_agents"), endpoint: stand.endpoint } satisfies Job)
      const answer = (await Promise.race([once(child, "message").then(([message]) => message as unknown), gone])) as
        | Result
        | { error: string }
        | number
      if (typeof answer === "number" || answer === null) throw new Error(`${job.contender} ended with ${answer}`)
      if ("error" in answer) throw new Error(`${job.contender}: ${answer.error}`)
      results.push(answer)
    }
    return results
  } finally {
    child.kill()
  }
}
