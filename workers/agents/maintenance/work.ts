// Sends the statements that keep tables and indexes in order, one after another for as long as there is time, and says what came of each.
import type { Db } from "../../../shared/db/client.ts"
import { maintain, measureDatabase } from "../../../shared/db/queries/maintenance.ts"
import type { MaintenanceReport, MaintenanceWork } from "../../../shared/domain/maintenance.ts"
import { toFailure } from "../../../shared/kit/failure.ts"

/** No statement is begun after this: the longest one may take 300 s more, and a consumer of the queue has 15 minutes. */
const BEGIN_WITHIN_MS = 240_000
/** Statements of one run: well within what a Worker may send. */
const MOST_STATEMENTS = 100

export type Refusal = MaintenanceReport["refused"][number]

type Worked = {
  readonly done: MaintenanceReport["done"]
  readonly refused: readonly Refusal[]
  readonly left: readonly MaintenanceWork[]
}

/** Does the work in its order, as the owner of the tables. What is refused doesn't keep the rest; what there was no time for is left. */
export async function work(
  owner: Db,
  todo: readonly MaintenanceWork[],
  sizes: ReadonlyMap<string, number>,
  { beginWithinMs = BEGIN_WITHIN_MS } = {},
): Promise<Worked> {
  const began = performance.now()
  const done: (MaintenanceWork & { ms: number })[] = []
  const refused: Refusal[] = []
  const left: MaintenanceWork[] = []
  for (const each of todo) {
    if (performance.now() - began >= beginWithinMs || done.length + refused.length >= MOST_STATEMENTS) {
      left.push(each)
      continue
    }
    const started = performance.now()
    try {
      await maintain(owner, each)
      done.push({ ...each, ms: Math.round(performance.now() - started) })
    } catch (thrown) {
      if (toFailure(thrown).code === "budget-spent") throw thrown
      refused.push(refusalOf(each.kind, each.name, thrown))
    }
  }
  if (done.length === 0) return { done: [], refused, left }
  const figures = await measureDatabase(owner)
  const after = new Map([...figures.tables, ...figures.indexes].map(({ name, bytes }) => [name, bytes]))
  return { done: done.map((each) => ({ ...each, before: sizes.get(each.name) ?? 0, after: after.get(each.name) ?? 0 })), refused, left }
}

const stateOf = (thrown: unknown): unknown => toFailure(thrown).context["sqlState"] ?? null

/** Whether the database said no, rather than nothing. */
export const isAnswered = (thrown: unknown): boolean => stateOf(thrown) !== null

/** A refusal with the database's code, never its words: those may hold what people wrote. */
export const refusalOf = (kind: Refusal["kind"], name: string, thrown: unknown): Refusal => ({
  kind,
  name,
  why: isAnswered(thrown) ? `SQLSTATE ${String(stateOf(thrown))}` : "no answer",
})
