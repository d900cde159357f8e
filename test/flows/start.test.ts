// Does `npm start` bring the whole studio up, keep its data through a kill, and make room for others?
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { signIn } from "../world/operator.ts"
import { openPglite } from "../world/postgres-pglite.ts"
import { type Serving, serve } from "../world/serve.ts"
import { emptyImage } from "../world/test-database.ts"

const root = join(import.meta.dirname, "..", "..")
const scratch = mkdtempSync(join(tmpdir(), "studio-"))
const children: ChildProcess[] = []
let neighbour: Serving | null = null

beforeAll(async () => {
  // An empty cluster, so that the time goes into what is tested here.
  await (await openPglite({ dir: join(scratch, "world", "postgres"), image: await emptyImage() })).close()
  // Somebody has the usual port of the dashboard: this test, unless it is taken already.
  neighbour = await serve(() => new Response("the neighbour"), { port: 8787 }).catch(() => null)
})
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL")
  await neighbour?.close()
  rmSync(scratch, { recursive: true, force: true })
})

type Copy = { readonly child: ChildProcess; said(): string; saw(text: string | RegExp): Promise<void>; url(name: string): string }

function launch(): Copy {
  const child = spawn(process.execPath, ["scripts/launch.mjs", "scripts/start.ts", "--dir", scratch], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  })
  children.push(child)
  let text = ""
  child.stdout.setEncoding("utf8").on("data", (piece: string) => void (text += piece))
  return {
    child,
    said: () => text,
    async saw(wanted) {
      await expect.poll(() => text, { timeout: 60_000, interval: 20 }).toMatch(wanted)
    },
    url: (name) => new RegExp(`${name} +(http://localhost:\\d+/\\S*)`).exec(text)?.[1] ?? "",
  }
}

const holder = () => JSON.parse(readFileSync(join(scratch, "lock.json"), "utf8")) as { pid: number }
const runsOf = async (copy: Copy) => {
  const headers = await signIn(copy.url("Commands"))
  const answer = await fetch(new URL("/api/v1/runs?limit=100", copy.url("Dashboard")), { headers })
  const { data }: { data: { id: string; trigger: string }[] } = await answer.json()
  return data
}

/** A command of yesterday that was passed on; the queue that held its run is gone. */
async function leaveCommand(): Promise<void> {
  const postgres = await openPglite({ dir: join(scratch, "world", "postgres") })
  const at = new Date(Date.now() - 86_400_000).toISOString()
  await postgres.query(
    `INSERT INTO events (id, name, source, external_id, data, created_at, dispatched_at)
      VALUES ('evt_00000000000000000000', 'command.run-now', 'operator', 'left', $1, $2, (SELECT coalesce(max(dispatched_at), now()) FROM events))`,
    [JSON.stringify({ agent: "sentiment-scan", at }), at],
  )
  await postgres.close()
}

test("starts, is one at a time, survives a kill with its data, and stops when asked", async () => {
  const first = launch()
  await first.saw("Ctrl-C stops it")
  expect(first.said()).toContain("port 8787 is taken by another program")
  expect((await fetch(first.url("API"))).status).toBe(200)
  await first.saw(/run +market-scan +succeeded/)
  await first.saw(/run +analysis +succeeded/)

  const second = launch()
  const [code] = (await once(second.child, "exit")) as [number]
  expect([code, second.url("Dashboard")]).toEqual([0, first.url("Dashboard")])
  expect(second.said()).toContain("The studio runs already")

  const before = await runsOf(first)
  const pid = holder().pid
  process.kill(pid, "SIGKILL")
  // workerd goes with it: nobody answers there any more.
  await expect
    .poll(
      () =>
        fetch(first.url("API")).then(
          () => "answers",
          () => "gone",
        ),
      { timeout: 5_000 },
    )
    .toBe("gone")

  await leaveCommand()
  const third = launch()
  await third.saw("Ctrl-C stops it")
  expect(third.said()).toContain("Going on with the kept world")
  const after = await runsOf(third)
  expect(after.map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)))

  // What the killed queue had been told is asked for again.
  await expect.poll(async () => (await runsOf(third)).map(({ trigger }) => trigger), { timeout: 30_000 }).toContain("manual")

  third.child.kill("SIGTERM")
  const [last] = (await once(third.child, "exit")) as [number]
  expect([last, existsSync(join(scratch, "lock.json"))]).toEqual([0, false])
}, 120_000)
