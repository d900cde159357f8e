// How is the studio, and what has it found? The first page.
import { listInsights } from "../../../shared/db/queries/insights.ts"
import { listMarkets } from "../../../shared/db/queries/markets.ts"
import { listReadings } from "../../../shared/db/queries/readings.ts"
import { listRecentRuns } from "../../../shared/db/queries/run-reports.ts"
import { listStories } from "../../../shared/db/queries/stories.ts"
import { AGENT_PROFILES } from "../../../shared/domain/agents.ts"
import type { ApiServices } from "../endpoint.ts"
import { API } from "../links.ts"
import { type Answered, answered, page } from "../page.ts"
import { askHealth, type Health } from "../vitals.ts"
import { AgentLines } from "./agent-lines.tsx"
import { ageText, timeText } from "./format.ts"
import { InsightList, type InsightLine } from "./insight-list.tsx"
import { Layout } from "./layout.tsx"
import { Breadth, MarketTiles } from "./market-tiles.tsx"
import { Mood } from "./mood.tsx"
import { NewsList } from "./news-list.tsx"
import { PartList } from "./part-list.tsx"
import { Badge, Card, Empty, MoreLink } from "./parts.tsx"

const DAY = 86_400_000
const AGENTS = AGENT_PROFILES.map((profile) => profile.name)

export const overviewPage = page({
  path: "/",
  async render({ frame, services, requestId }) {
    const now = services.clock.now()
    const { health, markets, insights, runs, mood, stories } = await ask(services, now, requestId)
    return (
      <Layout title="Overview" section="overview" frame={frame}>
        <Intro health={health} now={now} />
        <div class="columns">
          <Card
            title="Newest insights"
            answer={insights}
            show={(rows) => <Insights insights={rows} now={now} />}
            aside={<MoreLink href={`${API}/insights`} />}
          />
          <div>
            <Card
              title="Mood of the market"
              answer={mood}
              show={([index, news]) => <Mood index={index} news={news[0]} now={now} />}
              aside={<MoreLink href={MOOD} />}
            />
            <Card
              title="Agents"
              answer={runs}
              show={(rows) => <AgentLines runs={rows} now={now} isLinked={frame.operator !== null} />}
              aside={<MoreLink href="/agents" text="all of them" />}
            />
            <Card
              title="Health"
              answer={health}
              show={(value) => <PartList parts={value.parts} />}
              aside={<MoreLink href="/status" text="status" />}
            />
          </div>
        </div>
        <Card
          title="Markets"
          answer={markets}
          show={(rows) => <MarketTiles markets={rows} now={now} />}
          aside={markets.ok && <Breadth markets={markets.value} now={now} />}
        />
        <Card
          title="News"
          answer={stories}
          show={(rows) => <NewsList stories={rows} now={now} />}
          aside={<MoreLink href={`${API}/news`} />}
        />
      </Layout>
    )
  },
})

const MOOD = `${API}/sentiment?subject=MARKET`

/** Everything the page shows, asked at the same time; each question fails by itself. */
async function ask(services: ApiServices, now: Date, requestId: string) {
  const { db } = services
  const since = (days: number): Date => new Date(now.getTime() - days * DAY)
  const month = { subject: "MARKET", since: since(31), until: new Date(now.getTime() + 1) }
  const askMood = () =>
    Promise.all([listReadings(db, { ...month, source: "fear-greed", limit: 31 }), listReadings(db, { ...month, source: "news", limit: 1 })])
  const [health, markets, insights, runs, mood, stories] = await Promise.all([
    answered(askHealth(services), requestId),
    answered(listMarkets(db, since(2)), requestId),
    answered(listInsights(db, { limit: 6 }), requestId),
    answered(listRecentRuns(db, AGENTS, 1), requestId),
    answered(askMood(), requestId),
    answered(listStories(db, { limit: 8 }), requestId),
  ])
  return { health, markets, insights, runs, mood, stories }
}

function Intro({ health, now }: { health: Answered<Health>; now: Date }) {
  const unwell = health.ok ? health.value.parts.filter((part) => part.state !== "ok") : []
  const newest = health.ok ? health.value.newestRun : null
  return (
    <div class="intro">
      <h1>Overview</h1>
      <p class="lead">
        {timeText(now, new Date(0))}
        {newest === null ? ". " : `. The newest run, of ${newest.agent}, began ${ageText(new Date(newest.started_at), now)}. `}
        {!health.ok ? (
          <Badge tone="bad">health unknown</Badge>
        ) : unwell.length === 0 ? (
          <Badge tone="good">all parts are well</Badge>
        ) : (
          <Badge tone="warn">{`look at: ${unwell.map((part) => part.name).join(", ")}`}</Badge>
        )}
      </p>
    </div>
  )
}

const NO_INSIGHT =
  "No insight yet. The analysis follows the first scans of market, news and sentiment; what it finds stands here with its probability."

const Insights = ({ insights, now }: { insights: readonly InsightLine[]; now: Date }) =>
  insights.length === 0 ? <Empty>{NO_INSIGHT}</Empty> : <InsightList insights={insights} now={now} />
