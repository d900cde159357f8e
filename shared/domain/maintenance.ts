// What is known about the database's own tables and indexes, and what a run of the maintenance did about them?
import * as z from "zod"

/** One table, or one partition. Counts are those of the server's statistics, which a restart may lose: `isCounted` is false then. */
export type TableFigures = {
  readonly name: string
  /** The partitioned table that it is a part of, else itself. */
  readonly family: string
  /** A partitioned table itself holds no rows; nobody but the maintenance brings its statistics up to date. */
  readonly isPartitioned: boolean
  /** With indexes and what is stored apart. */
  readonly bytes: number
  readonly rows: number
  readonly dead: number
  readonly isCounted: boolean
  readonly isAnalysed: boolean
  readonly scans: number
  readonly scannedRows: number
  readonly indexScans: number
  /** Whether who asked may vacuum it. */
  readonly isOwned: boolean
}

/** One index, or the part of one on a partition. */
export type IndexFigures = {
  readonly name: string
  readonly table: string
  /** The index of the partitioned table that it is a part of, else itself. */
  readonly family: string
  readonly bytes: number
  readonly scans: number
  /** It keeps rows apart, so it is needed even where nobody searches by it. */
  readonly isUnique: boolean
  readonly isValid: boolean
  /** The share of its pages that a rebuild is expected to free; null where that can't be told. */
  readonly bloat: number | null
  readonly isOwned: boolean
}

export type DatabaseFigures = {
  readonly bytes: number
  /** Since when scans are counted, as far as the server says. */
  readonly countedSince: string | null
  readonly tables: readonly TableFigures[]
  readonly indexes: readonly IndexFigures[]
  /** Indexes that were rebuilt lately and hardly shrank: their estimate is wrong. */
  readonly futile: readonly string[]
}

export const MaintenanceKind = z.enum(["drop-leftover", "vacuum", "analyse", "reindex"])
/** One statement to be sent about one table or index. */
export const MaintenanceWork = z.object({ kind: MaintenanceKind, name: z.string() })
export type MaintenanceWork = z.infer<typeof MaintenanceWork>

const Bytes = z.int().min(0)
const Names = z.array(z.string())

/** What a run of the maintenance found and did: kept on the run. Bytes are as before the run. */
export const MaintenanceReport = z.object({
  partitions: z.object({ made: Names, dropped: Names }),
  /** Rows that were deleted because their time is over. */
  removed: z.object({ sessions: z.int(), attempts: z.int(), interactions: z.int() }),
  bytes: Bytes,
  countedSince: z.string().nullable(),
  /** The largest, with their partitions. */
  tables: z.array(z.object({ name: z.string(), bytes: Bytes, rows: z.int(), dead: z.int() })),
  indexes: z.array(z.object({ name: z.string(), bytes: Bytes, bloat: z.number().nullable() })),
  /** Nobody searched by these since `countedSince`, and they keep nothing apart. */
  unused: z.array(z.object({ name: z.string(), bytes: Bytes })),
  /** Large tables that are read from end to end more often than by an index. */
  lacking: z.array(z.object({ table: z.string(), scans: z.int(), rowsEach: z.int() })),
  /** Indexes that a broken statement left; those of a rebuild are dropped, the others wait for a person. */
  invalid: Names,
  done: z.array(MaintenanceWork.extend({ ms: z.int(), before: Bytes, after: Bytes })),
  refused: z.array(z.object({ kind: z.union([MaintenanceKind, z.enum(["partitions", "retention"])]), name: z.string(), why: z.string() })),
  /** What is left for the next part of the run. */
  left: z.int(),
})
export type MaintenanceReport = z.infer<typeof MaintenanceReport>
