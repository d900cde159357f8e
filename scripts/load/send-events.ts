// Are events accepted fast enough, and is each counted once, whatever is killed meanwhile?
import { fork } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { quantile } from "../bench/measure.ts"
import { type Bar, type Cell, type SectionReport, show, toBar, toRule } from "../bench/report.ts"
import type { Order, Outcome } from "./client.ts"
import { expectedOf, LATE, REPEATED } from "./events.ts"
import type { EventsPhase } from "./options.ts"
import { openProcessorMeter, PARTS, type ProcessorMeter, workerdMb } from "./processes.ts"
import type { LoadedStudio } from "./studio.ts"

const LOOK_MS = 250
const REST_MS = 120_000
/** Where nothing was counted for so long, the heartbeat comes: in production it does every five minutes. */
const STUCK_MS = 3_000
/** Sent at the same rate before anything is measured: a Worker's code is compiled by the first requests. */
const WARM_UP_S = 3

type Watch = { readonly lags: number[]; readonly memory: number[]; readonly processor: ProcessorMeter; stop: boolean }

/** The server's processes that work for this database, or for all. */
const SERVER = `SELECT pid FROM pg_stat_activity
  WHERE datname = current_database() OR backend_type IN ('checkpointer', 'background writer', 'walwriter')`

/** Looks now and then how old the oldest event is that waits, in milliseconds, how large workerd is, and what all have spent. */
async function watch({ postgres }: LoadedStudio, notes: Watch): Promise<void> {
  const look = async () => notes.processor.look((await postgres.query(SERVER)).rows.map(([pid]) => Number(pid)))
  while (!notes.stop) {
    await look()
    const { rows } = await postgres.query("SELECT extract(epoch FROM clock_timestamp() - min(received_at)) * 1000 FROM event_inbox")
    notes.lags.push(Math.max(0, Number(rows[0]?.[0] ?? 0)))
    const size = workerdMb()
    if (size !== null) notes.memory.push(size)
    await wait(LOOK_MS)
  }
  await look()
}

async function killNowAndThen({ world }: LoadedStudio, { kills, seconds }: EventsPhase, notes: Watch): Promise<number> {
  let killed = 0
  const started = performance.now()
  for (let n = 0; n < kills; n += 1) {
    await wait(Math.max(0, started + ((n + 0.5) * seconds * 1_000) / kills - performance.now()))
    if (notes.stop) break
    await world.crash()
    killed += 1
  }
  return killed
}

async function runClient(order: Order): Promise<Outcome> {
  const child = fork(join(import.meta.dirname, "client.ts"), [])
  try {
    child.send(order)
    const [answer] = (await once(child, "message")) as [Outcome | { error: string }]
    if ("error" in answer) throw new Error(answer.error)
    return answer
  } finally {
    child.kill()
  }
}

/** Waits until nothing is left to count; gives how long that took. */
async function rest({ world, postgres }: LoadedStudio): Promise<number> {
  const started = performance.now()
  const waiting = async () => Number((await postgres.query("SELECT count(*) FROM event_inbox")).rows[0]?.[0])
  let [left, since] = [await waiting(), performance.now()]
  while (left > 0) {
    if (performance.now() - started > REST_MS) throw new Error(`${left} requests are still waiting to be counted`)
    await wait(50)
    const now = await waiting()
    if (now < left) since = performance.now()
    left = now
    if (performance.now() - since < STUCK_MS) continue
    await world.cron().catch(() => undefined)
    since = performance.now()
  }
  return performance.now() - started
}

export type Held = { readonly lost: number; readonly doubled: number; readonly misplaced: number; readonly sums: number }

/** Compares what stands in the database with what was sent: events missing, events there twice, people and types that differ, and the sums by day. */
async function compare({ postgres }: LoadedStudio, name: string, began: Date, count: number, daysBefore: number): Promise<Held> {
  const { different, byType, byUser } = expectedOf(name, began, count)
  const like = `${name}-%`
  const rows = async (sql: string) => (await postgres.query(sql, [like])).rows
  const [counted] = await rows("SELECT count(*), count(DISTINCT external_id) FROM user_interactions WHERE external_id LIKE $1")
  const types = await rows("SELECT type, count(*) FROM user_interactions WHERE external_id LIKE $1 GROUP BY type")
  const people = await rows(
    "SELECT p.external_id, count(*) FROM user_interactions AS i JOIN user_identities AS p USING (user_id) WHERE i.external_id LIKE $1 GROUP BY 1",
  )
  const [all, singly] = [Number(counted?.[0]), Number(counted?.[1])]
  const wrongTypes = types.filter(([type, n]) => byType[type ?? ""] !== Number(n)).length
  const wrongPeople = people.filter(([id, n]) => byUser.get(id ?? "") !== Number(n)).length + Math.abs(byUser.size - people.length)
  const days = await sumOfDays(postgres)
  return { lost: different - singly, doubled: all - singly, misplaced: wrongTypes + wrongPeople, sums: days - daysBefore - all }
}

const sumOfDays = async (postgres: LoadedStudio["postgres"]): Promise<number> =>
  Number((await postgres.query("SELECT coalesce(sum(interactions), 0) FROM interaction_days")).rows[0]?.[0])

export async function sendEvents(studio: LoadedStudio, phase: EventsPhase, tell: (text: string) => void): Promise<SectionReport> {
  const { rate, batch, seconds, kills } = phase
  const name = phase.name.replaceAll(" ", "-")
  const requests = Math.ceil((rate * seconds) / batch)
  const began = new Date()
  tell(
    `${phase.name}: ${show(requests * batch)} events in requests of ${batch}, ${show(rate)} a second${kills > 0 ? `, ${kills} kills` : ""}`,
  )
  const { url, key } = { url: studio.world.urls.ingest, key: studio.key }
  const order = { url, key, beganMs: began.getTime(), batch, everyMs: (batch * 1_000) / rate }
  await runClient({ ...order, name: `before-${name}`, requests: Math.ceil((rate * WARM_UP_S) / batch) })
  await rest(studio)
  const daysBefore = await sumOfDays(studio.postgres)
  const notes: Watch = { lags: [], memory: [], processor: openProcessorMeter(), stop: false }
  const idleMb = workerdMb()
  const watching = watch(studio, notes)
  const killing = killNowAndThen(studio, phase, notes)
  const outcome = await runClient({ ...order, name, requests })
  const restMs = await rest(studio)
  notes.stop = true
  const killed = await killing
  await watching
  const held = await compare(studio, name, began, requests * batch, daysBefore)
  const figures = { ...phase, outcome, notes, held, restMs, killed, idleMb, perSecond: (requests * batch * 1_000) / outcome.wallMs }
  return { title: `Load: ${phase.name}`, tables: [tableOf(figures)], bars: barsOf(figures), notes: NOTES }
}

type Figures = EventsPhase & {
  readonly outcome: Outcome
  readonly notes: Watch
  readonly held: Held
  readonly restMs: number
  readonly killed: number
  readonly idleMb: number | null
  readonly perSecond: number
}

function tableOf({ outcome, notes, held, restMs, killed, idleMb, perSecond, batch }: Figures) {
  const { waits, retries, answers } = outcome
  const rows: Cell[][] = [
    ["accepted events/s", perSecond],
    ["requests", waits.length],
    ["events of a request", batch],
    ["acceptance p50 ms", quantile(waits, 0.5)],
    ["acceptance p95 ms", quantile(waits, 0.95)],
    ["acceptance p99 ms", quantile(waits, 0.99)],
    ["acceptance worst ms", Math.max(...waits)],
    ["oldest waiting event, p50 ms", quantile(notes.lags, 0.5)],
    ["oldest waiting event, p99 ms", quantile(notes.lags, 0.99)],
    ["counted after the last was accepted, ms", restMs],
    ["kills", killed],
    ["tries again", retries],
    ["workerd idle MB", idleMb],
    ["workerd most MB", notes.memory.length === 0 ? null : Math.max(...notes.memory)],
    ...processorRows(outcome, waits.length * batch, notes.processor),
    ["lost", held.lost],
    ["counted twice", held.doubled],
    ["people or types whose counts differ", held.misplaced],
    ["difference of the sums by day", held.sums],
  ]
  const others = Object.entries(answers).filter(([status]) => status !== "202")
  return {
    title: "Everything on one machine",
    columns: ["", "figure"],
    rows: [...rows, ...others.map(([status, n]): Cell[] => [`answers ${status}`, n])],
  }
}

/** Microseconds of processor for each event, by who spent them; the client's share without its start. */
function processorRows({ processorS }: Outcome, events: number, meter: ProcessorMeter): Cell[][] {
  const each = (seconds: number | null) => (seconds === null ? null : (seconds * 1e6) / events)
  const parts = PARTS.map((part) => [part, meter.spentS(part)] as const)
  return [...parts, ["client", processorS] as const].map(([part, seconds]) => [`processor for an event, us: ${part}`, each(seconds)])
}

function barsOf({ name, outcome, held, killed, kills, perSecond, batch, seconds }: Figures): Bar[] {
  const p99 = quantile(outcome.waits, 0.99)
  const isExact = held.lost === 0 && held.doubled === 0 && held.misplaced === 0 && held.sums === 0
  const exact = isExact
    ? "0 lost, 0 counted twice"
    : `${held.lost} lost, ${held.doubled} counted twice, ${held.misplaced} people or types differ, sums off by ${held.sums}`
  const speed = [
    toBar(`${name}: accepted for ${seconds} s`, ">= 5,000 events a second", `${show(Math.round(perSecond))} a second`, perSecond >= 5_000),
    toBar(`${name}: p99 of acceptance`, "<= 250 ms", `${show(p99)} ms`, p99 <= 250),
  ]
  return [
    ...(kills === 0 && batch > 1 ? speed : []),
    ...(kills === 0 ? [] : [toRule(`${name}: killed in the middle`, String(kills), String(killed), killed === kills)]),
    toRule(`${name}: every event counted once`, "0 lost, 0 counted twice", exact, isExact),
  ]
}

const NOTES = [
  `Of a hundred events ${REPEATED} say again what another one said, ${LATE} are up to 60 days late. The client sends when a request is due, and tries again what was not accepted; a wait is from when the request was due until it was accepted. ${WARM_UP_S} seconds at the same rate come before, and are not measured.`,
  "Client, three Workers in one workerd, queues, stand-ins for Neon and Redis, and PostgreSQL share the machine. Row by row and person by person, the database is compared with what the client sent.",
]
