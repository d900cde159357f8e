// Do the tables say what a slow, obvious count of the same events says, whatever order, batches, repetitions and lost answers they come in?
import fc from "fast-check"
import { afterAll, beforeAll, expect, it } from "vitest"
import { countInbox } from "../../shared/db/queries/interactions.ts"
import type { InboxEvent } from "../../shared/domain/interaction.ts"
import { type Counting, emptyCounting, eventOf, inboxId, insertPosts, insertWaiting, NOON, readCounting } from "./counting.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())

type Row = { readonly source: string; readonly events: readonly InboxEvent[] }
type Key = { readonly event: InboxEvent; readonly standing: boolean }

const POSTS = new Map([
  ["post_000000000001", { id: "post_000000000001", asset: "ETH" }],
  ["ext:e2", { id: "post_000000000002", asset: "BTC" }],
])
/** Before the oldest partition of a database whose migrations ran this year, or later. */
const TOO_OLD = "2020-03-01T00:00:00.000Z"

/**
 * One event after another, each by the rules as one would say them. Of one statement's events of the same id one is looked at, the others
 * repeat it: the first that takes back, or else the first.
 */
function countSlowly(statements: readonly (readonly Row[])[], forgotten: ReadonlySet<string>) {
  const keys = new Map<string, Key>()
  const people = new Set<string>()
  const rows: { key: string; who: string; event: InboxEvent; sign: 1 | -1 }[] = []
  const aside = new Map<string, string>()
  for (const rowsOfOne of statements) {
    const said = rowsOfOne.flatMap(({ source, events }) => events.map((event) => ({ key: `${source} ${event.k}`, event })))
    for (const key of new Set(said.map((each) => each.key))) {
      const same = said.filter((each) => each.key === key).map(({ event }) => event)
      const event = same.find(({ r }) => r) ?? same[0] ?? eventOf()
      const who = `${event.p}:${event.u}`
      const known = keys.get(key)
      if (forgotten.has(who)) continue
      if (event.r) {
        if (known?.standing) rows.push({ key, who: `${known.event.p}:${known.event.u}`, event: known.event, sign: -1 })
        keys.set(key, { event: known?.event ?? event, standing: false })
      } else if (known === undefined) {
        const isUnknown = event.c !== null && !(event.p === "x" && POSTS.has(event.c)) && !event.c.startsWith("post_")
        if (isUnknown || event.a === TOO_OLD) {
          aside.set(key, isUnknown ? "unknown-post" : "too-old")
          continue
        }
        people.add(who)
        keys.set(key, { event, standing: true })
        rows.push({ key, who, event, sign: 1 })
      }
    }
  }
  return { people, rows, aside: [...aside].map((entry) => entry.join(" ")).toSorted() }
}

const sums = (entries: readonly (readonly [string, number, number])[]) => {
  const sum = new Map<string, readonly [number, number]>()
  for (const [name, count, milli] of entries) {
    const [n, m] = sum.get(name) ?? [0, 0]
    sum.set(name, [n + count, m + milli])
  }
  return [...sum].flatMap(([name, [n, m]]) => (n === 0 && m === 0 ? [] : [`${name} ${n} ${m}`])).toSorted()
}
const postOf = (event: InboxEvent) => (event.c === null ? undefined : POSTS.get(event.c))

function expected(statements: readonly (readonly Row[])[], forgotten: ReadonlySet<string>): Omit<Counting, "keys"> {
  const { people, rows, aside } = countSlowly(statements, forgotten)
  return {
    people: [`${people.size}`],
    identities: [...people].toSorted(),
    interactions: rows
      .map(({ key, who, event, sign }) => `${key} ${who} ${event.a} ${event.t} ${sign * event.v} ${event.p} ${postOf(event)?.id ?? ""}`)
      .toSorted(),
    hours: sums(
      rows.flatMap(({ event, sign }) => {
        const post = postOf(event)
        return post ? [[`${event.a.slice(0, 13)}:00:00.000Z ${post.asset} price`, sign, sign * event.v] as const] : []
      }),
    ),
    days: sums(rows.map(({ event, sign }) => [`${event.a.slice(0, 10)} ${event.p} ${event.t}`, sign, sign * event.v] as const)),
    aside,
    inbox: [],
  }
}

const anEvent: fc.Arbitrary<InboxEvent> = fc
  .record({
    k: fc.nat(11).map((n) => `k${n}`),
    p: fc.constantFrom("x" as const, "telegram" as const),
    u: fc.constantFrom("ada", "bo", "chen", "dora"),
    t: fc.constantFrom(1, 2, 99),
    v: fc.constantFrom(1, 1_000, 2_500),
    c: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, fc.constantFrom("post_000000000001", "ext:e2", "ext:nowhere")),
    a: fc.constantFrom(
      "2026-11-21T11:30:00.000Z",
      "2026-10-31T23:59:59.999Z",
      "2026-11-01T00:00:00.000Z",
      "2033-01-01T00:00:00.000Z",
      TOO_OLD,
    ),
    r: fc.nat(5).map((n) => n === 0),
  })
  .map(eventOf)
const aRow: fc.Arbitrary<Row> = fc.record({
  source: fc.constantFrom("app", "shop"),
  events: fc.array(anEvent, { minLength: 1, maxLength: 12 }),
})

it("counts as the slow count does, twice the same after lost answers", { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(aRow, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 5 }),
      fc.subarray(["x:dora", "telegram:dora", "x:chen"]),
      fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
      async (statements, gone, lost) => {
        await emptyCounting(database)
        await insertPosts(database, 2)
        for (const who of gone) await database.rows(`SELECT forget_person('${who.split(":").join("', '")}', '2026-11-20T00:00Z')`)
        let number = 0
        for (const [i, rows] of statements.entries()) {
          await insertWaiting(
            database,
            rows.map((row) => ({ number: (number += 1), ...row })),
          )
          const before = number
          database.fault = lost[i]
            ? async (answer) => {
                await answer()
                throw new Error("the connection broke")
              }
            : null
          await countInbox(database.db(), { limit: 10, now: NOON }).catch(() => null)
          database.fault = null
          // Whoever lost the answer asks again: there is nothing left of what was counted.
          expect((await countInbox(database.db(), { limit: 10, now: NOON, only: inboxId(before) })).batches).toBe(0)
        }
        const { keys: _keys, ...tables } = await readCounting(database)
        expect(tables).toEqual(expected(statements, new Set(gone)))
      },
    ),
    { numRuns: 20 },
  )
})
