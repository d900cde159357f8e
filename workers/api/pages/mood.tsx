// How is the mood? The fear and greed index with its last month, and the tone of the news.
import type { listReadings } from "../../../shared/db/queries/readings.ts"
import { Age, Empty, Meter } from "./parts.tsx"
import { Sparkline } from "./sparkline.tsx"

type Reading = Awaited<ReturnType<typeof listReadings>>[number]

/** Names of the index' own five bands. Source: alternative.me/crypto/fear-and-greed-index. */
export function bandOf(index: number): string {
  if (index <= 24) return "extreme fear"
  if (index <= 46) return "fear"
  if (index <= 54) return "neutral"
  return index <= 75 ? "greed" : "extreme greed"
}

const toneOf = (polarity: number): string => (polarity > 0.05 ? "good" : polarity < -0.05 ? "bad" : "neutral")

/** Readings of the market as a whole: the index, newest first, and the newest tone of the news. */
export function Mood({ index, news, now }: { index: readonly Reading[]; news: Reading | undefined; now: Date }) {
  const [newest] = index
  if (!newest && !news)
    return <Empty>No reading yet. The first sentiment scan brings the fear and greed index and the tone of the news.</Empty>
  return (
    <>
      {newest && (
        <Index
          value={Number(newest.value)}
          observedAt={newest.observedAt}
          history={index.map((reading) => Number(reading.value)).toReversed()}
          now={now}
        />
      )}
      {news && (
        <p class="small apart">
          Tone of the news of 24 hours: <b class="num">{Number(news.value).toFixed(2)}</b> ({toneOf(Number(news.value))}, {news.count}{" "}
          {news.count === 1 ? "story" : "stories"}, <Age at={news.observedAt} now={now} />)
        </p>
      )}
    </>
  )
}

function Index({ value, observedAt, history, now }: { value: number; observedAt: Date; history: readonly number[]; now: Date }) {
  return (
    <div>
      <div class="between">
        <span>
          <span class="mood num">{value}</span> <span class="muted small">of 100, {bandOf(value)}</span>
        </span>
        <span class="tiny muted">
          <Age at={observedAt} now={now} />
        </span>
      </div>
      <Meter share={value / 100} />
      <Sparkline values={history} label={`Fear and greed index over ${history.length} days`} />
      <p class="tiny muted">Fear and greed index of alternative.me, the last {history.length} days.</p>
    </div>
  )
}
