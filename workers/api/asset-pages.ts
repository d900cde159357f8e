// How are rows exported that are kept asset by asset? One asset after the other, by name; each page is of one asset.
import * as z from "zod"
import { AssetSymbol } from "../../shared/domain/asset.ts"
import { Failure } from "../../shared/kit/failure.ts"
import { pageOfRows } from "./stream.ts"
import { PlaceTime, toIso } from "./time.ts"

/** An asset, and its last row's moment, or before its first row, or behind its last. */
export const SeriesPlace = z.tuple([AssetSymbol, z.union([PlaceTime, z.enum(["start", "end"])])])
type SeriesPlace = z.infer<typeof SeriesPlace>

type Asking<R, T> = {
  /** The first asset behind that one by name; null behind the last. */
  readonly nextAsset: (asset: string) => Promise<AssetSymbol | null>
  /** At most `limit` rows of an asset from that moment on, oldest first; from the first one, where it is null. */
  readonly rows: (asset: AssetSymbol, from: Date | null) => Promise<readonly R[]>
  readonly toRow: (row: R) => T
  readonly timeOf: (row: R) => Date
  readonly limit: number
}

type Page<T> = { readonly rows: readonly T[]; readonly next: SeriesPlace | null }

/** The page after that place: one statement, of the rows of one asset, or for the name of the next one, where `asset` names none. */
export async function pageOfAsset<R, T>(asset: AssetSymbol | undefined, after: SeriesPlace | null, asking: Asking<R, T>): Promise<Page<T>> {
  const { nextAsset, rows, toRow, timeOf, limit } = asking
  const [of, time] = after ?? (asset === undefined ? [null, "start"] : [asset, "start"])
  if (asset !== undefined && of !== asset) {
    const faults = [{ pointer: "cursor", detail: "belongs to an export of another asset" }]
    throw new Failure("invalid-input", "The cursor belongs to an export of another asset.", { faults })
  }
  if (of === null || time === "end") return { rows: [], next: toStart(await nextAsset(of ?? "")) }
  // The next page begins just after the last row of this one.
  const found = await rows(of, time === "start" ? null : new Date(Date.parse(time) + 1))
  const page = pageOfRows(found, limit, toRow, (row): SeriesPlace => [of, toIso(timeOf(row))])
  return page.next === null && asset === undefined ? { ...page, next: [of, "end"] } : page
}

const toStart = (asset: AssetSymbol | null): SeriesPlace | null => (asset === null ? null : [asset, "start"])
