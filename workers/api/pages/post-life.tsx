// How did a post come to be, and what became of it? From the rows of its insight to its readings, with what each step cost.
import type { Child } from "hono/jsx"
import { findPlanFile, type PlanFile } from "../../../shared/db/queries/plan-file.ts"
import { PlanId } from "../../../shared/domain/event.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { approvalPath, planPath } from "../desk-links.ts"
import { postPage } from "../links.ts"
import { operatorPage } from "../page.ts"
import { Box, authorText } from "./approval.tsx"
import { channelPlace, stateWord } from "./channel-words.ts"
import { DeliveryCard } from "./delivery-card.tsx"
import { Layout } from "./layout.tsx"
import { Badge, Empty, When } from "./parts.tsx"
import { InsightStep, PlanStep } from "./plan-steps.tsx"
import { LedgerTable, ReadingTable } from "./post-figures.tsx"
import { nextStep } from "./what-next.ts"

export const postLifePage = operatorPage({
  path: "/posts/{id}/life",
  params: { id: PlanId },
  async render({ services: { db, clock }, params: { id }, operator, frame }) {
    const now = clock.now()
    const file = await findPlanFile(db, id)
    if (file === null) throw new Failure("not-found", "There is no plan with this id.")
    const of = { file, now }
    return (
      <Layout title={`Life of a post: ${file.plan.asset} on ${channelPlace(file.plan.channel)}`} section={null} frame={frame}>
        <p class="crumb">
          <a href="/calendar">Calendar</a> › Post
        </p>
        <Head {...of} />
        <ol class="life">
          <Step title="Insight">
            <InsightStep {...of} />
          </Step>
          <Step title="Plan">
            <PlanStep {...of} />
          </Step>
          <Step title="Text">
            <Versions {...of} />
          </Step>
          <Step title="Approval">
            <Verdicts {...of} />
          </Step>
          <Step title="Delivery">
            <DeliveryCard {...of} operator={operator} />
          </Step>
          <Step title="Readings">
            <ReadingTable {...of} />
          </Step>
          <Step title="Cost">
            <LedgerTable {...of} />
          </Step>
          <Step title="Afterwards">
            <Afterwards {...of} />
          </Step>
        </ol>
      </Layout>
    )
  },
})

type Of = { file: PlanFile; now: Date }

const Step = ({ title, children }: { title: string; children: Child }) => (
  <li>
    <Box title={title}>{children}</Box>
  </li>
)

function Head({ file, now }: Of) {
  const word = stateWord(file.plan.state, file.delivery?.state ?? null)
  const step = nextStep(file, now)
  return (
    <div class="intro">
      <h1>
        {file.plan.asset} on {channelPlace(file.plan.channel)} <Badge tone={word.tone}>{word.text}</Badge>
      </h1>
      <p class={`step ${step.tone}`} role="status">
        {step.text}
      </p>
      <div class="meta">
        <a href={approvalPath(file.plan.id)}>the text, its figures and its guards</a>
        {file.post !== null && file.plan.tier === "public" && <a href={postPage(file.post.id)}>its public page</a>}
        {file.post?.url != null && (
          <a href={file.post.url} rel="noopener noreferrer">
            where it stands on {channelPlace(file.plan.channel)}
          </a>
        )}
      </div>
    </div>
  )
}

function Versions({ file: { versions }, now }: Of) {
  if (versions.length === 0) return <Empty>No text yet.</Empty>
  return (
    <ul class="rows tight">
      {versions.map((version) => {
        const failed = (version.guards ?? []).filter(({ pass }) => !pass)
        return (
          <li>
            <div class="between">
              <h3>
                Version {version.version}, by {authorText(version.author)}
              </h3>
              {version.guards === null ? (
                <Badge tone="info">not checked yet</Badge>
              ) : failed.length === 0 ? (
                <Badge tone="good">{`passes ${version.guards.length} guards`}</Badge>
              ) : (
                <Badge tone="bad">{`refused by ${failed.map(({ name }) => name).join(", ")}`}</Badge>
              )}
            </div>
            <p class="words small">{version.parts.join("\n\n")}</p>
            <p class="tiny muted">
              <When at={version.created_at} now={now} />
              {version.hash === null ? (
                ""
              ) : (
                <>
                  {" "}
                  · hash <code>{version.hash}</code>
                </>
              )}
              {version.run_id === null ? (
                ""
              ) : (
                <>
                  {" "}
                  · <a href={`/runs/${version.run_id}`}>its run</a>
                </>
              )}
              {version.note === null ? "" : ` · ${version.note}`}
            </p>
          </li>
        )
      })}
    </ul>
  )
}

const VIA = {
  dashboard: "on the dashboard",
  telegram: "by a button on Telegram",
  key: "with the operator's key",
  rule: "by a rule",
} as const

function Verdicts({ file: { verdicts, versions }, now }: Of) {
  if (verdicts.length === 0) return <Empty>Nobody has decided about it.</Empty>
  return (
    <ul class="rows tight">
      {verdicts.map((verdict) => {
        const version = versions.find(({ id }) => id === verdict.draft_id)?.version
        return (
          <li>
            <div class="between">
              <h3>
                Version {version} {verdict.decision} by {verdict.reviewer}
              </h3>
              <Badge tone={verdict.decision === "approved" ? "good" : ""}>{verdict.decision}</Badge>
            </div>
            <p class="small muted">
              {VIA[verdict.via]}, <When at={verdict.at} now={now} />
              {verdict.reason === null ? "" : `: ${verdict.reason}`}
            </p>
            <p class="tiny muted">
              hash <code>{verdict.hash}</code>
            </p>
          </li>
        )
      })}
    </ul>
  )
}

function Afterwards({ file: { followers, post } }: Of) {
  if (post === null) return <Empty>Corrections and posts that take it up again stand here once it is out.</Empty>
  if (followers.length === 0) return <Empty>Nobody had to correct it, and nothing takes it up again.</Empty>
  return (
    <ul class="rows tight">
      {followers.map((plan) => (
        <li class="between">
          <a href={planPath(plan)}>
            {plan.kind === "correction" ? "A correction" : "Taken up again"} on {channelPlace(plan.channel)}
          </a>
          <Badge tone={stateWord(plan.state, null).tone}>{stateWord(plan.state, null).text}</Badge>
        </li>
      ))}
    </ul>
  )
}
