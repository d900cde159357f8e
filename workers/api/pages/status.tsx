// How is the studio? Its parts, its last 24 hours; for the operator also how often answers came from where they are kept.
import type { Sums } from "../../../shared/kit/counters.ts"
import { familiesOf } from "../../../shared/kit/prometheus.ts"
import type { RunHour } from "../../../shared/db/queries/run-stats.ts"
import { API } from "../links.ts"
import { type Answered, answered, page } from "../page.ts"
import { askStatus, type Status } from "../status.ts"
import { numberText, timeText } from "./format.ts"
import { Layout } from "./layout.tsx"
import { PartList } from "./part-list.tsx"
import { Badge, Card, Empty, Meter, MoreLink } from "./parts.tsx"
import { Sparkline } from "./sparkline.tsx"

export const statusPage = page({
  path: "/status",
  async render({ frame, services, requestId }) {
    const now = services.clock.now()
    const [status, counts] = await Promise.all([
      answered(askStatus(services), requestId),
      frame.operator === null ? null : answered(services.readCounts(), requestId),
    ])
    return (
      <Layout title="Status" section={null} frame={frame}>
        <div class="intro">
          <h1>Status</h1>
          <p class="lead">
            {`${timeText(now, new Date(0))}. `}
            <State status={status} />
          </p>
        </div>
        <div class="columns">
          <Card
            title="Parts"
            answer={status}
            show={({ parts }) => <PartList parts={parts} />}
            aside={<MoreLink href={`${API}/status`} />}
          />
          <div>
            <Card title="The last 24 hours" answer={status} show={({ hours }) => <Hours hours={hours} />} />
            {counts !== null && <Card title="Where answers came from" answer={counts} show={(sums) => <Layers sums={sums} />} />}
          </div>
        </div>
      </Layout>
    )
  },
})

const WORDS = { ok: "all parts are well", degraded: "not all parts are well", down: "the database does not answer" } as const
const TONES = { ok: "good", degraded: "warn", down: "bad" } as const

const State = ({ status }: { status: Answered<Status> }) =>
  status.ok ? <Badge tone={TONES[status.value.state]}>{WORDS[status.value.state]}</Badge> : <Badge tone="bad">unknown</Badge>

function Hours({ hours }: { hours: readonly RunHour[] | null }) {
  if (hours === null) return <Empty>Nobody can say while the database does not answer.</Empty>
  const sum = (of: "runs" | "failed") => hours.reduce((total, hour) => total + hour[of], 0)
  const [runs, failed] = [sum("runs"), sum("failed")]
  if (runs === 0) return <Empty>No run ended in the last 24 hours.</Empty>
  return (
    <>
      <p>{`${numberText(runs)} runs ended, ${failed === 0 ? "all of them well" : `${numberText(failed)} of them badly`}.`}</p>
      <Sparkline values={hours.map((hour) => hour.runs)} label={`Runs in each hour, ${numberText(runs)} in all`} />
    </>
  )
}

const LAYERS = ["memory", "edge", "redis", "database"]

/** Since the counts began: what a layer gave, as a share of all answers that may be kept. */
function Layers({ sums }: { sums: Sums }) {
  const samples = familiesOf(sums).find(({ name }) => name === "cache_answers_total")?.samples ?? []
  const all = samples.reduce((total, { value }) => total + value, 0)
  if (all === 0) return <Empty>No answer that may be kept was counted yet.</Empty>
  const given = (layer: string) => samples.filter(({ labels }) => labels["layer"] === layer).reduce((total, { value }) => total + value, 0)
  const stale = samples.filter(({ labels }) => labels["state"] !== "fresh").reduce((total, { value }) => total + value, 0)
  const share = (value: number) => `${((value / all) * 100).toFixed(1)}%`
  return (
    <>
      <p>{`${share(all - given("database"))} of ${numberText(all)} answers were at hand; ${share(stale)} of all were given while newer ones were fetched.`}</p>
      <ul class="rows tight">
        {LAYERS.map((layer) => (
          <li>
            <div class="between">
              <h3>{layer}</h3>
              <span class="num">{share(given(layer))}</span>
            </div>
            <Meter share={given(layer) / all} />
          </li>
        ))}
      </ul>
    </>
  )
}
