// What did one day, week or month come to?
import { findSnapshot } from "../../../shared/db/queries/snapshots.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { Snapshot, SnapshotId, toSnapshot } from "../shapes/snapshot.ts"

export const getSnapshotRoute = endpoint({
  path: `${API}/snapshots/{id}`,
  name: "getSnapshot",
  summary: "One snapshot of a day, a week or a month.",
  tag: "Analytics",
  params: { id: SnapshotId },
  reply: Snapshot,
  cache: "analytics",
  async answer({ db }, { params: { id } }) {
    const snapshot = await findSnapshot(db, id)
    if (snapshot === null) throw new Failure("not-found", "There is no snapshot with this id.")
    return toSnapshot(snapshot)
  },
})
