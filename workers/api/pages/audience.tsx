// Who takes part? People by score, the most engaged, and events that could not be counted.
import {
  type AsideEvent,
  type AudienceDay,
  type EngagedPerson,
  getInboxDepth,
  type InboxDepth,
  listAudienceDays,
  listEventsAside,
  listMostEngaged,
} from "../../../shared/db/queries/audience.ts"
import { replayForm } from "../forms/replay.ts"
import { answered, operatorPage } from "../page.ts"
import type { Operator } from "../session.ts"
import { CommandForm } from "./command-form.tsx"
import { numberText, wordsText } from "./format.ts"
import { Layout } from "./layout.tsx"
import { Age, Badge, Card, Empty } from "./parts.tsx"
import { ScoreBars } from "./score-bars.tsx"

const DAYS = 30
const PEOPLE = 100
const EVENTS = 50
/** Requests of the inbox that are counted: more is "more". */
const INBOX = 1_000

export const audiencePage = operatorPage({
  path: "/audience",
  async render({ services: { db, clock }, operator, frame, requestId }) {
    const now = clock.now()
    const [days, people, aside, inbox] = await Promise.all([
      answered(listAudienceDays(db, DAYS), requestId),
      answered(listMostEngaged(db, PEOPLE), requestId),
      answered(listEventsAside(db, EVENTS), requestId),
      answered(getInboxDepth(db, INBOX), requestId),
    ])
    return (
      <Layout title="Audience" section="audience" frame={frame}>
        <div class="intro">
          <h1>Audience</h1>
          <p class="lead">Scores are points of 30 days; 50 points are a score of 100. Nothing of a person here is public.</p>
        </div>
        <div class="columns">
          <Card title="People by score" answer={days} show={(rows) => <People days={rows} />} />
          <Card title="Waiting to be counted" answer={inbox} show={(depth) => <Inbox depth={depth} now={now} />} />
        </div>
        <Card
          title="Could not be counted"
          id="aside"
          answer={aside}
          show={(events) => <Aside events={events} now={now} operator={operator} />}
        />
        <Card title="Most engaged" answer={people} show={(rows) => <MostEngaged people={rows} now={now} />} />
      </Layout>
    )
  },
})

const NOT_SCORED = "Nobody was scored yet. The first full scoring of the day fills this."

function People({ days }: { days: readonly AudienceDay[] }) {
  const [newest, before] = days
  if (newest === undefined) return <Empty>{NOT_SCORED}</Empty>
  const grown = before === undefined ? null : newest.people - before.people
  return (
    <>
      <p>
        <span class="figure num">{numberText(newest.people)}</span>{" "}
        <span class="muted">{`people on ${newest.day}${grown === null ? "" : `, ${grown < 0 ? "−" : "+"}${numberText(Math.abs(grown))} since ${before?.day}`}`}</span>
      </p>
      <p class="small muted num">
        {`Active in a day ${numberText(newest.active1d)}, in 7 days ${numberText(newest.active7d)}, in 30 days ${numberText(newest.active30d)}.`}
      </p>
      <ScoreBars byScore={newest.byScore} />
    </>
  )
}

function Inbox({ depth: { requests, events, since }, now }: { depth: InboxDepth; now: Date }) {
  if (requests === 0 || since === null) return <Empty>Nothing. What is accepted is counted within a few seconds.</Empty>
  return (
    <>
      <p>
        <span class="figure num">{`${numberText(events)}${requests >= INBOX ? " or more" : ""}`}</span> <span class="muted">events</span>
      </p>
      <p class="small muted">
        {`In ${numberText(requests)} ${requests === 1 ? "request" : "requests"}; the oldest was accepted `}
        <Age at={since} now={now} />. They are counted once, also if they wait.
      </p>
    </>
  )
}

function Aside({ events, now, operator }: { events: readonly AsideEvent[]; now: Date; operator: Operator }) {
  if (events.length === 0) return <Empty>Nothing. Every event that was accepted is counted, or waits to be.</Empty>
  return (
    <ul class="rows tight">
      {events.map((event) => (
        <li>
          <div class="between">
            <h3>
              <code>{event.externalId}</code>
            </h3>
            <Badge tone="warn">{wordsText(event.reason).toLowerCase()}</Badge>
          </div>
          <p class="small muted wrap">
            {`from ${event.source}${event.detail === null ? "" : `: ${event.detail}`}, `}
            <Age at={event.setAsideAt} now={now} />
          </p>
          <div class="acts">
            <CommandForm action={replayForm.path} operator={operator} hidden={{ event: event.id }}>
              <button type="submit" class="quiet" aria-label={`Count again: ${event.id}`}>
                Count again
              </button>
            </CommandForm>
          </div>
        </li>
      ))}
    </ul>
  )
}

function MostEngaged({ people, now }: { people: readonly EngagedPerson[]; now: Date }) {
  if (people.length === 0) return <Empty>Nobody has points. They come with what people do, once programs report it.</Empty>
  return (
    <table class="stack people">
      <caption class="sr">The most engaged people</caption>
      <thead>
        <tr>
          <th scope="col">Person</th>
          <th scope="col">Score</th>
          <th scope="col">Points</th>
          <th scope="col">Interactions</th>
          <th scope="col">Last seen</th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr>
            <td data-label="Person">
              <span>
                <a href={`/audience/${person.id}`}>{accountsText(person)}</a>
                {person.tier !== "free" && (
                  <>
                    {" "}
                    <Badge tone="info">{person.tier}</Badge>
                  </>
                )}
              </span>
            </td>
            <td data-label="Score" class="num">
              {person.score.toFixed(2)}
            </td>
            <td data-label="Points" class="num">
              {numberText(person.microPoints / 1e6, 2)}
            </td>
            <td data-label="Interactions" class="num">
              {numberText(person.interactions)}
            </td>
            <td data-label="Last seen">{person.lastAt === null ? "–" : <Age at={person.lastAt} now={now} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A person by what platforms call him: `x 2244994945, telegram 12`. */
export const accountsText = ({ id, accounts }: Pick<EngagedPerson, "id" | "accounts">): string =>
  accounts.length === 0 ? `person ${id}` : accounts.map((account) => `${account.platform} ${account.id}`).join(", ")
