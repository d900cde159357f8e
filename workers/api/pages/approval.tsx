// May this go out? One draft: as it will be read, what each figure rests on, what the guards say, what it costs, and the decision.
import type { Child } from "hono/jsx"
import { type DraftVersion, findPlanFile, type PlanFile } from "../../../shared/db/queries/plan-file.ts"
import { PlanId } from "../../../shared/domain/event.ts"
import type { PlanState } from "../../../shared/domain/plan.ts"
import { CALL_PRICES, priceOfPost } from "../../../shared/domain/prices.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { lifePath } from "../desk-links.ts"
import { operatorPage } from "../page.ts"
import type { Operator } from "../session.ts"
import { channelPlace, channelTitle, stateWord } from "./channel-words.ts"
import { CitedRows } from "./cited-rows.tsx"
import { ApproveForm, EditForm, RejectForm } from "./draft-forms.tsx"
import { exactDollarText, wordsText } from "./format.ts"
import { GuardList } from "./guard-list.tsx"
import { Layout } from "./layout.tsx"
import { citationsOf, markTexts, type MarkedText } from "./marks.ts"
import { Age, Badge, Empty, When } from "./parts.tsx"
import { AltText, Preview } from "./preview.tsx"
import { TextChanges } from "./text-changes.tsx"
import { nextStep } from "./what-next.ts"

export const approvalPage = operatorPage({
  path: "/approvals/{id}",
  params: { id: PlanId },
  async render({ services: { db, clock }, params: { id }, operator, frame }) {
    const now = clock.now()
    const file = await findPlanFile(db, id)
    if (file === null) throw new Failure("not-found", "There is no plan with this id.")
    const version = file.versions.find((each) => each.version === file.plan.version) ?? null
    return (
      <Layout title={`${file.plan.asset} on ${channelPlace(file.plan.channel)}`} section="approvals" frame={frame}>
        <p class="crumb">
          <a href="/approvals">Approvals</a> › {channelTitle(file.plan.channel)}
        </p>
        <Intro file={file} now={now} />
        {version === null ? <Empty>There is no text yet.</Empty> : <Desk file={file} version={version} operator={operator} now={now} />}
      </Layout>
    )
  },
})

function Intro({ file, now }: { file: PlanFile; now: Date }) {
  const { plan, insight } = file
  const word = stateWord(plan.state, file.delivery?.state ?? null)
  const step = nextStep(file, now)
  return (
    <div class="intro">
      <h1>
        {plan.asset} on {channelPlace(plan.channel)} <Badge tone={word.tone}>{word.text}</Badge>
      </h1>
      <p class={`step ${step.tone}`} role="status">
        {step.text}
      </p>
      {plan.state === "checking" && <meta http-equiv="refresh" content="2" />}
      <div class="meta">
        <span>
          {wordsText(plan.format)}, {plan.language === "nl" ? "Dutch" : "English"}, {plan.voice} voice
        </span>
        {plan.tier === "members" && <Badge tone="info">members only</Badge>}
        <span>
          slot <When at={plan.scheduled_at} now={now} />
        </span>
        {file.about !== null && (
          <a href={lifePath(file.about.plan_id)}>
            {plan.kind === "correction" ? "corrects" : "takes up again"} a post on {channelPlace(file.about.channel)}
          </a>
        )}
        {isOpen(plan.state) && !file.switches.includes(`live:${plan.channel}`) && (
          <a href={`/channels#${plan.channel}`}>turn {channelPlace(plan.channel)} on</a>
        )}
        <a href={`/insights/${insight.id}`}>the insight</a>
        <a href={lifePath(plan.id)}>its whole life</a>
        {file.next_waiting !== null && plan.state !== "waiting" && (
          <a class="end" href={`/approvals/${file.next_waiting}`}>
            next draft that waits →
          </a>
        )}
      </div>
    </div>
  )
}

/** States in which a text can still be changed. */
const isOpen = (state: PlanState): boolean => ["blocked", "waiting", "approved"].includes(state)

type Of = { file: PlanFile; version: DraftVersion; operator: Operator; now: Date }

export const Box = ({ title, children, aside, id }: { title: string; children: Child; aside?: Child; id?: string }) => (
  <section class="card" {...(id === undefined ? {} : { id })}>
    <header>
      <h2>{title}</h2>
      {aside}
    </header>
    {children}
  </section>
)

function Desk(of: Of) {
  const { file, version, now } = of
  const texts = markTexts(version, file.plan.language)
  const before = file.versions.find((each) => each.version === version.version - 1)
  const canChange = isOpen(file.plan.state)
  return (
    <div class="columns desk">
      <div>
        <TextCard {...of} texts={texts} />
        {canChange && <Decide {...of} />}
        {before !== undefined && (
          <Box title={`What changed since version ${before.version}`}>
            <TextChanges before={before} after={version} now={now} />
          </Box>
        )}
        {canChange && (
          <Box title="Edit" id="edit">
            <EditForm {...of} />
          </Box>
        )}
      </div>
      <div>
        {version.passes === false && <Guards version={version} />}
        <Box title="What its figures rest on" aside={<span class="small muted">stored rows</span>}>
          <CitedRows file={file} citations={citationsOf(texts)} now={now} />
        </Box>
        {version.passes !== false && <Guards version={version} />}
        <Box title="Price">
          <Price file={file} version={version} />
        </Box>
        <Why file={file} />
      </div>
    </div>
  )
}

const Guards = ({ version }: { version: DraftVersion }) => (
  <Box title="Guards">
    <GuardList version={version} />
  </Box>
)

function TextCard({ file, version, texts, now }: Of & { texts: readonly MarkedText[] }) {
  const { plan } = file
  const post = {
    channel: plan.channel,
    language: plan.language,
    texts,
    mediaHash: version.media_hash,
    hasPicture: version.needs_picture,
    scheduledAt: new Date(version.scheduled_at),
  }
  return (
    <Box
      title={`As ${channelPlace(plan.channel)} will show it`}
      aside={
        <span class="small muted">
          version {version.version}, by {authorText(version.author)}, <Age at={version.created_at} now={now} />
        </span>
      }
    >
      <Preview post={post} />
      <AltText post={post} />
      {version.note !== null && <p class="small muted apart">{version.note}</p>}
      <p class="tiny muted apart">Underlined figures lead to the row that they rest on.</p>
    </Box>
  )
}

export const authorText = (author: string): string =>
  author === "studio" ? "the studio's own writer" : author === "operator" ? "an operator" : author.replace(/^model:/, "the model ")

const Decide = (of: Of) => (
  <Box title="Decide" id="decide">
    <ApproveForm {...of} />
    <div class="acts">
      <RejectForm {...of} />
      <a href="#edit">Edit it</a>
    </div>
  </Box>
)

function Price({ file, version }: { file: PlanFile; version: DraftVersion }) {
  const { channel } = file.plan
  const price = priceOfPost(channel, version.parts, { hasPicture: version.needs_picture })
  const spent = file.ledger.reduce((sum, { micro_usd }) => sum + micro_usd, 0)
  const source =
    price === 0 ? `Sending to ${channelPlace(channel)} costs nothing.` : `${channelTitle(channel)}'s list price as of ${CALL_PRICES.asOf}.`
  return (
    <>
      <dl class="facts short">
        <div>
          <dt>To send it</dt>
          <dd class="num">
            <b>{exactDollarText(price)}</b>
          </dd>
        </div>
        <div>
          <dt>Spent on it so far</dt>
          <dd class="num">{exactDollarText(spent)}</dd>
        </div>
      </dl>
      <p class="tiny muted apart">{source}</p>
    </>
  )
}

const Why = ({ file: { plan } }: { file: PlanFile }) => (
  <Box title="Why this">
    <ul class="rows tight">
      {plan.reasons.why.map((why) => (
        <li class="small">{why}</li>
      ))}
    </ul>
  </Box>
)
