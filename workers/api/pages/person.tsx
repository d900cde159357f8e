// What is one person's score made of? Points by day and type, that add up.
import * as z from "zod"
import { type EngagedPerson, findEngagedPerson } from "../../../shared/db/queries/audience.ts"
import { explainScore, type ScoreExplanation } from "../../../shared/db/queries/score-parts.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { type Answered, answered, operatorPage } from "../page.ts"
import { accountsText } from "./audience.tsx"
import { numberText, wordsText } from "./format.ts"
import { Layout } from "./layout.tsx"
import { Card, Empty, When } from "./parts.tsx"

const PersonId = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, "must be the number of a person")
  .transform(Number)

export const personPage = operatorPage({
  path: "/audience/{id}",
  params: { id: PersonId },
  async render({ services: { db, clock }, params: { id }, frame, requestId }) {
    const now = clock.now()
    const [found, explained] = await Promise.all([
      answered(findEngagedPerson(db, id), requestId),
      answered(explainScore(db, id), requestId),
    ])
    if (found.ok && found.value === null) throw new Failure("not-found", "There is no such person, or he was never scored.")
    const person = found as Answered<EngagedPerson>
    return (
      <Layout title="Person" section="audience" frame={frame}>
        <p class="crumb">
          <a href="/audience">Audience</a>
        </p>
        <div class="intro">
          <h1>{person.ok ? accountsText(person.value) : `Person ${id}`}</h1>
        </div>
        <Card title="Score" answer={person} show={(value) => <Score person={value} now={now} />} />
        <Card title="What it is made of" answer={explained} show={(value) => <Parts explained={value} />} />
      </Layout>
    )
  },
})

const Score = ({ person, now }: { person: EngagedPerson; now: Date }) => (
  <dl class="facts">
    <div>
      <dt>Score</dt>
      <dd class="figure num">{person.score.toFixed(2)}</dd>
    </div>
    <div>
      <dt>Points of 30 days</dt>
      <dd class="num">{numberText(person.microPoints / 1e6, 6)}</dd>
    </div>
    <div>
      <dt>Interactions</dt>
      <dd class="num">{numberText(person.interactions)}</dd>
    </div>
    <div>
      <dt>Tier</dt>
      <dd>{person.tier}</dd>
    </div>
    <div>
      <dt>Last seen</dt>
      <dd>{person.lastAt === null ? "not in 30 days" : <When at={person.lastAt} now={now} />}</dd>
    </div>
    <div>
      <dt>Scored</dt>
      <dd>
        <When at={person.scoredAt} now={now} />
      </dd>
    </div>
  </dl>
)

function Parts({ explained }: { explained: ScoreExplanation | null }) {
  if (explained === null || explained.parts.length === 0) return <Empty>Nothing of 30 days counts for this person.</Empty>
  const sum = explained.parts.reduce((total, part) => total + part.microPoints, 0)
  return (
    <table class="stack">
      <caption class="sr">Points by day and type</caption>
      <thead>
        <tr>
          <th scope="col">Day (UTC)</th>
          <th scope="col">What</th>
          <th scope="col">Times</th>
          <th scope="col">Points</th>
        </tr>
      </thead>
      <tbody>
        {explained.parts.map((part) => (
          <tr>
            <td data-label="Day">{part.day}</td>
            <td data-label="What">{wordsText(part.type)}</td>
            <td data-label="Times" class="num">
              {numberText(part.interactions)}
            </td>
            <td data-label="Points" class="num">
              {numberText(part.microPoints / 1e6, 6)}
            </td>
          </tr>
        ))}
        <tr class="sum">
          <td data-label="Sum" colspan={3}>
            {sum === explained.microPoints
              ? "Together, which is the score's points"
              : `Together; the score counted ${numberText(explained.microPoints / 1e6, 6)} when it was made`}
          </td>
          <td data-label="Points" class="num">
            {numberText(sum / 1e6, 6)}
          </td>
        </tr>
      </tbody>
    </table>
  )
}
