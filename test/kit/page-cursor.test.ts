import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as z from "zod"
import { Cursor, decodeCursor, encodeCursor, pageOf } from "../../shared/kit/page-cursor.ts"
import { Failure } from "../../shared/kit/failure.ts"

const Place = z.tuple([z.string(), z.string()])
const ascii = fc.string({ unit: "grapheme-ascii", maxLength: 100 })

describe("a cursor", () => {
  it("gives back the place that it was made of, in letters that a URL carries as they are", () => {
    fc.assert(
      fc.property(ascii, ascii, (a, b) => {
        const cursor = encodeCursor([a, b])
        expect(Cursor.parse(cursor)).toBe(cursor)
        expect(decodeCursor(cursor, Place)).toEqual([a, b])
      }),
    )
  })

  it("of another list, or of nobody, is the caller's fault", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constant(encodeCursor(["one"])), fc.constant(btoa("null"))), (cursor) => {
        const thrown = (() => {
          try {
            return decodeCursor(cursor, Place)
          } catch (error) {
            return error
          }
        })()
        expect(thrown instanceof Failure && thrown.code).toBe("invalid-input")
      }),
    )
  })
})

describe("a page", () => {
  it("says where the next one begins only where there is one", () => {
    expect(pageOf(["a", "b", "c"], 2, (row) => [row])).toEqual({ data: ["a", "b"], next: encodeCursor(["b"]) })
    expect(pageOf(["a", "b"], 2, (row) => [row])).toEqual({ data: ["a", "b"], next: null })
    expect(pageOf([], 2, () => [])).toEqual({ data: [], next: null })
  })
})
