// How does a run ask a model? Its answer is looked up first, paid for under the caps, and kept before anyone uses it: a repeated run buys nothing.
import { bookSpend, type Caps } from "../../shared/db/queries/ledger.ts"
import { findModelReply, insertModelReply } from "../../shared/db/queries/model-replies.ts"
import { PlanId } from "../../shared/domain/event.ts"
import type { Prompt } from "../../shared/domain/prompt.ts"
import type { Model, ModelCharge, ModelLedger, ModelProvider, ModelReply } from "../../shared/integrations/model.ts"
import { type Breakers, openBreakers } from "../../shared/kit/breaker.ts"
import type { Clock } from "../../shared/kit/clock.ts"
import { Failure } from "../../shared/kit/failure.ts"
import { BREAKER_DEFAULTS } from "../../shared/kit/http.ts"
import { newId } from "../../shared/kit/ids.ts"
import { log } from "../../shared/kit/log.ts"
import type { AskModel } from "./contract.ts"
import type { ModelRun, Runtime } from "./runtime.ts"

export type ModelAccess = {
  /** In the order in which they are asked; null where no model is configured. */
  readonly providers: readonly ModelProvider[] | null
  readonly caps: Caps
  readonly clock: Clock
  readonly fetch: typeof fetch
  readonly random: () => number
  /** Where each provider's health is remembered; the isolate's own where none is given. */
  readonly breakers?: Breakers
}

/** Requests to one provider before the next is asked: a run has to end within its time. */
const ATTEMPTS = 2

const ISOLATE = openBreakers(BREAKER_DEFAULTS)

/** The runner's way to a model. */
export function openModelAccess(access: ModelAccess): Runtime["model"] {
  return (run) => (access.providers === null ? async () => null : asking(access, access.providers, run))
}

function asking(
  { caps, clock, fetch, random, breakers = ISOLATE }: ModelAccess,
  providers: readonly ModelProvider[],
  run: ModelRun,
): AskModel {
  return async (prompt) => {
    // A third of the Worker's code speaks to models: it is started by the first question, not with every isolate.
    const { openModels } = await import("../../shared/integrations/model.ts")
    const till = openTill(run, caps, clock)
    const model = openModels(providers, { fetch, clock, meter: run.meter, random, ledger: till.ledger, attempts: ATTEMPTS, breakers })
    const hash = model.hash(prompt)
    const stored = await findModelReply(run.db, run.key, hash)
    if (stored !== null) return fitting(prompt, stored.reply)
    const reply = await tryAsking(model, prompt, run)
    const kept = reply === null ? null : await keep(run, { prompt, hash, reply }, clock)
    await till.close()
    return kept === null ? null : fitting(prompt, kept)
  }
}

/** A stored answer fits its own prompt, or it isn't used. */
function fitting(prompt: Prompt, reply: unknown): unknown {
  const parsed = prompt.reply.safeParse(reply)
  return parsed.success ? parsed.data : null
}

/** Null where no provider gave an answer that can be used; throws what concerns the database or the studio itself. */
async function tryAsking(model: Model, prompt: Prompt, run: ModelRun): Promise<ModelReply | null> {
  try {
    const reply = await model.ask(prompt)
    const { provider, tokensIn, tokensOut, microUsd, attempts } = reply
    log("info", "model.answered", { run: run.runId, provider, model: reply.model, tokensIn, tokensOut, microUsd, attempts: told(attempts) })
    return reply
  } catch (thrown) {
    const attempts = thrown instanceof Failure ? thrown.context["attempts"] : undefined
    if (!(thrown instanceof Failure) || !Array.isArray(attempts)) throw thrown
    log("warn", "model.unanswered", { run: run.runId, code: thrown.code, attempts: told(attempts as ModelReply["attempts"]) })
    return null
  }
}

const told = (attempts: ModelReply["attempts"]): string[] => attempts.map(({ provider, outcome }) => `${provider}: ${outcome}`)

type Bought = { readonly prompt: Prompt; readonly hash: string; readonly reply: ModelReply }

const keep = ({ db, key }: ModelRun, { prompt, hash, reply }: Bought, clock: Clock): Promise<unknown> => {
  const { provider, model, value, tokensIn, tokensOut, microUsd } = reply
  const row = {
    runKey: key,
    promptHash: hash,
    promptVersion: prompt.promptVersion,
    provider,
    model,
    reply: value,
    tokensIn,
    tokensOut,
    microUsd,
  }
  return insertModelReply(db, row, clock.now())
}

type Till = { readonly ledger: ModelLedger; close(): Promise<void> }
type Settled = ModelCharge & { readonly reservedMicroUsd: number }

/**
 * Books each attempt's most before it is made; what it really cost is put in its place once the answer is kept. Every attempt has entries of its own:
 * one that was cut off leaves its whole sum booked, for the provider may have billed it.
 */
function openTill({ db, runId, input }: ModelRun, caps: Caps, clock: Clock): Till {
  const nonce = newId("led", clock.now())
  const planId = PlanId.safeParse(input["plan"] ?? input["id"]).data ?? null
  const booked = new Map<number, Date>()
  const settled: Settled[] = []
  const book = async ({ provider, model, number }: ModelCharge, suffix: string, microUsd: number, now: Date) => {
    const entry = {
      key: `model:${nonce}:${number}${suffix}`,
      scope: "model",
      what: `${provider}/${model}`.slice(0, 100),
      planId,
      runId,
      microUsd,
    } as const
    return bookSpend(db, entry, caps, now)
  }
  return {
    ledger: {
      async reserve(charge) {
        const now = clock.now()
        booked.set(charge.number, now)
        return (await book(charge, "", charge.microUsd, now)) !== "spent"
      },
      settle: async (charge) => void settled.push(charge),
    },
    async close() {
      // On the day on which the sum was reserved, whatever day it is by now.
      for (const charge of settled)
        await book(charge, ":settled", charge.microUsd - charge.reservedMicroUsd, booked.get(charge.number) ?? clock.now())
    },
  }
}
