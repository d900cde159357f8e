// Which work follows from which figures? Each threshold from both sides.
import { describe, expect, it, test } from "vitest"
import type { DatabaseFigures, IndexFigures, TableFigures } from "../../../shared/domain/maintenance.ts"
import { decide } from "../../../workers/agents/maintenance/decide.ts"

const SUNDAY = "2026-11-22T02:00:00.000Z"
const NOW = new Date("2026-11-22T02:00:20Z")

const table = (over: Partial<TableFigures> = {}): TableFigures => ({
  name: "posts",
  family: over.name ?? "posts",
  isPartitioned: false,
  bytes: 8_192,
  rows: 1_000,
  dead: 0,
  isCounted: true,
  isAnalysed: true,
  scans: 0,
  scannedRows: 0,
  indexScans: 0,
  isOwned: true,
  ...over,
})
const index = (over: Partial<IndexFigures> = {}): IndexFigures => ({
  name: "posts_by_day",
  table: "posts",
  family: over.name ?? "posts_by_day",
  bytes: 10_000_001,
  scans: 1,
  isUnique: false,
  isValid: true,
  bloat: 0,
  isOwned: true,
  ...over,
})
const judge = (figures: Partial<DatabaseFigures>, { slot = SUNDAY, done = [] as string[], retentionMonths = 13, now = NOW } = {}) =>
  decide(
    { figures: { bytes: 0, countedSince: null, tables: [], indexes: [], futile: [], ...figures }, slot, done, retentionMonths },
    null,
    {},
    { now },
  )
const kindsOf = (figures: Partial<DatabaseFigures>) => judge(figures).work.map(({ kind }) => kind)

describe("a table is vacuumed", () => {
  it.each([
    [{ dead: 251 }, ["vacuum"]],
    [{ dead: 250 }, []],
    [{ rows: 0, dead: 49 }, []],
    [{ rows: 0, dead: 50 }, ["vacuum"]],
    [{ rows: 1_000_000, dead: 10_001 }, ["vacuum"]],
    [{ rows: 1_000_000, dead: 10_000 }, []],
    [{ isAnalysed: false }, ["vacuum"]],
    [{ isCounted: false }, ["vacuum"]],
    [{ isAnalysed: false, isOwned: false }, []],
    [{ isPartitioned: true }, ["analyse"]],
  ] as const)("for %j: %j", (over, kinds) => {
    expect(kindsOf({ tables: [table(over)] })).toEqual(kinds)
  })
})

describe("an index is rebuilt", () => {
  it.each([
    [{ bloat: 0.41 }, ["reindex"]],
    [{ bloat: 0.4 }, []],
    [{ bloat: null }, []],
    [{ bloat: 0.9, bytes: 10_000_000 }, []],
    [{ bloat: 0.9, isOwned: false }, []],
    [{ name: "posts_by_day_ccnew", isValid: false, bloat: 0.9 }, ["drop-leftover"]],
    [{ name: "posts_by_day_ccold3", isValid: false }, ["drop-leftover"]],
    [{ name: "posts_by_day", isValid: false, bloat: 0.9 }, []],
    [{ name: "posts_by_day_ccnew" }, []],
  ] as const)("for %j: %j", (over, kinds) => {
    expect(kindsOf({ indexes: [index(over)] })).toEqual(kinds)
  })

  it("not where rebuilding it hardly helped", () => {
    expect(kindsOf({ indexes: [index({ bloat: 0.9 })], futile: ["posts_by_day"] })).toEqual([])
  })
})

test("leftovers go first, rebuilds last, and nothing is done twice or on another day", () => {
  const figures = {
    tables: [table({ dead: 900 }), table({ name: "all", isPartitioned: true })],
    indexes: [index({ bloat: 0.5 }), index({ name: "x_ccnew", isValid: false })],
  }
  expect(kindsOf(figures)).toEqual(["drop-leftover", "vacuum", "analyse", "reindex"])
  expect(judge(figures, { done: ["posts", "x_ccnew"] }).work.map(({ name }) => name)).toEqual(["all", "posts_by_day"])
  expect(judge(figures, { slot: "2026-11-23T02:00:00.000Z" }).work).toEqual([])
})

test("partitions reach three months ahead; whole months are kept, none is dropped for retention 0", () => {
  expect(judge({}).months).toEqual({ from: NOW, until: new Date("2027-02-01T00:00:00Z") })
  expect(judge({}).keptFrom).toEqual(new Date("2025-10-01T00:00:00Z"))
  expect(judge({}, { retentionMonths: 0 }).keptFrom).toBe(null)
  expect(judge({}, { now: new Date("2026-01-31T23:00:00Z"), retentionMonths: 1 }).keptFrom).toEqual(new Date("2025-12-01T00:00:00Z"))
})

describe("the report", () => {
  const part = (n: number, over: Partial<IndexFigures> = {}) => index({ name: `events_${n}_at`, family: "events_at", scans: 0, ...over })

  it("adds the parts of a table up", () => {
    const tables = [1, 2].map((n) => table({ name: `events_${n}`, family: "events", bytes: 10 * n, rows: n, dead: n }))
    expect(judge({ tables }).report.tables).toEqual([{ name: "events", bytes: 30, rows: 3, dead: 3 }])
  })

  it("calls an index unused only where no part of it is searched, and it keeps nothing apart", () => {
    expect(judge({ indexes: [part(1), part(2)] }).report.unused).toEqual([{ name: "events_at", bytes: 20_000_002 }])
    expect(judge({ indexes: [part(1), part(2, { scans: 1 })] }).report.unused).toEqual([])
    expect(judge({ indexes: [part(1, { isUnique: true })] }).report.unused).toEqual([])
  })

  it("says where an index may be lacking", () => {
    const often = { scans: 20, scannedRows: 200_000 }
    expect(judge({ tables: [table(often)] }).report.lacking).toEqual([{ table: "posts", scans: 20, rowsEach: 10_000 }])
    for (const other of [{ scans: 19, scannedRows: 1e9 }, { ...often, indexScans: 20 }, { scans: 20, scannedRows: 199_999 }, {}])
      expect(judge({ tables: [table(other)] }).report.lacking, JSON.stringify(other)).toEqual([])
  })

  it("names what is broken", () => {
    expect(judge({ indexes: [index({ isValid: false })] }).report.invalid).toEqual(["posts_by_day"])
  })
})
