// What may leave through which channel, how is each doing, and what would a channel need to be used?
import {
  type ChannelReport,
  findLacking,
  listChannelReports,
  listSwitches,
  type SwitchRow,
} from "../../../shared/db/queries/channel-reports.ts"
import type { ChannelSettings } from "../../../shared/domain/channels.ts"
import { BREAKER } from "../../../shared/domain/egress.ts"
import type { DeliveryState } from "../../../shared/domain/delivery.ts"
import { ChannelName } from "../../../shared/domain/post.ts"
import { lifePath } from "../desk-links.ts"
import { answered, operatorPage } from "../page.ts"
import type { Operator } from "../session.ts"
import { missingOf, Needs, Settings, type Told } from "./channel-settings.tsx"
import { channelPlace, channelTitle, deliveryWord } from "./channel-words.ts"
import { ageText } from "./format.ts"
import { Layout } from "./layout.tsx"
import { Age, Badge, Card } from "./parts.tsx"
import { ReviewCard, ReviewState } from "./review-card.tsx"
import { AskButton, OffButton, StopButton } from "./switches.tsx"

const DAY_MS = 86_400_000

export const channelsPage = operatorPage({
  path: "/channels",
  async render({ services: { db, clock, desk }, operator, frame, requestId }) {
    const now = clock.now()
    const since = new Date(now.getTime() - DAY_MS)
    const question = Promise.all([listChannelReports(db, ChannelName.options, since), listSwitches(db), findLacking(db)])
    const known = await answered(question, requestId)
    return (
      <Layout title="Channels" section="channels" frame={frame}>
        <div class="intro">
          <h1>Channels</h1>
          <p class="lead">A channel that is not turned on is in dry run: everything is done but the sending.</p>
        </div>
        {ChannelName.options.map((channel) => (
          <Card
            title={channelTitle(channel)}
            id={channel}
            answer={known}
            aside={known.ok && <State channel={channel} switches={known.value[1]} lacking={known.value[2]} />}
            show={([reports, switches, lacking]) => (
              <ChannelCard
                report={reports.find((report) => report.channel === channel)}
                channel={channel}
                switches={switches}
                lacking={lacking}
                settings={desk.channels.find((row) => row.channel === channel)}
                operator={operator}
                now={now}
              />
            )}
          />
        ))}
        <Card
          title="Reviewers on Telegram"
          id="review"
          answer={known}
          aside={known.ok && <ReviewState switches={known.value[1]} />}
          show={([, switches]) => <ReviewCard switches={switches} operator={operator} />}
        />
      </Layout>
    )
  },
})

const isOn = (switches: readonly SwitchRow[], scope: string): SwitchRow | undefined =>
  switches.find((row) => row.scope === scope && row.is_on)

const State = ({ channel, switches, lacking }: { channel: ChannelName; switches: readonly SwitchRow[]; lacking: Told }) =>
  missingOf(lacking, channel).length > 0 ? (
    <Badge tone="bad">off</Badge>
  ) : isOn(switches, `stop:channel:${channel}`) ? (
    <Badge tone="bad">stopped</Badge>
  ) : isOn(switches, `live:${channel}`) ? (
    <Badge tone="good">turned on</Badge>
  ) : (
    <Badge tone="info">dry run</Badge>
  )

type Of = {
  report: ChannelReport | undefined
  channel: ChannelName
  switches: readonly SwitchRow[]
  /** Undefined where the operator has left the channel out. */
  settings: ChannelSettings | undefined
  lacking: Told
  operator: Operator
  now: Date
}

function ChannelCard(of: Of) {
  const { report, channel, settings, lacking, now } = of
  return (
    <>
      <Buttons {...of} />
      <dl class="facts apart">
        <div>
          <dt>Last 24 hours</dt>
          <dd>{countsText(report)}</dd>
        </div>
        <div>
          <dt>Scheduled</dt>
          <dd>
            {report === undefined || report.scheduled === 0 || report.next_at === null
              ? "nothing"
              : `${report.scheduled}, the next ${ageText(new Date(report.next_at), now)}`}
          </dd>
        </div>
        <div>
          <dt>Last post</dt>
          <dd>
            {report?.last_post == null ? (
              "none yet"
            ) : (
              <a href={lifePath(report.last_post.plan_id)}>{ageText(new Date(report.last_post.published_at), now)}</a>
            )}
          </dd>
        </div>
        <div>
          <dt>Its answers</dt>
          <dd>
            <Breaker report={report} now={now} />
          </dd>
        </div>
        <Settings channel={channel} settings={settings} />
      </dl>
      <Needs channel={channel} lacking={lacking} now={now} />
    </>
  )
}

function Buttons({ channel, switches, operator }: Of) {
  const name = channelPlace(channel)
  const stop = isOn(switches, `stop:channel:${channel}`)
  return (
    <>
      {stop !== undefined && (
        <p class="small">
          Stopped by the {stop.changed_by}
          {stop.reason === null ? "" : `: ${stop.reason}`}
        </p>
      )}
      <div class="acts">
        {isOn(switches, `live:${channel}`) ? (
          <OffButton scope={`live:${channel}`} text={`Turn ${name} off`} back="/channels" operator={operator} />
        ) : (
          <AskButton scope={`live:${channel}`} to="on" text={`Turn ${name} on…`} back="/channels" />
        )}
        {stop === undefined ? (
          <StopButton scope={`stop:channel:${channel}`} what={`Stop ${name}`} back="/channels" operator={operator} />
        ) : (
          <AskButton scope={`stop:channel:${channel}`} to="off" text={`Let ${name} go on…`} back="/channels" />
        )}
      </div>
    </>
  )
}

function countsText(report: ChannelReport | undefined): string {
  const counts = Object.entries(report?.since ?? {})
  return counts.length === 0
    ? "no delivery"
    : counts.map(([state, count]) => `${count} ${deliveryWord(state as DeliveryState).text}`).join(", ")
}

function Breaker({ report, now }: { report: ChannelReport | undefined; now: Date }) {
  const source = report?.source ?? null
  if (source === null) return <>never asked</>
  if (source.consecutive_failures >= BREAKER.failures) {
    return (
      <>
        <Badge tone="bad">left alone</Badge> {source.consecutive_failures} failures on end ({source.failure_code}); one post tries it again
        every {BREAKER.restMs / 1_000} s
      </>
    )
  }
  return (
    <>
      <Badge tone={source.consecutive_failures === 0 ? "good" : "warn"}>
        {source.consecutive_failures === 0 ? "well" : `${source.consecutive_failures} failures on end`}
      </Badge>{" "}
      <Age at={source.checked_at} now={now} />
    </>
  )
}
