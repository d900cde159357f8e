// What goes wrong with a statement on its way to Postgres and back, as a test wants it?
import type { NeonOptions, StatementNote } from "./neon-proxy.ts"
import { BrokenConnection } from "./serve.ts"

/**
 * What goes wrong with a statement: `refuse` answers 500 without running it, `lose` runs it and breaks the connection,
 * `crash-before` and `crash-after` kill workerd with all that runs in it, before or after the statement is done.
 */
export type StatementFault = "refuse" | "lose" | "crash-before" | "crash-after"

/** Asked of each statement before it is run. */
export type StatementFaults = (statement: StatementNote) => StatementFault | null | undefined

const MOST_STATEMENTS = 5_000
const LONGEST_PARAM = 200

/** Notes every statement in `seen`, and makes those go wrong that `faults` names at that moment. `crash` ends when workerd runs again. */
export function withFaults(faults: () => StatementFaults | null, seen: StatementNote[], crash: () => Promise<void>): NeonOptions {
  const pending = new Map<StatementNote["params"], StatementFault>()
  return {
    async before(note) {
      seen.push({ ...note, params: note.params.map((param) => param?.slice(0, LONGEST_PARAM) ?? null) })
      if (seen.length > MOST_STATEMENTS) seen.shift()
      const fault = faults()?.(note)
      if (fault === "refuse") throw new Error("refused by the test")
      if (fault === "crash-before") {
        await crash()
        throw new BrokenConnection()
      }
      if (fault === "lose" || fault === "crash-after") pending.set(note.params, fault)
    },
    async after({ params }) {
      const fault = pending.get(params)
      if (!pending.delete(params)) return
      if (fault === "crash-after") await crash()
      throw new BrokenConnection()
    },
  }
}
