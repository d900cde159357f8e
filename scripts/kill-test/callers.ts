// Who uses the studio while it lives? A reader who walks the API, and an operator whose commands go in over and over. Both remember what they were told.
import { setTimeout as wait } from "node:timers/promises"
import { LOCAL_OPERATOR_KEY } from "../../test/world/miniflare-settings.ts"
import { signIn } from "../../test/world/operator.ts"

export type Urls = { readonly api: string; readonly ingest: string }
/** A command; `id` is what the 202 called it, null while nobody has answered. */
export type Sent = { readonly key: string; readonly agent: string; id: string | null; answers: number }

export type Callers = {
  readonly commands: readonly Sent[]
  /** Ids of insights, and of runs that had succeeded, as the API gave them. */
  readonly told: { readonly insights: ReadonlySet<string>; readonly runs: ReadonlySet<string> }
  /** What was wrong with an answer. */
  readonly complaints: readonly string[]
  readonly reads: number
  /** Begins to call a studio that has just become ready; first of all, what nobody answered before is sent again. */
  begin(urls: Urls): void
  /** Sends three commands, or reads three pages, at once and waits for nothing. */
  burst(kind: "command" | "read"): void
  /** Before a kill: what goes wrong from here on is the kill's doing. */
  end(): void
}

const PATHS = ["/api/v1/insights", "/api/v1/runs?limit=100", "/api/v1/market/BTC/candles", "/api/v1/news", "/api/v1/agents", "/"]
const SCANS = ["market-scan", "news-scan", "sentiment-scan"]
const READ_EVERY_MS = 120
const COMMAND_EVERY_MS = 700

/** `signedIn`: headers of whoever may read runs. */
type Life = { readonly urls: Urls; isOver: boolean; signedIn: Record<string, string> }
type State = {
  readonly seed: number
  readonly random: () => number
  readonly commands: Sent[]
  readonly told: { readonly insights: Set<string>; readonly runs: Set<string> }
  readonly complaints: string[]
  reads: number
  life: Life | null
}

export function openCallers(seed: number, random: () => number): Callers {
  const told = { insights: new Set<string>(), runs: new Set<string>() }
  const state: State = { seed, random, commands: [], told, complaints: [], reads: 0, life: null }
  const { commands, complaints } = state
  const complain = (error: unknown) => void complaints.push(String(error))
  return {
    commands,
    told,
    complaints,
    get reads() {
      return state.reads
    },
    begin: (urls) => void begin(state, urls).catch(complain),
    burst(kind) {
      for (let i = 0; i < 3; i += 1) {
        const work = kind === "command" ? send(state, next(state)) : read(state, PATHS[i] ?? "/")
        work.catch(complain)
      }
    },
    end() {
      if (state.life) state.life.isOver = true
    },
  }
}

const pick = <T>({ random }: State, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
const isOn = (life: Life | null): life is Life => life !== null && !life.isOver

async function begin(state: State, urls: Urls): Promise<void> {
  const life: Life = { urls, isOver: false, signedIn: {} }
  state.life = life
  const reading = goOn(life, READ_EVERY_MS, () => read(state, pick(state, PATHS)))
  for (const sent of state.commands.filter(({ id }) => id === null)) await send(state, sent)
  await Promise.all([reading, goOn(life, COMMAND_EVERY_MS, () => operate(state))])
}

async function goOn(life: Life, everyMs: number, once: () => Promise<void>): Promise<void> {
  for (; isOn(life); await wait(everyMs)) await once()
}

async function read(state: State, path: string): Promise<void> {
  const { life, told } = state
  if (!isOn(life)) return
  const answer = await call(life.urls.api + path, { headers: life.signedIn })
  if (answer === null) return
  // Not signed in yet, or the session ended.
  if (answer.status === 401) life.signedIn = await signIn(life.urls.ingest).catch(() => ({}))
  state.reads += 1
  if (answer.status >= 500 && isOn(life)) state.complaints.push(`GET ${path} answered ${answer.status}`)
  for (const row of answer.rows) {
    if (row.id.startsWith("ins_")) told.insights.add(row.id)
    if (row.id.startsWith("run_") && row.state === "succeeded") told.runs.add(row.id)
  }
}

async function operate(state: State): Promise<void> {
  // Now and then a command is sent twice, as by someone who saw no answer.
  const again = state.commands.length > 0 && state.random() < 0.3 ? pick(state, state.commands) : null
  await send(state, again ?? next(state))
}

function next(state: State): Sent {
  const { commands, seed, random } = state
  // Analysis that is told to run judges at once, whether or not its slot's scans have ended: only seldom, so that insights come.
  const agent = random() < 0.04 ? "analysis" : pick(state, SCANS)
  const sent = { key: `kill-test-${seed}-${commands.length + 1}`, agent, id: null, answers: 0 }
  commands.push(sent)
  return sent
}

async function send({ life, complaints }: State, sent: Sent): Promise<void> {
  if (!isOn(life)) return
  const headers = { authorization: `Bearer ${LOCAL_OPERATOR_KEY}`, "content-type": "application/json", "idempotency-key": sent.key }
  const body = JSON.stringify({ command: "run-now", agent: sent.agent })
  const answer = await call(`${life.urls.ingest}/api/v1/commands`, { method: "POST", headers, body })
  if (answer === null) return
  if (answer.status !== 202 || answer.id === null) {
    if (isOn(life)) complaints.push(`the command ${sent.key} was answered ${answer.status}`)
    return
  }
  if (sent.id !== null && sent.id !== answer.id) complaints.push(`the command ${sent.key} was stored twice: ${sent.id}, ${answer.id}`)
  sent.id = answer.id
  sent.answers += 1
}

type Answer = {
  readonly status: number
  readonly id: string | null
  readonly rows: readonly { readonly id: string; readonly state?: string }[]
}

/** Null where nobody answered, or not to the end. */
export async function call(url: string, init: RequestInit = {}): Promise<Answer | null> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(15_000) })
    const text = await response.text()
    const body = (response.headers.get("content-type") ?? "").includes("json") ? (JSON.parse(text) as { id?: string; data?: unknown }) : {}
    const rows = Array.isArray(body.data) ? (body.data as { id?: string }[]).filter((row) => typeof row.id === "string") : []
    return { status: response.status, id: body.id ?? null, rows: rows as Answer["rows"] }
  } catch {
    return null
  }
}
