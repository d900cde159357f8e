// What is there to do now, and what when? Pure: work that is due later comes back by itself, each piece as a run of its own.

/** What a run is asked to do. */
export type Task =
  | { readonly kind: "look"; readonly slot: string }
  | { readonly kind: "create"; readonly draft: string }
  | { readonly kind: "advance"; readonly delivery: string }

export type Facts = {
  readonly task: Task
  readonly now: Date
  /** What a look has found; nothing, for the other tasks. */
  readonly deliveries: readonly { readonly id: string; readonly dueAt: Date }[]
  /** Approved versions without a delivery. */
  readonly drafts: readonly string[]
}

/** A run of its own for one delivery, or for one version of which there is to be a delivery. */
export type LaterRun = { readonly input: Readonly<Record<string, string>>; readonly at: Date }

export type Decision = { readonly create: string | null; readonly advance: string | null; readonly later: readonly LaterRun[] }

const latest = (a: Date, b: Date): Date => (a > b ? a : b)

/**
 * The run of a delivery at its time. Its moment is part of its identity: `now` where it is overdue, so that a delivery whose earlier run
 * came to nothing is looked at again.
 */
export function comeBack(delivery: string, dueAt: Date, now: Date): LaterRun {
  const at = latest(dueAt, now)
  return { input: { delivery, due: at.toISOString() }, at }
}

export function decide({ task, now, deliveries, drafts }: Facts): Decision {
  if (task.kind === "create") return { create: task.draft, advance: null, later: [] }
  if (task.kind === "advance") return { create: null, advance: task.delivery, later: [] }
  const slot = new Date(task.slot)
  return {
    create: null,
    advance: null,
    later: [
      ...deliveries.map(({ id, dueAt }) => comeBack(id, dueAt, slot)),
      ...drafts.map((draft) => ({ input: { draft, slot: task.slot }, at: now })),
    ],
  }
}
