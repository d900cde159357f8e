// What did it come to? Figures, advice with its evidence, kinds of posts with their intervals, what rises, and what the tests found.
import * as z from "zod"
import { listFindings } from "../../../shared/db/queries/findings.ts"
import { listForecasts } from "../../../shared/db/queries/forecasts.ts"
import { getKpis } from "../../../shared/db/queries/kpis.ts"
import { listBestPosts, listMostViewedPosts, summarisePosts } from "../../../shared/db/queries/post-stats.ts"
import { listTopicDays } from "../../../shared/db/queries/trends.ts"
import { type Compared, performanceOf } from "../../../shared/domain/performance.ts"
import { adviseOn } from "../../../shared/domain/recommendations.ts"
import { METRIC_NAMES } from "../../../shared/domain/snapshot.ts"
import { trendsOf } from "../../../shared/domain/trending.ts"
import type { ApiServices } from "../endpoint.ts"
import { type Answered, answered, operatorPage } from "../page.ts"
import { AdviceList } from "./advice-list.tsx"
import { dimensionLabel, valueLabel } from "./dimension-words.ts"
import { FindingList } from "./finding-list.tsx"
import { ForecastList } from "./forecast-list.tsx"
import { KpiFacts } from "./kpi-facts.tsx"
import { Layout } from "./layout.tsx"
import { Card, MoreLink } from "./parts.tsx"
import { RatedPosts } from "./rated-posts.tsx"
import { RateNote, RateTable } from "./rate-table.tsx"
import { TrendTable } from "./trend-table.tsx"

const DAY_MS = 86_400_000
const SHOWN = 6
const FINDINGS = 12
/** One for each metric of a day. */
const FORECASTS = METRIC_NAMES.length
const TABLES: readonly Compared[] = ["channel", "format", "topic", "asset", "insight-type", "hour", "policy"]

export const analyticsPage = operatorPage({
  path: "/analytics",
  query: { days: z.enum(["7", "30"], "must be 7 or 30").default("30") },
  async render({ services, query: { days }, frame, requestId }) {
    const now = services.clock.now()
    const { kpis, sums, topics, best, viewed, findings, forecasts } = await ask(services, { now, days: Number(days) }, requestId)
    const trends = map(topics, trendsOf)
    const performance = map(sums, performanceOf)
    const advice: Answered<ReturnType<typeof adviseOn>> = !sums.ok ? sums : map(trends, (known) => adviseOn(sums.value, known))
    return (
      <Layout title="Analytics" section="analytics" frame={frame}>
        <div class="intro">
          <h1>Analytics</h1>
          <p class="lead">
            {`Posts of ${days} days, each as it did at the age of 24 hours. `}
            <a href={`/analytics?days=${days === "7" ? "30" : "7"}`}>{days === "7" ? "30 days" : "7 days"}</a>
          </p>
        </div>
        <Card title="Figures" id="figures" answer={kpis} show={(value) => <KpiFacts kpis={value} />} />
        <div class="columns">
          <Card title="What the figures advise" answer={advice} show={(value) => <AdviceList advice={value} />} />
          <div>
            <Card title="Found by the daily tests" answer={findings} show={(rows) => <FindingList findings={rows} now={now} />} />
            <Card title="Expected" answer={forecasts} show={(rows) => <ForecastList forecasts={rows} />} />
          </div>
        </div>
        <Card
          title="Rising topics"
          id="trending"
          answer={trends}
          show={(value) => <TrendTable trends={value} />}
          aside={<MoreLink href="/api/v1/trending-topics" />}
        />
        {TABLES.map((dimension) => (
          <Card
            title={`By ${dimensionLabel(dimension).toLowerCase()}`}
            id={`by-${dimension}`}
            answer={performance}
            show={({ by }) => (
              <RateTable what={dimensionLabel(dimension)} groups={by[dimension]} label={(value) => valueLabel(dimension, value)} />
            )}
            aside={<MoreLink href={`/api/v1/analytics/summary?days=${days}`} />}
          />
        ))}
        <RateNote />
        <div class="columns apart">
          <Card
            title="Best rates"
            answer={best}
            show={(posts) => <RatedPosts posts={posts} now={now} empty="No post with a hundred impressions has a rate yet." />}
          />
          <Card
            title="Most seen"
            answer={viewed}
            show={(posts) => <RatedPosts posts={posts} now={now} empty="No platform has told impressions yet." />}
          />
        </div>
      </Layout>
    )
  },
})

/** Everything the page shows, asked at the same time; each question fails by itself. */
async function ask({ db }: ApiServices, { now, days }: { now: Date; days: number }, requestId: string) {
  const since = new Date(now.getTime() - days * DAY_MS)
  const [kpis, sums, topics, best, viewed, findings, forecasts] = await Promise.all([
    answered(getKpis(db, now), requestId),
    answered(summarisePosts(db, { since, until: new Date(now.getTime() + DAY_MS) }), requestId),
    answered(listTopicDays(db, now), requestId),
    answered(listBestPosts(db, { since, limit: SHOWN }), requestId),
    answered(listMostViewedPosts(db, { since, limit: SHOWN }), requestId),
    answered(listFindings(db, FINDINGS), requestId),
    answered(listForecasts(db, { period: "day", model: "weekday-level", limit: FORECASTS }), requestId),
  ])
  return { kpis, sums, topics, best, viewed, findings, forecasts }
}

const map = <A, B>(answer: Answered<A>, make: (value: A) => B): Answered<B> =>
  answer.ok ? { ok: true, value: make(answer.value) } : answer
