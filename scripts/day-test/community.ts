// What does the community do on the simulated day? So many events, told as programs tell them: through the inbox, and counted as they come.
import { openDb } from "../../shared/db/client.ts"
import { insertInbox } from "../../shared/db/queries/inbox.ts"
import { INTERACTION_CODES, type InboxEvent } from "../../shared/domain/interaction.ts"
import { Meter } from "../../shared/kit/meter.ts"
import { drainInbox } from "../../workers/agents/inbox.ts"
import type { Desk } from "../../test/world/desk.ts"
import type { Postgres } from "../../test/world/postgres-session.ts"
import { eventOf, expectedOf, saidBy } from "../load/events.ts"

const NAME = "day"
const SOURCE = "day-test"
/** Events of one request. */
const BATCH = 100

export type Community = {
  /** Tells of what happened in one of the day's heartbeats and counts it. */
  readonly beat: (desk: Desk, now: Date) => Promise<void>
  /** Of what was told, how much is missing, and how much stands there twice. */
  readonly compare: (postgres: Postgres) => Promise<{ readonly told: number; readonly lost: number; readonly doubled: number }>
}

/** `count` events, the same number in each of `beats` heartbeats. One in ten says again what another one said. */
export function openCommunity(
  count: number,
  beats: number,
  began: Date,
  database: { readonly url: string; readonly endpoint: string },
): Community {
  const url = Object.assign(new URL(database.url), { username: "studio_ingest" }).href
  const db = openDb({ url, endpoint: database.endpoint, timeoutMs: 10_000 }, new Meter())
  let [told, beat] = [0, 0]
  return {
    async beat(desk, now) {
      beat += 1
      const until = Math.round((count * Math.min(beat, beats)) / beats)
      for (; told < until; told = Math.min(until, told + BATCH)) {
        const events = Array.from({ length: Math.min(BATCH, until - told) }, (_, place) => toInbox(saidBy(told + place), began))
        await insertInbox(db, { source: SOURCE, events: [...new Map(events.map((event) => [event.k, event])).values()], now })
      }
      await drainInbox(desk.runtime)
    },
    async compare(postgres) {
      const { rows } = await postgres.query("SELECT count(*), count(DISTINCT external_id) FROM user_interactions WHERE source = $1", [
        SOURCE,
      ])
      const [all, singly] = [Number(rows[0]?.[0]), Number(rows[0]?.[1])]
      return { told, lost: expectedOf(NAME, began, told).different - singly, doubled: all - singly }
    },
  }
}

function toInbox(said: number, began: Date): InboxEvent {
  const { id, user, type, at } = eventOf(NAME, began, said)
  return { k: id, p: "x", u: user, t: INTERACTION_CODES[type], v: 1_000, c: null, a: at.toISOString(), r: false, m: null }
}
