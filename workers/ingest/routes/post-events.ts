// What did people do? A program reports it, up to a thousand events at a time; those that are accepted are stored before the answer.
import * as z from "zod"
import { ReportedEvent } from "../../../shared/domain/interaction.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { keyWith } from "../api-key.ts"
import { endpoint, type IngestServices } from "../endpoint.ts"
import { readEvents, type Verdict } from "../read-events.ts"
import { takeEvents } from "../take-events.ts"

const MOST_EVENTS = 1_000
const MAX_BYTES = 1_572_864

const batchOf = <T extends z.ZodType>(event: T) =>
  z.strictObject({ events: z.array(event).min(1, "must hold an event").max(MOST_EVENTS, `may hold at most ${MOST_EVENTS} events`) })

const Told = z.object({
  index: z.int().describe("Its place in the request, from 0."),
  id: z.string().nullable(),
  verdict: z.enum(["rejected", "repeated"]),
  faults: z
    .array(z.object({ pointer: z.string(), detail: z.string() }))
    .optional()
    .describe("What is wrong with one that is rejected: at most three parts, each by JSON pointer within the event."),
})

export const postEventsRoute = endpoint({
  method: "POST",
  path: "/api/v1/events",
  name: "postEvents",
  summary: "Takes up to 1,000 events of your community. Each is judged by itself, and stored once it is accepted.",
  tag: "Events",
  body: batchOf(z.unknown()),
  describedBody: batchOf(ReportedEvent),
  maxBytes: MAX_BYTES,
  reply: z.object({
    id: z.string().describe("The stored batch."),
    accepted: z.int(),
    rejected: z.int(),
    repeated: z.int().describe("Those whose id stood earlier in the same request."),
    verdicts: z
      .array(Told)
      .describe("Those that were not accepted, in their order. An id that came in an earlier request is accepted, and not counted again."),
  }),
  status: 202,
  cache: "never",
  guard: keyWith("write:events"),
  fails: ["unprocessable", "rate-limited"],
  async answer(services, { body: { events }, actor: key, background }) {
    await keepPace(services, { who: key.id, weight: events.length, perMinute: key.eventsPerMinute })
    const now = services.clock.now()
    const { accepted, verdicts } = readEvents(events, now)
    if (accepted.length === 0) throw noneOf(verdicts)
    const id = await takeEvents(services, { source: key.source ?? key.id, events: accepted, now }, background)
    const repeated = verdicts.filter(({ verdict }) => verdict === "repeated").length
    return { id, accepted: accepted.length, rejected: verdicts.length - repeated, repeated, verdicts: verdicts.map(toTold) }
  },
})

const toTold = ({ faults, ...verdict }: Verdict): z.input<typeof Told> => ({ ...verdict, ...(faults && { faults: [...faults] }) })

async function keepPace({ limit }: IngestServices, pace: Parameters<IngestServices["limit"]["take"]>[0]): Promise<void> {
  const { weight, perMinute } = pace
  if (weight > perMinute) throw new Failure("too-large", `This key may send ${perMinute} events a minute: send no more in one request.`)
  const { isAllowed, waitMs } = await limit.take(pace)
  if (!isAllowed)
    throw new Failure("rate-limited", `This key may send ${perMinute} events a minute. Wait, then send these again.`, { waitMs })
}

/** A request of which nothing was accepted: its faults, each with its place in the request. */
function noneOf(verdicts: readonly Verdict[]): Failure {
  const faults = verdicts.flatMap(({ index, faults: each = [] }) =>
    each.map(({ pointer, detail }) => ({ pointer: `/events/${index}${pointer}`, detail })),
  )
  return new Failure("unprocessable", `None of the ${verdicts.length} events could be accepted.`, { faults })
}
