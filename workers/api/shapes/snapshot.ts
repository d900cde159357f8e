// How does the API show what a day, a week or a month came to? How many people there are is told elsewhere, to those who may know.
import * as z from "zod"
import type { StoredSnapshot } from "../../../shared/db/queries/snapshots.ts"
import { Period, SnapshotFigures } from "../../../shared/domain/snapshot.ts"
import { snapshotLink } from "../links.ts"

export const SnapshotId = z.string().regex(/^snp_[0-9a-z]{10,40}$/, "must be a snapshot's id, such as snp_01jd8z3k9q4m7x2c5v8b")

const Figures = SnapshotFigures.omit({ newPeople: true, people: true, activePeople: true })
  .extend({ unknown: z.record(z.string(), z.string()).describe("Why a figure is null, by its name.") })
  .meta({ id: "SnapshotFigures" })

export const Snapshot = z
  .object({
    id: SnapshotId,
    period: Period,
    startsOn: z.iso.date().describe("First day, in UTC; weeks begin on Monday."),
    endsBefore: z.iso.date().describe("The day after the last."),
    figures: Figures.describe(
      "Posts are those published in the period, as they did at the age of 24 hours; rates are engagements for each impression; money is in millionths of a US dollar.",
    ),
    link: z.string(),
  })
  .meta({ id: "Snapshot" })

export function toSnapshot({ id, period, startsOn, endsBefore, figures }: StoredSnapshot): z.infer<typeof Snapshot> {
  const { newPeople: _new, people: _people, activePeople: _active, unknown, ...shown } = figures
  const reasons = Object.entries(unknown).filter(([name]) => name in shown)
  return { id, period, startsOn, endsBefore, figures: { ...shown, unknown: Object.fromEntries(reasons) }, link: snapshotLink(id) }
}
