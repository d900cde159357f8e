// What are people's scores by the formula, slowly and plainly: a loop over all interactions? And what may happen to interactions at all?
import fc from "fast-check"
import { INTERACTION_CODES, type InteractionType, type Weights } from "../../shared/domain/interaction.ts"

/** Times in milliseconds since 1970; `milli` is the value in thousandths, negative where it takes one back. */
export type Interaction = {
  readonly user: number
  readonly at: number
  readonly type: InteractionType
  readonly milli: number
  readonly storedAt: number
}

export type Person = {
  readonly microPoints: number
  readonly score: number
  readonly interactions: number
  readonly lastAt: number | null
}

const WINDOW_MS = 30 * 86_400_000

/** Whoever has an interaction in the 30 days up to `now`, with the score in whole numbers of BigInt. */
export function scoreSlowly(rows: readonly Interaction[], now: number, weights: Weights): Map<number, Person> {
  const people = new Map<number, Person>()
  for (const user of [...new Set(rows.map((row) => row.user))].toSorted((a, b) => a - b)) {
    let points = 0n
    let interactions = 0
    let lastAt: number | null = null
    for (const row of rows) {
      if (row.user !== user || row.at <= now - WINDOW_MS || row.at > now) continue
      const weight = (weights as Readonly<Record<string, number>>)[row.type] ?? weights.other
      points += BigInt(row.milli) * BigInt(Math.round(weight * 1_000))
      interactions += Math.sign(row.milli)
      lastAt = Math.max(lastAt ?? 0, row.at)
    }
    // Two points of score for a point, in hundredths, a half rounded up.
    const hundredths = (points * 2n * 100n + 500_000n) / 1_000_000n
    const score = Number(hundredths > 10_000n ? 10_000n : hundredths) / 100
    if (lastAt !== null) people.set(user, { microPoints: Number(points), score, interactions, lastAt })
  }
  return people
}

const user = fc.integer({ min: 1, max: 4 })
const DAY_MS = 86_400_000

/** Mostly things of the last hour, some at the very edge of the window, some long ago. */
const age = fc.oneof(
  fc.integer({ min: 0, max: 3_600_000 }),
  fc.integer({ min: -2, max: 7_200_000 }).map((ms) => WINDOW_MS - ms),
  fc.integer({ min: 0, max: 32 * DAY_MS }),
)

export const actArb = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .record({
        user,
        ageMs: age,
        type: fc.constantFrom(...(Object.keys(INTERACTION_CODES) as InteractionType[])),
        milli: fc.oneof(fc.constant(1_000), fc.integer({ min: 1, max: 1_000_000 })),
        lagMs: fc.integer({ min: 0, max: 600_000 }),
      })
      // Nothing is stored before it happens.
      .map((act) => ({ kind: "act" as const, ...act, lagMs: Math.min(act.lagMs, act.ageMs) })),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("retract" as const), nth: fc.nat(6) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("wait" as const),
      ms: fc.oneof(fc.integer({ min: 1, max: 7_200_000 }), fc.integer({ min: 1, max: 3 * DAY_MS })),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("score" as const), everyone: fc.constantFrom(false, false, false, true) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("tune" as const), like: fc.constantFrom(0, 0.5, 2.5, 10) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("forget" as const), user }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("join" as const), from: user, to: user }) },
)
export type Act = typeof actArb extends fc.Arbitrary<infer A> ? A : never
