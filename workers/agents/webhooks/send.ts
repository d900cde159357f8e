// In which order, and how many at once? Five endpoints at a time, each one message after the other, and no further one once it has failed.
import type { ClaimedMessage, SentMessage } from "../../../shared/db/queries/webhooks.ts"
import { settleAttempt } from "../../../shared/domain/webhook.ts"
import type { Webhooks } from "../../../shared/integrations/webhook.ts"
import { newId } from "../../../shared/kit/ids.ts"

/** Endpoints that are spoken to at once: Cloudflare lets an invocation have six open requests. */
export const AT_ONCE = 5
/** After so long, in real milliseconds, no further message is begun; what is left goes with the next run. */
const BEGIN_WITHIN_MS = 45_000

/** Sends what was claimed and gives what became of each. Messages that were not tried are due again: those of an endpoint that failed with the one that failed. */
export async function sendAll(webhooks: Webhooks, claimed: readonly ClaimedMessage[], random: () => number): Promise<SentMessage[]> {
  const started = performance.now()
  const groups = [...Map.groupBy(claimed, ({ endpoint }) => endpoint).values()]
  const sent: SentMessage[] = []
  const isLate = () => performance.now() - started > BEGIN_WITHIN_MS
  const lane = async (): Promise<void> => {
    for (let group = groups.shift(); group !== undefined; group = groups.shift())
      sent.push(...(await sendGroup(webhooks, group, random, isLate)))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return sent
}

async function sendGroup(
  webhooks: Webhooks,
  group: readonly ClaimedMessage[],
  random: () => number,
  isLate: () => boolean,
): Promise<SentMessage[]> {
  const sent: SentMessage[] = []
  for (const message of group) {
    if (isLate()) break
    const one = await sendOne(webhooks, message, random)
    sent.push(one)
    if (one.state !== "delivered") break
  }
  const dueAt = sent.at(-1)?.dueAt ?? webhooks.clock.now()
  const left = group.slice(sent.length)
  return [...sent, ...left.map(({ endpoint, id }) => ({ endpoint, id, state: "waiting" as const, dueAt, attempt: null, isGone: false }))]
}

async function sendOne(webhooks: Webhooks, message: ClaimedMessage, random: () => number): Promise<SentMessage> {
  const outcome = await webhooks.send(message)
  const now = webhooks.clock.now()
  const { at, status, failure, wallMs } = outcome
  const { state, dueAt, isGone } = settleAttempt(outcome, { attempts: message.attempts, now, random: random() })
  return {
    endpoint: message.endpoint,
    id: message.id,
    state,
    dueAt,
    isGone,
    attempt: { id: newId("wha", at), at, status, failure, wallMs },
  }
}
