// What becomes of events when several count at once, and people are joined, parted and forgotten meanwhile? Real connections: one can't show a race.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { countInbox, type Counts } from "../../shared/db/queries/interactions.ts"
import { seededRandom } from "../../shared/kit/random.ts"
import { emptyCounting, eventOf, insertPosts, insertWaiting, NOON } from "./counting.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

const SEED = 20_261_122
const PEOPLE = 40
const PLATFORMS = ["x", "telegram", "discord"] as const

let database: TestDatabase

/** Rows of the inbox that say much of the same, in another order each: most keys in several rows, people new to all, some taken back. */
function crowd(rows: number, size: number, keys: number) {
  const random = seededRandom(`${SEED}`)
  const pick = (n: number) => Math.floor(random() * n)
  return Array.from({ length: rows }, (_, number) => ({
    number,
    source: `app${number % 2}`,
    events: Array.from({ length: size }, () => {
      const k = pick(keys)
      return eventOf({
        k: `k${k}`,
        p: PLATFORMS[k % 3] ?? "x",
        u: `u${k % PEOPLE}`,
        t: 1 + (k % 4),
        c: k % 3 === 0 ? `post_${String(1 + (k % 5)).padStart(12, "0")}` : null,
        a: new Date(NOON.getTime() - k * 3_600_000).toISOString(),
        r: pick(12) === 0,
      })
    }),
  }))
}

/** Counts until nothing is left, as one of several; what others hold is theirs. */
async function drain(limit: number): Promise<Counts[]> {
  const done: Counts[] = []
  for (;;) {
    const counts = await countInbox(database.db(), { limit, now: NOON })
    if (counts.batches === 0) return done
    done.push(counts)
  }
}

async function drainBy(connections: number, limit: number) {
  const together = (await Promise.all(Array.from({ length: connections }, () => drain(limit)))).flat()
  // What was postponed while the last ones had looked already.
  const all = [...together, ...(await drain(limit))]
  const sum = (name: keyof Counts) => all.reduce((total, counts) => total + counts[name], 0)
  return { events: sum("events") - sum("postponed"), counted: sum("counted"), retracted: sum("retracted"), people: sum("peopleCreated") }
}

const one = async (sql: string) => (await database.rows(sql))[0]?.map(Number) ?? []

describe.skipIf(process.env["TEST_DATABASE_URL"] === undefined)(`over several connections, seed ${SEED} (needs TEST_DATABASE_URL)`, () => {
  beforeAll(async () => {
    database = await openDatabase()
    // Opens the pool's connections before the first race.
    await Promise.all(Array.from({ length: 10 }, () => database.rows("SELECT pg_sleep(0.05)")))
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    await emptyCounting(database)
    await insertPosts(database, 5)
  })

  it.each([
    [2, 1],
    [4, 1],
    [4, 3],
  ])("%i connections, %i rows a statement, neither deadlock nor count twice nor lose", async (connections, limit) => {
    const rows = crowd(48, 150, 400)
    await insertWaiting(database, rows)
    const got = await drainBy(connections, limit)
    expect(got.events).toBe(48 * 150)
    const [keys, counted, taken] = await one(
      "SELECT count(*), count(*) FILTER (WHERE at IS NOT NULL), count(*) FILTER (WHERE at IS NULL) FROM interaction_keys",
    )
    const said = new Set(rows.flatMap(({ source, events }) => events.map(({ k }) => `${source} ${k}`)))
    const back = new Set(rows.flatMap(({ source, events }) => events.flatMap(({ k, r }) => (r ? [`${source} ${k}`] : []))))
    expect([keys, taken]).toEqual([said.size, back.size])
    // Whatever the order was: what stands is what was said and never taken back.
    const milli = (said.size - back.size) * 1_000
    expect(await one("SELECT sum(milli_value), sum(sign(milli_value)) FROM user_interactions")).toEqual([milli, counted])
    expect(await one("SELECT sum(milli_value), sum(interactions) FROM interaction_days")).toEqual([milli, counted])
    expect(await one("SELECT sum(h.milli_value) FROM topic_hours AS h")).toEqual(
      await one("SELECT sum(milli_value) FROM user_interactions WHERE post_id IS NOT NULL"),
    )
    // No person without an account, and none made twice.
    expect(await one("SELECT count(*), count(DISTINCT user_id), (SELECT count(*) FROM community_users) FROM user_identities")).toEqual([
      got.people,
      got.people,
      got.people,
    ])
  })

  it("leaves no interaction behind with someone who was joined or parted meanwhile", async () => {
    await insertWaiting(database, crowd(40, 100, 3_000))
    const change = async (n: number) => {
      const [a, b] = [`'x', 'u${n}'`, `'telegram', 'u${n + 1}'`]
      const link = `SELECT link_people(${a}, ${b}, 'said so', now(), now())`
      for (let i = 0; i < 4; i += 1) for (const sql of [link, `SELECT unlink_person(${b}, now())`]) await database.rows(sql)
      await database.rows(link)
    }
    await Promise.all([drain(1), drain(2), ...[1, 4, 7, 10].map(change)])
    await drain(1)
    expect(await one("SELECT count(*) FROM user_interactions WHERE user_id NOT IN (SELECT id FROM community_users)")).toEqual([0])
    // Every row is with the person of its account, and so is its key.
    expect(
      await one(`SELECT count(*) FROM user_interactions AS x JOIN user_identities AS i ON i.user_id = x.user_id AND i.platform = x.platform
        WHERE i.external_id <> 'u' || substr(x.external_id, 2)::int % ${PEOPLE}`),
    ).toEqual([0])
    expect(
      await one(
        "SELECT count(*) FROM user_interactions AS x JOIN interaction_keys AS k USING (source, external_id) WHERE k.user_id <> x.user_id",
      ),
    ).toEqual([0])
  })

  it("leaves nothing of those who were forgotten meanwhile, once the sweep has gone over it", async () => {
    await insertWaiting(database, crowd(40, 100, 3_000))
    const forget = (n: number) => database.rows(`SELECT forget_person('x', 'u${n}', now())`)
    const gone = [3, 6, 9, 12, 15]
    await Promise.all([drain(1), drain(2), ...gone.map(forget)])
    await drain(1)
    await Promise.all(gone.map(forget))
    expect(
      await one(`SELECT count(*) FROM user_identities WHERE platform = 'x' AND external_id IN (${gone.map((n) => `'u${n}'`).join()})`),
    ).toEqual([0])
    expect(await one("SELECT count(*) FROM user_interactions WHERE user_id NOT IN (SELECT id FROM community_users)")).toEqual([0])
    expect(await one("SELECT count(*) FROM interaction_keys WHERE user_id NOT IN (SELECT id FROM community_users)")).toEqual([0])
    expect((await one("SELECT count(*) FROM user_identities"))[0]).toBeGreaterThan(50)
  })
})
