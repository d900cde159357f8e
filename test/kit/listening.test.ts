import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Heard, heardOf, newsIn } from "../../shared/kit/listening.ts"

const WINDOW = 4
const rows = (...ids: string[]) => ids.map((id) => ({ id }))
const told = (found: ReturnType<typeof newsIn>) => found?.told.map(({ row, mark }) => [row.id, mark])

describe("what is new in a window", () => {
  it("is told oldest first, each with its own mark", () => {
    const heard = heardOf(rows("c", "b", "a"), WINDOW)
    expect(told(newsIn(rows("e", "d", "c", "b"), heard, WINDOW))).toEqual([
      ["d", "d"],
      ["e", "e"],
    ])
  })

  it("is told late without a mark, where it stands behind what was told", () => {
    const heard = heardOf(rows("d", "b", "a"), WINDOW)
    const found = newsIn(rows("d", "c", "b", "a"), heard, WINDOW)
    expect([told(found), found?.heard.newest]).toEqual([[["c", null]], "d"])
  })

  it("is nothing that came into a full window because another row left it", () => {
    const heard = heardOf(rows("d", "c", "b", "a"), WINDOW)
    expect(told(newsIn(rows("d", "c", "a", "0"), heard, WINDOW))).toEqual([])
  })

  it("is everything where the list was empty before", () => {
    expect(told(newsIn(rows("b", "a"), heardOf([], WINDOW), WINDOW))).toEqual([
      ["a", "a"],
      ["b", "b"],
    ])
  })

  it("can't be told where a full window holds nothing that is known", () => {
    expect(newsIn(rows("h", "g", "f", "e"), heardOf(rows("d", "c", "b", "a"), WINDOW), WINDOW)).toBeNull()
  })

  it("is nothing again where an older window comes after a newer one", () => {
    const heard = newsIn(rows("d", "c", "b", "a"), heardOf(rows("b", "a"), WINDOW), WINDOW)?.heard as Heard
    const older = newsIn(rows("b", "a"), heard, WINDOW)
    expect(told(older)).toEqual([])
    expect(told(newsIn(rows("e", "d", "c", "b"), older?.heard as Heard, WINDOW))).toEqual([["e", "e"]])
  })

  it("tells each row once, and every row that came in order, however fast they come", () => {
    const steps = fc.array(fc.record({ add: fc.nat({ max: 6 }), late: fc.boolean(), remove: fc.boolean() }), { maxLength: 40 })
    fc.assert(
      fc.property(steps, (moves) => {
        let list = [10, 20, 30]
        let next = 40
        let heard = heardOf(windowOf(list), WINDOW)
        const [seen, due] = [new Set<string>(), new Set<string>()]
        for (const { add, late, remove } of moves) {
          const lateOne = (list.at(-1) ?? 0) - 5
          if (late && !list.includes(lateOne)) list.push(lateOne)
          if (remove) list.splice(list.length - 2, 1)
          for (let i = 0; i < add; i += 1, next += 10) {
            list.push(next)
            due.add(String(next))
          }
          list = list.toSorted((a, b) => a - b)
          const found = newsIn(windowOf(list), heard, WINDOW)
          if (found === null) {
            // As the listener does: what followed the newest known row is asked for.
            const after = list.filter((at) => at > Number(heard.newest)).map(String)
            for (const id of after) seen.add(id)
            heard = heardOf(windowOf(list), WINDOW)
            continue
          }
          for (const { row } of found.told) {
            expect(seen.has(row.id)).toBe(false)
            seen.add(row.id)
          }
          heard = found.heard
        }
        const standing = [...due].filter((id) => list.includes(Number(id)))
        expect(standing.filter((id) => !seen.has(id))).toEqual([])
      }),
    )
  })
})

const windowOf = (list: readonly number[]) => rows(...list.toReversed().slice(0, WINDOW).map(String))
