// Who is told of insights and posts, how is each endpoint doing, and what did it answer last?
import { listSwitches, type SwitchRow } from "../../../shared/db/queries/channel-reports.ts"
import {
  listWebhookAttempts,
  listWebhookEndpoints,
  type WebhookAttempt,
  type WebhookEndpoint,
} from "../../../shared/db/queries/webhook-endpoints.ts"
import type { DisabledWhy } from "../../../shared/domain/webhook.ts"
import { answered, operatorPage } from "../page.ts"
import type { Operator } from "../session.ts"
import { Layout } from "./layout.tsx"
import { Age, Badge, Card, Empty, type Tone } from "./parts.tsx"
import { AskButton, OffButton, StopButton } from "./switches.tsx"
import { EndpointForms, MakeForm } from "./webhook-forms.tsx"

const LIVE = "live:webhook"
const STOP = "stop:channel:webhook"
const MOST = { endpoints: 100, attempts: 8 } as const

export const webhooksPage = operatorPage({
  path: "/webhooks",
  async render({ services: { db, clock }, operator, frame, requestId }) {
    const now = clock.now()
    const question = Promise.all([
      listSwitches(db),
      listWebhookEndpoints(db, null, MOST.endpoints),
      listWebhookAttempts(db, { owner: null, endpoint: null }, MOST.attempts),
    ])
    const known = await answered(question, requestId)
    return (
      <Layout title="Webhooks" section="webhooks" frame={frame}>
        <div class="intro">
          <h1>Webhooks</h1>
          <p class="lead">
            Other people's programs are told of insights and posts as they come: signed, and again for three days until they answer.
          </p>
        </div>
        <Card
          title="The way out"
          answer={known}
          aside={known.ok && <State switches={known.value[0]} />}
          show={([switches]) => <Switches switches={switches} operator={operator} />}
        />
        {known.ok &&
          known.value[1].map((row) => (
            <Card
              title={hostOf(row.url)}
              id={row.id}
              answer={known}
              aside={<EndpointState row={row} />}
              show={([, , attempts]) => (
                <Endpoint row={row} attempts={attempts.filter(({ endpoint }) => endpoint === row.id)} operator={operator} now={now} />
              )}
            />
          ))}
        <Card title="A new endpoint" answer={known} show={() => <MakeForm operator={operator} />} />
      </Layout>
    )
  },
})

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url)
const isOn = (switches: readonly SwitchRow[], scope: string): boolean => switches.some((row) => row.scope === scope && row.is_on)

const State = ({ switches }: { switches: readonly SwitchRow[] }) =>
  isOn(switches, STOP) ? (
    <Badge tone="bad">stopped</Badge>
  ) : isOn(switches, LIVE) ? (
    <Badge tone="good">turned on</Badge>
  ) : (
    <Badge tone="info">dry run</Badge>
  )

const Switches = ({ switches, operator }: { switches: readonly SwitchRow[]; operator: Operator }) => (
  <>
    <p class="small muted">In dry run nothing is sent, and what happens meanwhile is not kept for later. Stopped, messages wait.</p>
    <div class="acts">
      {isOn(switches, LIVE) ? (
        <OffButton scope={LIVE} text="Turn webhooks off" back="/webhooks" operator={operator} />
      ) : (
        <AskButton scope={LIVE} to="on" text="Turn webhooks on…" back="/webhooks" />
      )}
      {isOn(switches, STOP) ? (
        <AskButton scope={STOP} to="off" text="Let webhooks go on…" back="/webhooks" />
      ) : (
        <StopButton scope={STOP} what="Stop webhooks" back="/webhooks" operator={operator} />
      )}
    </div>
  </>
)

const WHY: Readonly<Record<DisabledWhy, string>> = {
  gone: "It answered that it is gone for good (410).",
  failing: "No message was taken for five days.",
}

function EndpointState({ row: { state, failingSince } }: { row: WebhookEndpoint }) {
  if (state === "disabled") return <Badge tone="bad">disabled</Badge>
  if (state === "paused") return <Badge tone="info">paused</Badge>
  return failingSince === null ? <Badge tone="good">on</Badge> : <Badge tone="warn">fails</Badge>
}

type Of = { row: WebhookEndpoint; attempts: readonly WebhookAttempt[]; operator: Operator; now: Date }

function Endpoint({ row, attempts, operator, now }: Of) {
  return (
    <>
      {row.disabledWhy !== null && (
        <p class="fault">
          <b>Disabled.</b> {WHY[row.disabledWhy]} Turn it on again once that is mended; what waited then goes out.
        </p>
      )}
      <p class="small">
        <code>{row.url}</code>
        {row.description === "" ? "" : `: ${row.description}`}
      </p>
      <dl class="facts apart">
        <div>
          <dt>Is told of</dt>
          <dd>{row.events.join(", ")}</dd>
        </div>
        <div>
          <dt>Belongs to</dt>
          <dd>{row.keyId ?? "the operator"}</dd>
        </div>
        <div>
          <dt>Waiting</dt>
          <dd>{row.waiting}</dd>
        </div>
        <div>
          <dt>Last taken</dt>
          <dd>{row.lastOkAt === null ? "nothing yet" : <Age at={row.lastOkAt} now={now} />}</dd>
        </div>
        {row.failingSince !== null && (
          <div>
            <dt>Fails since</dt>
            <dd>
              <Age at={row.failingSince} now={now} />
            </dd>
          </div>
        )}
        {row.previousUntil !== null && row.previousUntil > now && (
          <div>
            <dt>The secret from before</dt>
            <dd>
              goes on until <Age at={row.previousUntil} now={now} />
            </dd>
          </div>
        )}
      </dl>
      <Attempts attempts={attempts} now={now} />
      <EndpointForms row={row} operator={operator} now={now} />
    </>
  )
}

const TONES = { delivered: "good", waiting: "warn", failed: "bad" } as const satisfies Record<string, Tone>

function Attempts({ attempts, now }: { attempts: readonly WebhookAttempt[]; now: Date }) {
  if (attempts.length === 0) return <Empty>No message was sent to it yet.</Empty>
  return (
    <table>
      <caption class="sr">Its last attempts</caption>
      <thead>
        <tr>
          <th>When</th>
          <th>Message</th>
          <th>Answer</th>
          <th>It is</th>
        </tr>
      </thead>
      <tbody>
        {attempts.map(({ message, type, at, status, failure, wallMs, state, dueAt }) => (
          <tr>
            <td>
              <Age at={at} now={now} />
            </td>
            <td>
              {type} <code>{message}</code>
            </td>
            <td>
              {failure ?? `taken (${status})`}, {wallMs} ms
            </td>
            <td>
              <Badge tone={TONES[state]}>{state}</Badge> {dueAt !== null && <Age at={dueAt} now={now} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
