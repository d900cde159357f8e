// What did each day, week or month come to?
import * as z from "zod"
import { listSnapshots } from "../../../shared/db/queries/snapshots.ts"
import { Period } from "../../../shared/domain/snapshot.ts"
import { Cursor, decodeCursor, Limit, pageOf } from "../../../shared/kit/page-cursor.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { Snapshot, toSnapshot } from "../shapes/snapshot.ts"

const Place = z.tuple([z.iso.date()])

export const listSnapshotsRoute = endpoint({
  path: `${API}/snapshots`,
  name: "listSnapshots",
  summary: "What each day, week or month came to, newest first: posts and their rates, interactions, insights, runs and spending.",
  description:
    "A period is summed up two days after it ended, when all of its posts have been read at the age of 24 hours, and does not change after that.",
  tag: "Analytics",
  query: { period: Period.default("day"), limit: Limit(100, 30), cursor: Cursor.optional() },
  reply: z.object({ data: z.array(Snapshot), next: z.string().nullable() }),
  cache: "analytics",
  sparse: true,
  async answer({ db }, { query: { period, limit, cursor } }) {
    const before = cursor === undefined ? null : decodeCursor(cursor, Place)[0]
    const { data, next } = pageOf(await listSnapshots(db, period, limit + 1, before), limit, (row) => [row.startsOn])
    return { data: data.map(toSnapshot), next }
  },
})
