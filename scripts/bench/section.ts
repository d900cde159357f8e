// What does each part of the bench get, and what does it give?
import type { BenchOptions } from "./options.ts"
import { describePlan } from "./measure.ts"
import type { SectionReport } from "./report.ts"
import type { Stand } from "./stand.ts"
import type { StatementNote } from "../../test/world/neon-proxy.ts"

export type Bench = {
  readonly stand: Stand
  readonly options: BenchOptions
  /** Says how far it is. */
  readonly tell: (text: string) => void
}

export type Section = (bench: Bench) => Promise<SectionReport>

/** Prints the plan of a statement where plans were asked for. */
export async function showPlan({ stand, options, tell }: Bench, name: string, statement: StatementNote): Promise<void> {
  if (options.explain) tell(`\n${name}\n${await describePlan(stand.client, statement)}\n`)
}
