// What an agent is: a declaration and three functions. Everything else about a run is the runner's.
import type * as z from "zod"
import type { Emit, EventName } from "../../shared/domain/event.ts"
import type { AgentName } from "../../shared/domain/run.ts"
import { Failure } from "../../shared/kit/failure.ts"
import type { Budget } from "../../shared/kit/meter.ts"
import type { Trigger } from "../../shared/kit/schedule.ts"
import type { PortName, Ports } from "./ports.ts"

/** The moment a run looks at. `random` is seeded by the run's key: a repeated run draws the same numbers. */
export type Moment = { readonly now: Date; readonly runId: string; readonly random: () => number }

/** What strategy tuning may change, and within which bounds. */
export type Tunables = Readonly<
  Record<string, { readonly default: number; readonly min: number; readonly max: number; readonly step: number }>
>
export type Policy<T extends Tunables> = { readonly [K in keyof T]: number }

export type Report = { readonly output: unknown; readonly emits: readonly Emit[] }

/** What the registry, the heartbeat, the runner and the dashboard see. */
export type Agent = {
  readonly name: AgentName
  /** One sentence, shown in the dashboard and in docs/agents.md. */
  readonly purpose: string
  readonly on: Trigger
  readonly emits: readonly EventName[]
  readonly needs: readonly PortName[]
  readonly budget: Budget
  readonly tunables: Tunables
  readonly input: z.ZodType
  readonly output: z.ZodType
  /** The run's identity; throws `invalid-input` for input that doesn't fit. */
  key(input: unknown): string
  /** The three functions by themselves, for the contract suite. */
  readonly stages: {
    gather(ports: Ports, input: unknown, at: Moment): Promise<unknown>
    decide(facts: unknown, at: Moment): unknown
    act(ports: Ports, decision: unknown, at: Moment): Promise<Report>
  }
  /** gather, decide, act. Nothing is written once `signal` is aborted. */
  run(ports: Ports, input: unknown, at: Moment, signal: AbortSignal): Promise<Report>
}

type Frozen<T> = T extends Date | ReadonlySet<infer _S> | ReadonlyMap<infer _K, infer _V>
  ? T
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T

export type Declaration<I extends z.ZodType, O extends z.ZodType, N extends PortName, T extends Tunables, F, D> = {
  readonly name: AgentName
  readonly purpose: string
  readonly on: Trigger
  readonly emits: readonly EventName[]
  readonly needs: readonly N[]
  readonly budget: Budget
  readonly tunables: T
  readonly input: I
  readonly output: O
  key(input: z.infer<I>): string
  /** Reads only. */
  gather(ports: Pick<Ports, N>, input: z.infer<I>, at: Moment): Promise<F>
  /** Pure: no waiting, no clock, no chance but `at.random`. `reply` is a model's answer, null for agents that ask none. */
  decide(facts: Frozen<F>, reply: null, policy: Policy<T>, at: Moment): D
  /** Writes only; doing it twice leaves the database as doing it once. */
  act(ports: Pick<Ports, N>, decision: D, at: Moment): Promise<{ readonly output: z.infer<O>; readonly emits: readonly Emit[] }>
}

export function policyOf<T extends Tunables>(tunables: T): Policy<T> {
  return Object.fromEntries(Object.entries(tunables).map(([name, tunable]) => [name, tunable.default])) as Policy<T>
}

function parseInput<I extends z.ZodType>(name: AgentName, schema: I, input: unknown): z.infer<I> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => ({ pointer: `/${issue.path.join("/")}`, detail: issue.message }))
  throw new Failure("invalid-input", `The input of ${name} does not fit its schema.`, { faults })
}

/** Closes a declaration over its own types, so that a list of agents needs no common type argument. */
export function defineAgent<I extends z.ZodType, O extends z.ZodType, N extends PortName, T extends Tunables, F, D>(
  declared: Declaration<I, O, N, T, F, D>,
): Agent {
  const { name, purpose, on, emits, needs, budget, tunables, input, output } = declared
  const policy = policyOf(tunables)
  const stages: Agent["stages"] = {
    gather: (ports, raw, at) => declared.gather(ports, parseInput(name, input, raw), at),
    decide: (facts, at) => declared.decide(facts as Frozen<F>, null, policy, at),
    async act(ports, decision, at) {
      const report = await declared.act(ports, decision as D, at)
      const undeclared = report.emits.find((emit) => !emits.includes(emit.name))
      if (undeclared) throw new Failure("bug", `${name} emits ${undeclared.name}, which it does not declare.`)
      return { output: output.parse(report.output), emits: report.emits }
    },
  }
  return {
    name,
    purpose,
    on,
    emits,
    needs,
    budget,
    tunables,
    input,
    output,
    stages,
    key: (raw) => declared.key(parseInput(name, input, raw)),
    async run(ports, raw, at, signal) {
      const facts = await stages.gather(ports, raw, at)
      signal.throwIfAborted()
      const decision = stages.decide(facts, at)
      signal.throwIfAborted()
      return stages.act(ports, decision, at)
    },
  }
}
