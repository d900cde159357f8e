// What do people take up more than they did?
import type { TopicTrend, Trends } from "../../../shared/domain/trending.ts"
import { numberText, wordsText } from "./format.ts"
import { Badge, Empty } from "./parts.tsx"

const SHOWN = 12

export function TrendTable({ trends: { topics, days } }: { trends: Trends }) {
  if (topics.length === 0) return <Empty>Nobody has interacted with a post in the last eight days, as far as it was told.</Empty>
  return (
    <>
      <table class="stack">
        <caption class="sr">Interactions of 24 hours by asset and topic</caption>
        <thead>
          <tr>
            <th scope="col">Topic</th>
            <th scope="col">24 hours</th>
            <th scope="col">A usual day</th>
            <th scope="col">Times</th>
            <th scope="col">Posts</th>
          </tr>
        </thead>
        <tbody>
          {topics.slice(0, SHOWN).map((topic) => (
            <Row topic={topic} />
          ))}
        </tbody>
      </table>
      <p class="small muted apart">
        {days === 0
          ? "There is no day yet to compare with."
          : `24 whole hours against ${days === 1 ? "the day" : `the ${days} days`} before. "Times" is drawn towards 1 by as much as chance and bursts can do; a topic rises where all of its interval lies above 1 and more than one post draws it.`}
      </p>
    </>
  )
}

const Row = ({ topic }: { topic: TopicTrend }) => (
  <tr>
    <td data-label="Topic">
      <span>
        {topic.asset} {wordsText(topic.topic)} {topic.isRising && <Badge tone="good">rising</Badge>}
      </span>
    </td>
    <td data-label="24 hours" class="num">
      {numberText(topic.interactions)}
    </td>
    <td data-label="A usual day" class="num">
      {numberText(topic.expected, 1)}
    </td>
    <td data-label="Times" class="num">
      <span>
        {`${topic.lift.toFixed(2)} `}
        <span class="tiny muted">{`${topic.low.toFixed(2)} to ${topic.high.toFixed(2)}`}</span>
      </span>
    </td>
    <td data-label="Posts" class="num">
      {numberText(topic.posts)}
    </td>
  </tr>
)
