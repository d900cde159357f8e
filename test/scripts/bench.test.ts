// Does the bench read its options, its figures and its statements rightly? What it measures, it measures in CI.
import { describe, expect, test } from "vitest"
import { leaveOut } from "../../scripts/bench/leave-out.ts"
import { quantile } from "../../scripts/bench/measure.ts"
import { readBenchOptions, SECTIONS } from "../../scripts/bench/options.ts"
import { brokenRules, commandOf, reportMarkdown, show, tableText, toBar, toRule } from "../../scripts/bench/report.ts"

describe("readBenchOptions", () => {
  test("takes the usual sizes and all sections where nothing is said", () => {
    const options = readBenchOptions([], undefined)
    expect(options.users).toEqual([1_000, 10_000, 100_000])
    expect(options.sections).toEqual(SECTIONS)
    expect(options.questions.posts).toBe(1_000_000)
  })

  test("keeps the sections in their order, whatever the order they are named in", () => {
    expect(readBenchOptions(["--only", "questions,engagement"], undefined).sections).toEqual(["engagement", "questions"])
  })

  test.each([
    ["--users", "99"],
    ["--users", "1000001"],
    ["--users", "1e3x"],
    ["--only", "nothing"],
  ])("refuses %s %s", (name, value) => {
    expect(() => readBenchOptions([name, value], undefined)).toThrow(value)
  })

  test("prefers the server that was named to that of the environment", () => {
    expect(readBenchOptions(["--url", "postgresql://a@b/c"], "postgresql://x@y/z").url).toBe("postgresql://a@b/c")
    expect(readBenchOptions([], "postgresql://x@y/z").url).toBe("postgresql://x@y/z")
  })
})

test("quantile takes the nearest rank", () => {
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i)
  expect([0, 0.5, 0.99, 1].map((share) => quantile(hundred, share))).toEqual([1, 50, 99, 100])
  expect(quantile([], 0.5)).toBeNaN()
})

describe("leaveOut", () => {
  const sql =
    "WITH a AS (SELECT f(1)), b AS (INSERT INTO sums (n) SELECT (1) RETURNING n), c AS (INSERT INTO sums_too SELECT 1) SELECT 1 FROM a"

  test("puts a part that gives no row in the place of the one that inserts", () => {
    expect(leaveOut(sql, "sums")).toBe(
      "WITH a AS (SELECT f(1)), b AS (SELECT 1 WHERE false), c AS (INSERT INTO sums_too SELECT 1) SELECT 1 FROM a",
    )
  })

  test("throws where there is no such part, so that nothing is measured that isn't so", () => {
    expect(() => leaveOut(sql, "others")).toThrow("no part inserts into others")
    expect(() => leaveOut("INSERT INTO sums SELECT (1)", "sums")).toThrow("no part inserts into sums")
  })
})

describe("the report", () => {
  test.each([
    [1_234_567, "1,234,567"],
    [123.456, "123"],
    [12.345, "12.3"],
    [1.2345, "1.23"],
    [0.01234, "0.012"],
    [7, "7"],
    [null, "-"],
    ["each once", "each once"],
  ])("shows %s as %s", (cell, text) => {
    expect(show(cell)).toBe(text)
  })

  test("sets numbers under each other and text at the left", () => {
    const table = {
      title: "T",
      columns: ["name", "ms"],
      rows: [
        ["a", 1],
        ["long", 1_000],
      ],
    } as const
    expect(tableText(table)).toBe("T\nname     ms\na         1\nlong  1,000")
  })

  test("names what was typed, but never the server's address", () => {
    expect(commandOf("bench", ["--full", "--url", "postgresql://a:secret@b/c", "--write"])).toBe("npm run bench -- --full --write")
    expect(commandOf("bench", ["--url=postgresql://a:secret@b/c"])).toBe("npm run bench")
  })

  test("says of each bar whether it was met, missed or not measured, and fails for rules alone", () => {
    const bars = [
      toBar("a", "1", "2", false),
      toBar("b", "1", "1", true),
      toBar("c", "1", "-", null),
      toRule("d", "0", "3", false),
      toRule("e", "0", "0", true),
    ]
    const report = { conditions: { machine: "m" }, sections: [{ title: "S", tables: [], bars, notes: ["n"] }] }
    expect(brokenRules(report).map(({ name }) => name)).toEqual(["d"])
    const text = reportMarkdown(report, { title: "T", command: "npm run x" })
    expect(text).toContain("| a | 1 | 2 | missed |\n| b | 1 | 1 | met |\n| c | 1 | - | not measured |\n| d | 0 | 3 | missed |")
    expect(text).toContain("- machine: m")
  })
})
