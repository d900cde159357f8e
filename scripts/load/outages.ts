// What do readers see when many ask the same at once, when something is published, and when Redis or Postgres is away?
import { setTimeout as wait } from "node:timers/promises"
import { bumpEpochs } from "../../shared/kit/cache.ts"
import { serve } from "../../test/world/serve.ts"
import { type Bar, type SectionReport, show, type Table, toBar, toRule } from "../bench/report.ts"
import type { OutagesPhase } from "./options.ts"
import type { ReadOutcome } from "./reader.ts"
import { fillStudio, read } from "./readers.ts"
import { type LoadedStudio, openLoadedStudio } from "./studio.ts"

const POSTS = 1_000
const AT_ONCE = 200
const PATHS = ["/api/v1/posts", "/api/v1/insights", "/api/v1/news"]
const CONNECTIONS = 20
/** After Postgres is back, a question that nobody asked before is asked so often until it is answered. */
const LOOK_MS = 100

/** Statements of the questions that are asked, since `from` were noted. */
const asked = ({ world }: LoadedStudio, from: number): number => world.statements.length - from

async function stampede(studio: LoadedStudio): Promise<Bar> {
  const before = studio.world.statements.length
  const path = "/api/v1/posts?limit=77"
  const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => studio.world.fetch("api", path)))
  const bodies = new Set(await Promise.all(answers.map((answer) => answer.text())))
  const statements = asked(studio, before)
  const figure = `${statements} statements, ${answers.filter(({ status }) => status === 200).length} answers, ${bodies.size} different`
  return toRule(
    `${AT_ONCE} at once on a question that nobody asked before`,
    "1 statement, the same answer to all",
    figure,
    statements === 1 && bodies.size === 1,
  )
}

/** Milliseconds from a publication until nobody sees the old list any more: what `publishing` does, a row and then a bump. */
async function publication(studio: LoadedStudio): Promise<number> {
  const path = "/api/v1/posts?limit=1"
  const newest = async (): Promise<string> =>
    await studio.world
      .fetch("api", path)
      .then((answer) => answer.json())
      .then((page) => (page as { data: { id: string }[] }).data[0]?.id ?? "")
  const old = await newest()
  await studio.postgres.query("UPDATE published_content SET removed_at = now() WHERE id = $1", [old])
  await publish(studio)
  const bumped = performance.now()
  let last = 0
  // As long as one of them may still know the old one, and as long again.
  while (performance.now() - bumped < 2_500) {
    const seen = await Promise.all(Array.from({ length: 8 }, newest))
    if (seen.includes(old)) last = performance.now() - bumped
    await wait(10)
  }
  return last
}

/** Makes every answer old, as the agents do after a run. */
async function publish({ redis }: LoadedStudio): Promise<void> {
  const serving = await serve((request) => redis.fetch(request))
  await bumpEpochs({ url: serving.url, token: "local-only" }, ["posts", "insights", "news"])
  await serving.close()
}

const failed = ({ rows, errors }: ReadOutcome): number =>
  rows.filter(({ status }) => status >= 500).reduce((sum, { answers }) => sum + answers, errors)

/** Readers all along; `part` is away in the middle third. */
async function under(studio: LoadedStudio, part: "redis" | "postgres", seconds: number): Promise<ReadOutcome> {
  const requests = PATHS.map((path) => ({ path }))
  const reading = read({ url: studio.world.urls.api, seconds: 3 * seconds, connections: CONNECTIONS, requests, rate: null })
  await wait(1_000 * seconds)
  studio.world.faults[part] = "down"
  // As if something had been published just before: what is known is old now, and only Postgres could say what is new.
  if (part === "postgres") await publish(studio)
  await wait(1_000 * seconds)
  studio.world.faults[part] = null
  return await reading
}

/** What a question that nobody asked before is answered without Postgres, and how long after its return it is answered well, in milliseconds. */
async function coldQuestion(studio: LoadedStudio): Promise<{ status: number; retryAfter: string | null; recoveryMs: number }> {
  studio.world.faults.postgres = "down"
  const { status, headers } = await studio.world.fetch("api", "/api/v1/posts?limit=78")
  studio.world.faults.postgres = null
  const back = performance.now()
  while ((await studio.world.fetch("api", "/api/v1/posts?limit=78")).status !== 200) {
    if (performance.now() - back > 60_000) break
    await wait(LOOK_MS)
  }
  return { status, retryAfter: headers.get("retry-after"), recoveryMs: performance.now() - back }
}

const tableOf = (title: string, { rows }: ReadOutcome): Table => ({
  title,
  columns: ["route", "status", "answered by", "answers", "p50 ms", "p99 ms"],
  rows: rows.map(({ route, status, layer, answers, p50, p99 }) => [route, String(status), layer, answers, p50, p99]),
})

export async function readThroughOutages(url: string, { seconds }: OutagesPhase, say: (text: string) => void): Promise<SectionReport> {
  const studio = await openLoadedStudio(url, { bindings: { api: { LIMITS: "off" } } })
  try {
    await fillStudio(studio.postgres, POSTS)
    say("outages: many at once, then a publication")
    for (const path of PATHS) await (await studio.world.fetch("api", path)).arrayBuffer()
    const crowd = await stampede(studio)
    const lateMs = await publication(studio)
    say(`outages: Redis away for ${seconds} s, then Postgres`)
    const redis = await under(studio, "redis", seconds)
    const postgres = await under(studio, "postgres", seconds)
    const cold = await coldQuestion(studio)
    const bars = [
      crowd,
      toBar("After a publication the old list is seen for at most", "1 s", `${show(lateMs)} ms`, lateMs <= 1_000),
      toRule("Redis killed under load: answers with 5xx", "0", `${failed(redis)} of ${show(redis.answers)}`, failed(redis) === 0),
      toRule(
        "Postgres killed under load: answers with 5xx to questions that were answered before",
        "0",
        `${failed(postgres)} of ${show(postgres.answers)}`,
        failed(postgres) === 0,
      ),
      toRule(
        "A question that nobody asked before, without Postgres",
        "503 with Retry-After",
        `${cold.status}, Retry-After ${cold.retryAfter ?? "none"}`,
        cold.status === 503 && cold.retryAfter !== null,
      ),
      toRule("The same after Postgres is back", "answered within 5 s", `${show(cold.recoveryMs)} ms`, cold.recoveryMs <= 5_000),
    ]
    const tables = [
      tableOf(`Redis away for ${seconds} of ${3 * seconds} s, ${CONNECTIONS} connections`, redis),
      tableOf(`Postgres away for ${seconds} of ${3 * seconds} s, ${CONNECTIONS} connections`, postgres),
    ]
    return {
      title: "Load: many at once, a publication, and outages",
      tables,
      bars,
      notes: ["Limits are off; a part that is away breaks every connection."],
    }
  } finally {
    await studio.close()
  }
}
