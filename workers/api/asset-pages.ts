// How are rows exported that are kept asset by asset? One asset after the other, by name; each page is of one asset.
import * as z from "zod"
import type { Lines } from "../../shared/db/queries/onward.ts"
import { AssetSymbol } from "../../shared/domain/asset.ts"
import { Failure } from "../../shared/kit/failure.ts"
import { PlaceTime } from "./time.ts"

/** An asset, and its last row's moment, or before its first row, or behind its last. */
export const SeriesPlace = z.tuple([AssetSymbol, z.union([PlaceTime, z.enum(["start", "end"])])])
type SeriesPlace = z.infer<typeof SeriesPlace>

type Asking = {
  /** The first asset behind that one by name; null behind the last. */
  readonly nextAsset: (asset: string) => Promise<AssetSymbol | null>
  /** At most `limit` rows of an asset from that moment on, oldest first; from the first one, where it is null. */
  readonly lines: (asset: AssetSymbol, from: Date | null) => Promise<Lines<[string]>>
  readonly limit: number
}

type Page = { readonly rows: number; readonly lines: string; readonly next: SeriesPlace | null }

/** The page after that place: one statement, for the rows of one asset, or for the name of the next one, where `asset` names none. */
export async function pageOfAsset(asset: AssetSymbol | undefined, after: SeriesPlace | null, asking: Asking): Promise<Page> {
  const [of, time] = after ?? (asset === undefined ? [null, "start"] : [asset, "start"])
  if (asset !== undefined && of !== asset) {
    const faults = [{ pointer: "cursor", detail: "belongs to an export of another asset" }]
    throw new Failure("invalid-input", "The cursor belongs to an export of another asset.", { faults })
  }
  if (of === null || time === "end") return { rows: 0, lines: "", next: toStart(await asking.nextAsset(of ?? "")) }
  // The next page begins just after the last row of this one.
  const { rows, lines, last } = await asking.lines(of, time === "start" ? null : new Date(Date.parse(time) + 1))
  if (last !== null && rows === asking.limit) return { rows, lines, next: [of, last[0]] }
  return { rows, lines, next: asset === undefined ? [of, "end"] : null }
}

const toStart = (asset: AssetSymbol | null): SeriesPlace | null => (asset === null ? null : [asset, "start"])
