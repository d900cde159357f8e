// Who reads, and against what? Starts the reading program, and the studio that it reads: full of posts, with a bare route beside it in the same workerd.
import { fork } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { bundleWorker } from "../../test/world/bundle.ts"
import { findPort } from "../../test/world/serve.ts"
import { readWorkers } from "../../test/world/worker-options.ts"
import { fillMarket, fillPosts } from "../bench/studio.ts"
import { root } from "../settings.ts"
import type { ReadOrder, ReadOutcome } from "./reader.ts"
import type { Postgres } from "../../test/world/postgres-session.ts"

/** Sends as ordered, from a process of its own, so that what answers has the other processor. */
export async function read(order: ReadOrder): Promise<ReadOutcome> {
  const child = fork(join(import.meta.dirname, "reader.ts"), [])
  try {
    child.send(order)
    const [answer] = (await once(child, "message")) as [ReadOutcome | { error: string }]
    if ("error" in answer) throw new Error(answer.error)
    return answer
  } finally {
    child.kill()
  }
}

export type Bare = { readonly url: string; readonly worker: Readonly<Record<string, unknown>> }

/** A Worker that answers `/bare` with the JSON that was put there, for the world's `beside`. */
export async function bareWorker(): Promise<Bare> {
  const [declared] = await readWorkers(root)
  if (declared === undefined) throw new Error("wrangler.toml names no Worker.")
  const main = join(import.meta.dirname, "bare.ts")
  const port = await findPort(0)
  const { compatibilityDate } = declared.options
  const modules = await bundleWorker({ ...declared, name: "bare", main }, root)
  const worker = { name: "bare", modules, compatibilityDate, unsafeDirectSockets: [{ host: "127.0.0.1", port }] }
  return { url: `http://127.0.0.1:${port}`, worker }
}

/** As many posts as `posts`, and a month of the market. */
export async function fillStudio(postgres: Postgres, posts: number): Promise<void> {
  const stand = { exec: (sql: string) => postgres.exec(sql) }
  await fillPosts(stand, posts)
  await fillMarket(stand, 720)
  // As analysis says it: the bench's rows are never shown.
  await postgres.exec(`
    SET session_replication_role = replica;
    UPDATE insights SET reasons = '[{"measure": "close", "value": 1, "unit": "usd", "text": "It closed above the highest close of the last 30 days.", "evidence": [0]}]', statement = jsonb_build_object(
      'kind', 'close_above', 'asset', asset, 'level', '100', 'at', to_char(deadline AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
    SET session_replication_role = origin;`)
}
