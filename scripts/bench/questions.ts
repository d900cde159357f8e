// How long does each list and each page's question take inside the database when the tables are large, and how much does it read?
import { seededRandom } from "../../shared/kit/random.ts"
import { openDraw, type Question, questionsOfAgents, questionsOfPages } from "./asked.ts"
import { fillCommunity } from "./community.ts"
import { explain, type InServer, quantile } from "./measure.ts"
import { questionsOfSums } from "./asked-sums.ts"
import { SPAN } from "./ours.ts"
import { type Bar, type Cell, show, type Table, toBar } from "./report.ts"
import type { Bench, Section } from "./section.ts"
import { showPlan } from "./section.ts"
import { fillInteractionSums, fillMarket, fillPosts, fillRuns, fillSnapshots } from "./studio.ts"
import { noteScoring, scoreEveryone } from "./engagement.ts"

type Measured = {
  readonly name: string
  readonly question: Question
  readonly p50: number
  readonly p99: number
  readonly planMs: number
  readonly read: number
  readonly returned: number
}

/** Questions with a bar of their own, in milliseconds at p50. */
const OWN_BARS: Readonly<Record<string, { readonly name: string; readonly ms: number }>> = {
  listTopicDays: { name: "Trends", ms: 40 },
  measureSpans: { name: "Snapshot of a month from the sums", ms: 5 },
  listMostEngaged: { name: "The hundred most engaged people", ms: 5 },
  listCandidates: { name: "Candidates for an offer", ms: 5 },
}
const MOST_READ = 10

async function measureQuestion(bench: Bench, name: string, question: Question): Promise<Measured> {
  const { stand, options } = bench
  const random = seededRandom(name)
  const draw = openDraw(random, options.questions.posts)
  const calls: InServer[] = []
  for (let i = 0; i < options.questions.calls; i += 1) {
    // Sent as always, so that what is explained is what was really asked; its answer is not looked at.
    await question.ask(stand.db(question.role), draw)
    calls.push(await explain(stand.client, stand.last()))
  }
  await showPlan(bench, name, stand.last())
  const total = calls.map(({ planMs, executeMs }) => planMs + executeMs)
  const middle = (of: (call: InServer) => number) => quantile(calls.map(of), 0.5)
  return {
    name,
    question,
    p50: quantile(total, 0.5),
    p99: quantile(total, 0.99),
    planMs: middle(({ planMs }) => planMs),
    read: middle(({ rowsRead }) => rowsRead),
    returned: middle(({ rowsReturned }) => rowsReturned),
  }
}

const readsMuch = ({ read, returned }: Measured): boolean => read > MOST_READ * Math.max(1, returned)

function toTable(title: string, measured: readonly Measured[]): Table {
  const rows = measured.map((each): Cell[] => {
    const { name, p50, p99, planMs, read, returned, question } = each
    return [name, p50, p99, planMs, read, returned, readsMuch(each) ? (question.why ?? "no reason known") : ""]
  })
  return {
    title,
    columns: [
      "question",
      "p50 ms",
      "p99 ms",
      "of it planning",
      "rows read",
      "rows given",
      "why it reads more than ten times what it gives",
    ],
    rows,
  }
}

function toBars(measured: readonly Measured[]): Bar[] {
  const common = measured.filter(({ name }) => !(name in OWN_BARS))
  const slow = common.filter(({ p50, p99 }) => p50 > 2 || p99 > 5)
  const worst = (of: (each: Measured) => number) => Math.max(...common.map(of))
  const told = slow.map(({ name, p50, p99 }) => `${name} ${show(p50)} and ${show(p99)} ms`).join(", ")
  const best = `${common.length} questions, the slowest ${show(worst(({ p50 }) => p50))} ms p50 and ${show(worst(({ p99 }) => p99))} ms p99`
  const silent = measured.filter((each) => readsMuch(each) && each.question.why === undefined).map(({ name }) => name)
  const reads =
    silent.length === 0 ? `${measured.filter(readsMuch).length} read more, each with its reason` : `no reason for ${silent.join(", ")}`
  const own = Object.entries(OWN_BARS).flatMap(([key, { name, ms }]) => {
    // A question that gives nothing at this size was not measured.
    const found = measured.find((each) => each.name === key)
    return found === undefined
      ? []
      : [
          toBar(
            `${name}, in the database`,
            `<= ${ms} ms p50`,
            `${show(found.p50)} ms p50, ${show(found.p99)} ms p99`,
            found.returned === 0 ? null : found.p50 <= ms,
          ),
        ]
  })
  return [
    toBar(
      "List and page questions in the database",
      "<= 2 ms p50, <= 5 ms p99",
      slow.length === 0 ? best : `${common.length - slow.length} of ${common.length}; not ${told}`,
      slow.length === 0,
    ),
    ...own,
    toBar("Rows read against rows given", "<= 10 x, or a reason", reads, silent.length === 0),
  ]
}

export const questions: Section = async (bench) => {
  const { stand, options, tell } = bench
  const { posts, interactions, calls } = options.questions
  const users = Math.max(100, interactions / 10)
  tell(`${show(posts)} posts, ${show(posts)} runs, ${show(interactions)} interactions of ${show(users)} people: filling`)
  await fillRuns(stand, posts)
  await fillPosts(stand, posts)
  await fillMarket(stand, posts >= 100_000 ? 8_760 : 720)
  await fillCommunity(stand, users, interactions)
  await scoreEveryone(stand)
  await noteScoring(stand)
  await fillInteractionSums(stand)
  await fillSnapshots(stand, new Date(Date.parse(SPAN.endsBefore) - 86_400_000).toISOString())
  await fillSnapshots(stand, "2026-11-20T00:00:00Z")
  const parts: (readonly [string, Readonly<Record<string, Question>>])[] = [
    ["Asked by pages and by the API", { ...questionsOfPages(posts), ...questionsOfSums }],
    ["Asked by agents", questionsOfAgents],
  ]
  const tables: Table[] = []
  const all: Measured[] = []
  for (const [title, list] of parts) {
    const measured: Measured[] = []
    for (const [name, question] of Object.entries(list)) {
      tell(`  ${name}`)
      measured.push(await measureQuestion(bench, name, question))
    }
    tables.push(toTable(title, measured))
    all.push(...measured)
  }
  return {
    title: `Questions at ${show(posts)} posts, ${show(posts)} runs and ${show(interactions)} interactions`,
    tables,
    bars: toBars(all),
    notes: [
      `Each is asked ${calls} times with drawn arguments (any post, run, person or day) through the driver, and its statement then explained on a direct connection: planning and execution by EXPLAIN (ANALYZE), which costs a little itself. Medians of rows.`,
      "Without a prepared statement, as over HTTP: planning is paid each time.",
    ],
  }
}
