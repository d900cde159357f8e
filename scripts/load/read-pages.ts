// How does the API bear readers: posts three times as often as insights, each reader waiting one to three seconds between two?
import { setTimeout as wait } from "node:timers/promises"
import { seededRandom } from "../../shared/kit/random.ts"
import { quantile } from "../bench/measure.ts"
import { type SectionReport, show, toBar } from "../bench/report.ts"
import type { Phase } from "./options.ts"
import type { LoadedStudio } from "./studio.ts"

type ReadsPhase = Extract<Phase, { kind: "reads" }>

const PATHS = ["/api/v1/posts", "/api/v1/posts", "/api/v1/posts", "/api/v1/insights"] as const
/** The performance documents' goal for an answer of the API. */
const GOAL_MS = 500

export async function readPages({ world }: LoadedStudio, phase: ReadsPhase, tell: (text: string) => void): Promise<SectionReport> {
  const { readers, seconds } = phase
  tell(`reads: ${readers} readers for ${seconds} s`)
  const walls: number[] = []
  let failed = 0
  const ends = performance.now() + seconds * 1_000
  const read = async (reader: number): Promise<void> => {
    const random = seededRandom(`reader ${reader}`)
    await wait(random() * 2_000)
    while (performance.now() < ends) {
      const started = performance.now()
      const answer = await world.fetch("api", PATHS[Math.floor(random() * PATHS.length)] ?? PATHS[0])
      await answer.arrayBuffer()
      walls.push(performance.now() - started)
      if (answer.status !== 200) failed += 1
      await wait(1_000 + random() * 2_000)
    }
  }
  await Promise.all(Array.from({ length: readers }, (_, reader) => read(reader)))
  const [p50, p95, p99] = [quantile(walls, 0.5), quantile(walls, 0.95), quantile(walls, 0.99)]
  return {
    title: "Load: reads",
    tables: [
      {
        title: `${readers} readers, posts 3 to insights 1`,
        columns: ["answers", "a second", "p50 ms", "p95 ms", "p99 ms", "not 200"],
        rows: [[walls.length, walls.length / seconds, p50, p95, p99, failed]],
      },
    ],
    bars: [
      toBar(
        "Answers of the API under readers, p95",
        `< ${GOAL_MS} ms`,
        `${show(p95)} ms, ${failed} of ${walls.length} not 200`,
        p95 < GOAL_MS && failed === 0,
      ),
    ],
    notes: [
      "The mix and the waits of the performance documents' load test; in a studio without posts, where each answer is an empty page.",
    ],
  }
}
