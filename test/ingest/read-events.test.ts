import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { INTERACTION_CODES, INTERACTION_TYPES, type InboxEvent, Platform } from "../../shared/domain/interaction.ts"
import { readEvents } from "../../workers/ingest/read-events.ts"

const NOON = new Date("2026-11-21T12:00:00.000Z")
const ago = (ms: number) => new Date(NOON.getTime() - ms).toISOString()
const DAY = 86_400_000

const event = (over: object = {}) => ({
  id: "e1",
  user: { platform: "telegram", id: "4711" },
  type: "like",
  at: NOON.toISOString(),
  ...over,
})
const judge = (...events: readonly unknown[]) => readEvents(events, NOON)
const faultsOf = (reported: unknown) => judge(reported).verdicts[0]?.faults ?? []

describe("an event that is taken", () => {
  it("becomes what the inbox keeps", () => {
    const reported = event({
      value: 2.5,
      post: { platformId: "77" },
      at: "2026-11-21T13:30:00+02:00",
      metadata: { place: "thread", n: 1, sure: true, no: null },
    })
    expect(judge(reported)).toEqual({
      accepted: [
        {
          k: "e1",
          p: "telegram",
          u: "4711",
          t: 1,
          v: 2_500,
          c: "ext:77",
          a: "2026-11-21T11:30:00.000Z",
          r: false,
          m: { place: "thread", n: 1, sure: true, no: null },
        },
      ],
      verdicts: [],
    })
  })

  it("has a value of one, no post and no metadata where none is named", () => {
    expect(judge(event()).accepted).toMatchObject([{ v: 1_000, c: null, m: null, r: false }])
  })

  it("may name a post by the studio's id, and take another event back", () => {
    expect(judge(event({ post: { id: "post_01jd8z3k9q4m7x2c5v8b" }, action: "retract" })).accepted).toMatchObject([
      { c: "post_01jd8z3k9q4m7x2c5v8b", r: true },
    ])
  })

  it.each(INTERACTION_TYPES)("of the type %s gets its code", (type) => {
    expect(judge(event({ type })).accepted[0]?.t).toBe(INTERACTION_CODES[type])
  })

  it("counts as happening now where its clock is ahead by five minutes at most", () => {
    expect(judge(event({ at: ago(-300_000) })).accepted[0]?.a).toBe(NOON.toISOString())
    expect(judge(event({ at: ago(400 * DAY) })).accepted[0]?.a).toBe(ago(400 * DAY))
  })

  it("keeps names of the language itself as names, and none that would become its nature", () => {
    const metadata = JSON.parse('{"__proto__":{"admin":true},"constructor":"x","toString":"y"}') as unknown
    const [read] = judge({ ...event(), metadata }, event()).accepted
    expect(JSON.stringify(read?.m)).toBe('{"constructor":"x","toString":"y"}')
    expect(read?.m).not.toHaveProperty("admin")
  })

  it("takes the last of two equal names in its JSON, as JSON.parse does", () => {
    expect(judge(JSON.parse(JSON.stringify(event()).replace('"id":"e1"', '"id":"e0","id":"e2"'))).accepted[0]?.k).toBe("e2")
  })
})

describe("an event that is refused", () => {
  it.each([
    [{ at: ago(-300_001) }, "/at", "is more than 5 minutes ahead of our clock, which says 2026-11-21T12:00:00.000Z: set yours"],
    [{ at: ago(400 * DAY + 1) }, "/at", "is more than 400 days ago: it would not be counted any more"],
    [{ at: "0000-01-01T00:00:00Z" }, "/at", "is more than 400 days ago: it would not be counted any more"],
    [{ at: "2026-02-30T00:00:00Z" }, "/at", "must be a moment with its distance from UTC, such as 2026-11-21T12:00:00Z"],
    [{ at: "2026-11-21T12:00:00" }, "/at", "must be a moment with its distance from UTC, such as 2026-11-21T12:00:00Z"],
    [{ at: 1 }, "/at", "must be a moment with its distance from UTC, such as 2026-11-21T12:00:00Z"],
    [{ id: "a\0b" }, "/id", "must be 1 to 200 characters, none of them a control character"],
    [{ id: "\ud800" }, "/id", "must be 1 to 200 characters, none of them a control character"],
    [{ id: "x".repeat(201) }, "/id", "must be 1 to 200 characters, none of them a control character"],
    [{ user: { platform: "x", id: "" } }, "/user/id", "must be 1 to 100 characters, none of them a control character"],
    [{ metadata: { a: "\0" } }, "/metadata/a", "holds a character that can't be kept"],
    [{ metadata: { a: "\udfff" } }, "/metadata/a", "holds a character that can't be kept"],
    [{ metadata: { a: { b: 1 } } }, "/metadata/a", "must be a text of at most 200 characters, a number, true, false or null"],
    [{ metadata: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [i, 1])) }, "/metadata", "may have at most 20 entries"],
    [{ post: { id: "post_x" } }, "/post/id", "must be a post's id, such as post_01jd8z3k9q4m7x2c5v8b"],
    [{ post: { id: "post_01jd8z3k9q4m7x2c5v8b", platformId: "1" } }, "/post", expect.any(String)],
    [{ value: 0 }, "/value", expect.any(String)],
    [{ value: -1 }, "/value", expect.any(String)],
    [{ value: 1e21 }, "/value", expect.any(String)],
    [{ value: JSON.parse("1e400") as number }, "/value", expect.any(String)],
    [{ value: "1" }, "/value", expect.any(String)],
    [{ type: "love" }, "/type", expect.stringContaining('"message_clicked"')],
    [{ extra: 1 }, "", 'Unrecognized key: "extra"'],
  ])("says where and why (%j)", (over, pointer, detail) => {
    expect(faultsOf(event(over))).toEqual([{ pointer, detail }])
  })

  it.each([[null], [7], ["x"], [[]], [{}]])("may be of any shape (%j)", (reported) => {
    expect(judge(reported).verdicts).toMatchObject([{ index: 0, id: null, verdict: "rejected" }])
  })

  it("leaves its neighbours alone", () => {
    const { accepted, verdicts } = judge(event({ id: "a" }), event({ id: "b", type: "love" }), event({ id: "c" }))
    expect(accepted.map(({ k }) => k)).toEqual(["a", "c"])
    expect(verdicts).toMatchObject([{ index: 1, id: "b", verdict: "rejected" }])
  })

  it("gets an answer that stays small, however many faults it has and however long they are", () => {
    const wild = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`${"k".repeat(300)}${i}`, "\0"]))
    const batch = Array.from({ length: 100 }, () => ({ ...wild, id: "x".repeat(5_000), metadata: wild }))
    const { accepted, verdicts } = readEvents(batch, NOON)
    expect([accepted.length, verdicts.length]).toEqual([0, 100])
    expect(JSON.stringify(verdicts).length).toBeLessThan(100 * 2_000)
  })
})

describe("an id that comes twice", () => {
  it("is taken the first time that it is valid", () => {
    const { accepted, verdicts } = judge(event({ type: "love" }), event(), event({ type: "reply" }))
    expect(accepted).toMatchObject([{ k: "e1", t: 1 }])
    expect(verdicts).toMatchObject([
      { index: 0, verdict: "rejected" },
      { index: 2, id: "e1", verdict: "repeated" },
    ])
  })

  it("may be reported and taken back in one request", () => {
    expect(judge(event(), event({ action: "retract" }), event({ action: "retract" }))).toMatchObject({
      accepted: [{ r: false }, { r: true }],
      verdicts: [{ index: 2, verdict: "repeated" }],
    })
  })
})

/** What Postgres takes as jsonb: no NUL, no half of a character. */
const isStorable = (read: InboxEvent) => !/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(read))

describe("whatever is reported", () => {
  it("has one outcome each, and what is taken can be stored and has the tables' bounds", () => {
    const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("\0", "\ud800", "", "__proto__", "1"))
    const anything = fc.anything({ maxDepth: 2 })
    const nearly = fc.record(
      {
        id: fc.oneof(text, anything),
        user: fc.oneof(fc.record({ platform: fc.constantFrom(...Platform.options, "y"), id: text }), anything),
        type: fc.constantFrom(...INTERACTION_TYPES, "love"),
        value: fc.oneof(fc.double(), fc.constantFrom(0.001, 1_000, 1, 0.0014), anything),
        post: fc.oneof(fc.record({ platformId: text }), fc.constant({ id: "post_0000000000" }), anything),
        at: fc.oneof(
          fc.date({ min: new Date("2025-01-01"), max: new Date("2027-01-01"), noInvalidDate: true }).map((at) => at.toISOString()),
          text,
        ),
        action: fc.constantFrom("add", "retract"),
        metadata: fc.oneof(fc.dictionary(text, fc.oneof(text, fc.double(), fc.boolean())), anything),
      },
      { requiredKeys: ["id", "user", "type", "at"] },
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(nearly, anything), { maxLength: 20 }), (list) => {
        const { accepted, verdicts } = readEvents(list, NOON)
        expect(accepted.length + verdicts.length).toBe(list.length)
        for (const read of accepted) {
          expect(isStorable(read)).toBe(true)
          expect(read.v).toSatisfy((v: number) => Number.isInteger(v) && v >= 1 && v <= 1_000_000)
          expect([...read.k].length).toSatisfy((length: number) => length >= 1 && length <= 200)
          expect([...read.u].length).toSatisfy((length: number) => length >= 1 && length <= 100)
          expect(read.a >= ago(400 * DAY) && read.a <= NOON.toISOString()).toBe(true)
        }
        expect(() => JSON.stringify(verdicts)).not.toThrow()
      }),
      { numRuns: 500 },
    )
  })
})
