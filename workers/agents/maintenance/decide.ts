// Which tables and indexes need work, and what is there to be said about them? Thresholds stand here, each with its reason.
import {
  type DatabaseFigures,
  type IndexFigures,
  type MaintenanceReport,
  type MaintenanceWork,
  type TableFigures,
} from "../../../shared/domain/maintenance.ts"

/** Dead rows from which a table is vacuumed: a fifth of all, or so many that reading past them costs. Autovacuum mostly was there before. */
const DEAD = { share: 0.2, least: 50, many: 10_000 }
/** A rebuild is worth its writes from this share on, and from this size. */
const BLOAT = { share: 0.4, bytes: 10_000_000 }
/** A table that a scan from end to end reads so much of is large, and a few such scans (of a person, say) are none. */
const SCANS = { rowsEach: 10_000, least: 20 }
const MOST = { shown: 15, listed: 25 }
const SUNDAY = 0

export type Facts = {
  readonly figures: DatabaseFigures
  /** The day that the run is for. */
  readonly slot: string
  /** Earlier parts of the run have done these. */
  readonly done: readonly string[]
  readonly retentionMonths: number
}

export type Decision = {
  readonly months: { readonly from: Date; readonly until: Date }
  /** Months that ended before go; null: none. */
  readonly keptFrom: Date | null
  /** In their order. */
  readonly work: readonly MaintenanceWork[]
  readonly sizes: ReadonlyMap<string, number>
  readonly report: Pick<MaintenanceReport, "bytes" | "countedSince" | "tables" | "indexes" | "unused" | "lacking" | "invalid">
}

export function decide({ figures, slot, done, retentionMonths }: Facts, _reply: null, _policy: unknown, { now }: { now: Date }): Decision {
  const weekly = new Date(slot).getUTCDay() === SUNDAY
  return {
    months: { from: now, until: monthsAfter(now, 3) },
    keptFrom: retentionMonths === 0 ? null : monthsAfter(now, -retentionMonths),
    work: weekly ? listWork(figures).filter(({ name }) => !done.includes(name)) : [],
    sizes: new Map([...figures.tables, ...figures.indexes].map(({ name, bytes }) => [name, bytes])),
    report: describe(figures),
  }
}

/** The first moment of the month so many months after that of `at`, in UTC. */
const monthsAfter = (at: Date, months: number): Date => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1))

/** Leftovers first, since they cost with every write; rebuilds last, since they take longest. Only what may be worked on. */
function listWork({ tables, indexes, futile }: DatabaseFigures): readonly MaintenanceWork[] {
  const mine = tables.filter((table) => table.isOwned)
  const owned = indexes.filter((index) => index.isOwned)
  return [
    ...owned.filter(isLeftover).map(({ name }) => ({ kind: "drop-leftover", name }) as const),
    ...mine.filter((table) => !table.isPartitioned && needsVacuum(table)).map(({ name }) => ({ kind: "vacuum", name }) as const),
    ...mine.filter((table) => table.isPartitioned).map(({ name }) => ({ kind: "analyse", name }) as const),
    ...owned.filter((index) => isBloated(index) && !futile.includes(index.name)).map(({ name }) => ({ kind: "reindex", name }) as const),
  ]
}

/** What a rebuild leaves that was broken off: Postgres names it so. */
const isLeftover = ({ name, isValid }: IndexFigures): boolean => !isValid && /_cc(new|old)\d*$/.test(name)

/** Where the counts are lost, once, to have them again: what needs no work costs VACUUM nearly nothing. */
const needsVacuum = ({ rows, dead, isAnalysed, isCounted }: TableFigures): boolean =>
  !isAnalysed || !isCounted || dead > DEAD.many || (dead >= DEAD.least && dead > DEAD.share * (rows + dead))

const isBloated = ({ bloat, bytes, isValid }: IndexFigures): boolean =>
  isValid && bloat !== null && bloat > BLOAT.share && bytes > BLOAT.bytes

function describe({ bytes, countedSince, tables, indexes }: DatabaseFigures): Decision["report"] {
  const families = [...Map.groupBy(tables, ({ family }) => family)].map(([name, parts]) => ({
    name,
    bytes: sum(parts, (part) => part.bytes),
    rows: sum(parts, (part) => part.rows),
    dead: sum(parts, (part) => part.dead),
  }))
  const searched = [...Map.groupBy(indexes, ({ family }) => family)].map(([name, parts]) => ({ name, parts }))
  return {
    bytes,
    countedSince,
    tables: largest(families, MOST.shown),
    indexes: largest(indexes, MOST.shown).map((index) => ({ name: index.name, bytes: index.bytes, bloat: index.bloat })),
    unused: largest(
      searched
        .filter(({ parts }) => parts.every(({ scans, isUnique, isValid }) => scans === 0 && !isUnique && isValid))
        .map(({ name, parts }) => ({ name, bytes: sum(parts, (part) => part.bytes) })),
      MOST.listed,
    ),
    lacking: tables
      .filter(lacksIndex)
      .map(({ name, scans, scannedRows }) => ({ table: name, scans, rowsEach: Math.round(scannedRows / scans) })),
    invalid: indexes.filter(({ isValid }) => !isValid).map(({ name }) => name),
  }
}

const lacksIndex = ({ scans, scannedRows, indexScans }: TableFigures): boolean =>
  scans >= SCANS.least && scans > indexScans && scannedRows / scans >= SCANS.rowsEach

const largest = <T extends { readonly bytes: number }>(rows: readonly T[], most: number): T[] =>
  rows.toSorted((a, b) => b.bytes - a.bytes).slice(0, most)

const sum = <T>(rows: readonly T[], value: (row: T) => number): number => rows.reduce((total, row) => total + value(row), 0)
