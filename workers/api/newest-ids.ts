// What do names in paths stand for, so that an example leads to something? The newest row of each kind; bitcoin, where an asset is meant.
import type { Db } from "../../shared/db/client.ts"
import { listInsights } from "../../shared/db/queries/insights.ts"
import { listPolicyVersions } from "../../shared/db/queries/policies.ts"
import { listPosts } from "../../shared/db/queries/posts.ts"
import { listRuns } from "../../shared/db/queries/run-reports.ts"
import { listSnapshots } from "../../shared/db/queries/snapshots.ts"
import { listStories } from "../../shared/db/queries/stories.ts"
import { TUNED_AGENT } from "../../shared/domain/strategy-tunables.ts"
import type { Fill } from "./curl.ts"
import { API } from "./links.ts"
import { answered } from "./page.ts"

type Rows = readonly { readonly id: string }[]

const NEWEST: Readonly<Record<string, (db: Db) => Promise<Rows>>> = {
  [`${API}/insights/{id}`]: (db) => listInsights(db, { limit: 1 }),
  [`${API}/posts/{id}`]: (db) => listPosts(db, { limit: 1 }),
  [`${API}/news/{id}`]: (db) => listStories(db, { limit: 1 }),
  [`${API}/runs/{id}`]: (db) => listRuns(db, { limit: 1 }),
  [`${API}/snapshots/{id}`]: (db) => listSnapshots(db, "day", 1),
  [`${API}/experiments/{id}`]: async (db) =>
    (await listPolicyVersions(db, TUNED_AGENT, 1)).map(({ version }) => ({ id: `${TUNED_AGENT}.${version}` })),
}

/** A question that fails, or finds nothing, leaves the name in the path. */
export async function fillNewest(db: Db, requestId: string): Promise<Fill> {
  const found = await Promise.all(Object.entries(NEWEST).map(async ([path, ask]) => [path, await answered(ask(db), requestId)] as const))
  const ids = new Map(found.map(([path, answer]) => [path, answer.ok ? answer.value[0]?.id : undefined]))
  return (path) => path.replace("{asset}", "BTC").replace("{id}", ids.get(path) ?? "{id}")
}
