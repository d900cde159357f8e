// Questions that change who is who: joining accounts of a person, parting them, consent, and forgetting. The work is done by functions of
// drizzle/0010_people.sql, which say why; here stand their answers, and that a request doesn't outlive its execution.
import { type SQL, sql } from "drizzle-orm"
import type { Platform } from "../../domain/interaction.ts"
import { type Db, rowsAs } from "../client.ts"

export type Account = { readonly platform: Platform; readonly id: string }

/** Which event asked for the change, and the run that makes it: what they hold about the person goes in the same statement. */
export type Request = { readonly event: string; readonly runId: string; readonly now: Date }

/** What an event asks for; data `{}` where it was done already. Null: there is no such event. */
export async function findPersonRequest(db: Db, event: string): Promise<{ name: string; data: Record<string, unknown> } | null> {
  const [row] = await rowsAs<{ name: string; data: Record<string, unknown> }>(db, sql`SELECT name, data FROM events WHERE id = ${event}`)
  return row ?? null
}

/** The answer of a function, once whatever named the person in its event and its run is gone. */
async function execute<T extends string | number>(db: Db, { event, runId }: Request, call: SQL): Promise<T> {
  const [row] = await rowsAs<{ answer: T }>(
    db,
    sql`
      WITH done AS MATERIALIZED (SELECT ${call} AS answer),
        told AS (UPDATE events SET data = '{}' WHERE id = ${event} AND data <> '{}'),
        asked AS (UPDATE runs SET input = jsonb_build_object('event', ${event}::text) WHERE id = ${runId})
      SELECT answer FROM done`,
  )
  if (row === undefined) throw new Error("A statement of one row gave none.")
  return row.answer
}

const time = (at: string | Date): SQL => sql`${typeof at === "string" ? at : at.toISOString()}::timestamptz`

/** `two-accounts`: each of them has an account on the same platform, so they are two people. */
export type Linked = "linked" | "linked-before" | "two-accounts" | "forgotten"

type Link = { readonly a: Account; readonly b: Account; readonly how: string; readonly at: string }

/** Joins the people of two accounts, who have agreed (`how`, `at`). An account that nobody knows is a new one of the other's person. */
export const linkPeople = async (db: Db, { a, b, how, at }: Link, request: Request): Promise<Linked> =>
  execute<Linked>(db, request, sql`link_people(${a.platform}, ${a.id}, ${b.platform}, ${b.id}, ${how}, ${time(at)}, ${time(request.now)})`)

export type Unlinked = "unlinked" | "alone" | "unknown"

/** Makes an account a person of its own again, with what was done by it. */
export const unlinkPerson = async (db: Db, { platform, id }: Account, request: Request): Promise<Unlinked> =>
  execute<Unlinked>(db, request, sql`unlink_person(${platform}, ${id}, ${time(request.now)})`)

/** Removes the person of an account with all their accounts and all they did, and gives how many interactions that were. Sums stay: they name nobody. */
export const forgetPerson = async (db: Db, { platform, id }: Account, request: Request): Promise<number> =>
  execute<number>(db, request, sql`forget_person(${platform}, ${id}, ${time(request.now)})`)

export type Consent = Account & {
  readonly offers: boolean
  readonly how: string | null
  readonly timeZone: string | null
  readonly quietFrom: number | null
  readonly quietUntil: number | null
  readonly at: string
}

/** Keeps a person's word about offers, the last one said. A person nobody knows is made. */
export const setConsent = async (db: Db, consent: Consent, request: Request): Promise<"set" | "outdated" | "forgotten"> =>
  execute(
    db,
    request,
    sql`set_consent(${consent.platform}, ${consent.id}, ${consent.offers}::boolean, ${consent.how}, ${consent.timeZone}, ${consent.quietFrom}::int,
          ${consent.quietUntil}::int, ${time(consent.at)}, ${time(request.now)})`,
  )
