// What an agent is: a declaration and three functions. Everything else about a run is the runner's.
import type * as z from "zod"
import type { Emit, EventName } from "../../shared/domain/event.ts"
import { type Policy, policyOf, type Tunables } from "../../shared/domain/policy.ts"
import type { Prompt } from "../../shared/domain/prompt.ts"
import type { AgentName } from "../../shared/domain/run.ts"
import { Failure } from "../../shared/kit/failure.ts"
import type { Budget } from "../../shared/kit/meter.ts"
import type { Trigger } from "../../shared/kit/schedule.ts"
import type { PortName, Ports } from "./ports.ts"

/** The moment a run looks at. `random` is seeded by the run's key: a repeated run draws the same numbers. */
export type Moment = {
  readonly now: Date
  readonly runId: string
  readonly random: () => number
  /** Values of the policy's version that the run works with, as stored; nothing, or null: the defaults. */
  readonly tuned?: unknown
}

/** A further run of the same agent, not before a moment. It may be lost: what it is about is found again by the agent's next slot. */
export type Later = { readonly input: Readonly<Record<string, unknown>>; readonly at: Date }

export type Report = { readonly output: unknown; readonly emits: readonly Emit[]; readonly later: readonly Later[] }

/** Asks a model, or gives null where none is there, none answered, or its answer does not fit. The answer to the same prompt of a run is bought once. */
export type AskModel = (prompt: Prompt) => Promise<unknown>

/** What the registry, the heartbeat, the runner and the dashboard see. */
export type Agent = {
  readonly name: AgentName
  /** One sentence, shown in the dashboard and in docs/agents.md. */
  readonly purpose: string
  /** Any of them starts a run. At most one of them has slots. */
  readonly on: readonly Trigger[]
  readonly emits: readonly EventName[]
  readonly needs: readonly PortName[]
  readonly budget: Budget
  readonly tunables: Tunables
  readonly input: z.ZodType
  readonly output: z.ZodType
  /** The run's identity; throws `invalid-input` for input that doesn't fit. */
  key(input: unknown): string
  /** The functions by themselves, for the contract suite. */
  readonly stages: {
    gather(ports: Ports, input: unknown, at: Moment): Promise<unknown>
    ask(facts: unknown, at: Moment, model: AskModel): Promise<unknown>
    decide(facts: unknown, reply: unknown, at: Moment): unknown
    act(ports: Ports, decision: unknown, at: Moment): Promise<Report>
  }
  /** gather, ask, decide, act. Nothing is written by the agent once `signal` is aborted. */
  run(ports: Ports, input: unknown, at: Moment, signal: AbortSignal, model?: AskModel): Promise<Report>
}

type Frozen<T> = T extends Date | ReadonlySet<infer _S> | ReadonlyMap<infer _K, infer _V>
  ? T
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T

export type Declaration<I extends z.ZodType, O extends z.ZodType, N extends PortName, T extends Tunables, F, D, R extends z.ZodType> = {
  readonly name: AgentName
  readonly purpose: string
  readonly on: readonly Trigger[]
  readonly emits: readonly EventName[]
  readonly needs: readonly N[]
  readonly budget: Budget
  readonly tunables: T
  readonly input: I
  readonly output: O
  key(input: z.infer<I>): string
  /** Reads only. */
  gather(ports: Pick<Ports, N>, input: z.infer<I>, at: Moment): Promise<F>
  /** What to ask a model, for agents that do; null where these facts need none. The runner asks, pays and keeps the answer. */
  ask?(facts: Frozen<F>, policy: Policy<T>, at: Moment): Prompt<R> | null
  /** Pure: no waiting, no clock, no chance but `at.random`. `reply` is a model's answer, null where there is none. */
  decide(facts: Frozen<F>, reply: z.infer<R> | null, policy: Policy<T>, at: Moment): D
  /** Writes only; doing it twice leaves the database as doing it once. */
  act(
    ports: Pick<Ports, N>,
    decision: D,
    at: Moment,
  ): Promise<{ readonly output: z.infer<O>; readonly emits: readonly Emit[]; readonly later?: readonly Later[] }>
}

const NO_MODEL: AskModel = async () => null

function parseInput<I extends z.ZodType>(name: AgentName, schema: I, input: unknown): z.infer<I> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => ({ pointer: `/${issue.path.join("/")}`, detail: issue.message }))
  throw new Failure("invalid-input", `The input of ${name} does not fit its schema.`, { faults })
}

/** Closes a declaration over its own types, so that a list of agents needs no common type argument. */
export function defineAgent<
  I extends z.ZodType,
  O extends z.ZodType,
  N extends PortName,
  T extends Tunables,
  F,
  D,
  R extends z.ZodType = z.ZodNever,
>(declared: Declaration<I, O, N, T, F, D, R>): Agent {
  const { name, purpose, on, emits, needs, budget, tunables, input, output } = declared
  const stages: Agent["stages"] = {
    gather: (ports, raw, at) => declared.gather(ports, parseInput(name, input, raw), at),
    async ask(facts, at, model) {
      const prompt = declared.ask?.(facts as Frozen<F>, policyOf(tunables, at.tuned), at) ?? null
      return prompt === null ? null : model(prompt)
    },
    decide: (facts, reply, at) => declared.decide(facts as Frozen<F>, reply as z.infer<R> | null, policyOf(tunables, at.tuned), at),
    async act(ports, decision, at) {
      const report = await declared.act(ports, decision as D, at)
      const undeclared = report.emits.find((emit) => !emits.includes(emit.name))
      if (undeclared) throw new Failure("bug", `${name} emits ${undeclared.name}, which it does not declare.`)
      return { output: output.parse(report.output), emits: report.emits, later: report.later ?? [] }
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
    async run(ports, raw, at, signal, model = NO_MODEL) {
      const facts = await stages.gather(ports, raw, at)
      signal.throwIfAborted()
      const reply = await stages.ask(facts, at, model)
      signal.throwIfAborted()
      const decision = stages.decide(facts, reply, at)
      return stages.act(ports, decision, at)
    },
  }
}
