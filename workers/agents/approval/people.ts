// How is each reviewer asked, once? The gate is passed, the row is written, and only then the message is sent.
import { noteChannelOutcome, passEgress } from "../../../shared/db/queries/egress.ts"
import { insertReviewRequest } from "../../../shared/db/queries/reviews.ts"
import type { Db } from "../../../shared/db/client.ts"
import type { EgressVerdict } from "../../../shared/domain/egress.ts"
import type { PersonalMessages } from "../../../shared/integrations/telegram-review.ts"
import type { Clock } from "../../../shared/kit/clock.ts"
import { Failure, toFailure } from "../../../shared/kit/failure.ts"
import { newSessionToken, sha256Hex } from "../../../shared/kit/session.ts"

export type Reviewers = {
  /** Telegram's ids of those who may decide. */
  readonly people: readonly string[]
  readonly messages: PersonalMessages
  readonly clock: Clock
}

export type Asked = {
  /** Who was sent a message now. */
  readonly asked: number
  /** Who has a row but perhaps no message: it was refused, or its answer was lost. Nobody is asked twice. */
  readonly unsure: number
  /** The way there isn't turned on: nothing was sent, and nothing is kept. */
  readonly dry: boolean
  /** When it is worth trying again for the others; null where there are none. */
  readonly againAt: Date | null
}

const STOPPED_MS = 1_800_000

/** Asks everybody who wasn't asked before. A secret is in the message alone; the row keeps its SHA-256. */
export async function askPeople(
  db: Db,
  reviewers: Reviewers,
  version: { draftId: string; planId: string; text: string; runId: string },
): Promise<Asked> {
  const count = { asked: 0, unsure: 0 }
  for (const person of reviewers.people) {
    const now = reviewers.clock.now()
    const price = { key: `review:${version.draftId}:${person}`, what: "review", planId: version.planId, runId: version.runId, microUsd: 0 }
    const verdict = await passEgress(db, { channel: "review", agent: "approval", price, caps: {}, now })
    if (verdict.answer !== "go") return { ...count, dry: verdict.answer === "dry", againAt: againAt(verdict, now) }
    const secret = newSessionToken()
    const isNew = await insertReviewRequest(db, { draftId: version.draftId, person, secretHash: await sha256Hex(secret), now })
    if (!isNew) continue
    const isSent = await send(db, reviewers, person, version.text, secret)
    count[isSent ? "asked" : "unsure"] += 1
  }
  return { ...count, dry: false, againAt: null }
}

function againAt(verdict: EgressVerdict, now: Date): Date | null {
  if (verdict.answer === "dry") return null
  return verdict.answer === "resting" ? verdict.until : new Date(now.getTime() + STOPPED_MS)
}

async function send(db: Db, { messages, clock }: Reviewers, person: string, text: string, secret: string): Promise<boolean> {
  try {
    await messages.send(person, text, [
      { text: "Approve", data: `a:${secret}` },
      { text: "Reject", data: `r:${secret}` },
    ])
    await noteChannelOutcome(db, "review", null, clock.now())
    return true
  } catch (thrown) {
    const failure = toFailure(thrown)
    if (!isOutside(failure)) throw thrown
    // A person who can't be written to says nothing about the way there.
    await noteChannelOutcome(db, "review", failure.code === "upstream-rejected" ? null : failure.code, clock.now())
    return false
  }
}

const isOutside = ({ code }: Failure): boolean => code.startsWith("upstream-") || code === "rate-limited"
