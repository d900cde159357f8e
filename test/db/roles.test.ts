// Can each Worker's role do its work, and nothing else? Tried on the database itself, and read from its own list of rights.
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { insertCommand } from "../../shared/db/queries/events.ts"
import { claimRun, finishRun } from "../../shared/db/queries/runs.ts"
import { Meter } from "../../shared/kit/meter.ts"
import { openDatabase, type Role, type TestDatabase } from "./database.ts"

const NOW = new Date("2026-11-21T12:00:00Z")
/** Written once: what the studio said and what was done stays as it was. */
const SEALED =
  "approvals audit_log evidence findings forgotten_identities insight_verdicts insights ledger media model_replies performance_snapshots post_readings scorings webhook_attempts".split(
    " ",
  )
/** What goes when its work is done, or when a person asks to be forgotten. */
const ERASABLE =
  "community_users conversion_attempts engagement_scores event_inbox interaction_keys user_identities user_interactions".split(" ")
/** What is the operator's own: the agents read it, or don't even see it. */
const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  api_keys: [],
  identity_salt: ["SELECT"],
  // By columns, only when they ended; what is over is removed.
  sessions: ["DELETE"],
  sign_in_attempts: ["DELETE"],
  switches: ["SELECT"],
  // Their owners make and change them; of how they do the agents write some columns.
  webhook_endpoints: ["SELECT"],
}
const RIGHTS = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]

let database: TestDatabase
let tables: readonly string[]
beforeAll(async () => {
  database = await openDatabase()
  const found = await database.rows(
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') AND NOT relispartition AND relname <> 'schema_migrations'",
  )
  tables = found.map(([name]) => name ?? "").toSorted()
})
afterAll(() => database.close())

/** `TABLE RIGHT` for every right on a whole table, schema_migrations included. */
async function listRights(role: Role): Promise<readonly string[]> {
  const rows = await database.rows(`
    SELECT c.relname || ' ' || r.name FROM pg_class AS c, unnest('{${RIGHTS.join(",")}}'::text[]) AS r (name)
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') AND has_table_privilege('${role}', c.oid, r.name)`)
  return rows.map(([right]) => right ?? "").toSorted()
}

/** Runs as the role and gives the SQLSTATE, or "done". */
const attempt = (role: Role, sql: string): Promise<string> =>
  database.postgres
    .session(role, (session) => session.query(sql))
    .then(
      () => "done",
      (error: { code?: string }) => error.code ?? "unknown",
    )

const DENIED = "42501"
const EVENT =
  "INSERT INTO events (id, name, source, external_id, data, created_at) VALUES ('evt_0000000000', 'command.run-now', 'test', '1', '{}', now())"
const AUDIT = "INSERT INTO audit_log (id, at, actor, action, subject, detail) VALUES ('aud_0000000000', now(), 'ada', 'tested', 'x', '{}')"

describe("studio_api", () => {
  test("may read tables and nothing else", async () => {
    const rights = await listRights("studio_api")
    expect(rights.length).toBeGreaterThan(0)
    expect(rights.filter((right) => !right.endsWith(" SELECT"))).toEqual([])
  })

  test.each([
    EVENT,
    AUDIT,
    "UPDATE runs SET agent = 'x'",
    "DELETE FROM insights",
    "TRUNCATE candles",
    "CREATE TABLE mine (n int)",
    "SELECT * FROM schema_migrations",
    "SELECT * FROM sign_in_attempts",
    "UPDATE sessions SET expires_at = now()",
  ])("is refused: %s", async (sql) => {
    expect(await attempt("studio_api", sql)).toBe(DENIED)
  })
})

describe("studio_ingest", () => {
  test("may insert what it is told, and see what an operator's word is about", async () => {
    expect(await listRights("studio_ingest")).toEqual([
      "api_keys INSERT",
      "api_keys SELECT",
      "approvals INSERT",
      "approvals SELECT",
      "audit_log INSERT",
      "content_plans SELECT",
      "deliveries SELECT",
      "drafts SELECT",
      "event_inbox INSERT",
      "events INSERT",
      "events_aside SELECT",
      "policy_versions INSERT",
      "policy_versions SELECT",
      "review_requests SELECT",
      "sessions INSERT",
      "sign_in_attempts INSERT",
      "sign_in_attempts SELECT",
      "sign_in_attempts UPDATE",
      "switches INSERT",
      "switches SELECT",
      "webhook_attempts SELECT",
      "webhook_endpoints INSERT",
      "webhook_endpoints SELECT",
      "webhook_messages SELECT",
    ])
  })

  test("may change only where a key, a plan, a delivery, an event set aside, a policy, a button, a switch, a session or an endpoint stands, and who tried to sign in", async () => {
    const rows = await database.rows(`
      SELECT DISTINCT table_name FROM information_schema.column_privileges
      WHERE grantee = 'studio_ingest' AND privilege_type = 'UPDATE' AND table_schema = 'public' ORDER BY 1`)
    expect(rows.flat()).toEqual([
      "api_keys",
      "content_plans",
      "deliveries",
      "events_aside",
      "policy_versions",
      "review_requests",
      "sessions",
      "sign_in_attempts",
      "switches",
      "webhook_endpoints",
    ])
  })

  test("writes a version of a text without a verdict of the guards and without a hash", async () => {
    const rows = await database.rows(`
      SELECT attname FROM pg_attribute
      WHERE attrelid = 'drafts'::regclass AND attnum > 0 AND NOT has_column_privilege('studio_ingest', 'drafts', attname, 'INSERT') ORDER BY 1`)
    expect(rows.flat()).toEqual(["guards", "hash", "passes", "run_id"])
  })

  test("sees of an event only what tells two apart", async () => {
    const rows = await database.rows(`
      SELECT table_name || '.' || column_name FROM information_schema.column_privileges
      WHERE grantee = 'studio_ingest' AND privilege_type = 'SELECT' AND table_schema = 'public' AND table_name = 'events'`)
    expect(rows.flat().toSorted()).toEqual(["events.external_id", "events.id", "events.source"])
  })

  test("stores a command once, with its audit row", async () => {
    const command = {
      name: "command.run-now",
      source: "operator",
      externalId: "k1",
      data: { agent: "analysis", at: NOW.toISOString() },
      now: NOW,
    } as const
    const first = await insertCommand(database.db("studio_ingest", new Meter()), command, "ada")
    const second = await insertCommand(database.db("studio_ingest", new Meter()), command, "ada")
    expect([first.isNew, second.isNew, second.id]).toEqual([true, false, first.id])
    expect(await database.rows(`SELECT count(*) FROM audit_log WHERE subject = '${first.id}'`)).toEqual([["1"]])
  })

  test.each([
    "SELECT data FROM events",
    "SELECT * FROM audit_log",
    "UPDATE events SET dispatched_at = now()",
    "DELETE FROM events",
    "UPDATE sessions SET expires_at = now()",
    "DELETE FROM sessions",
    "DELETE FROM sign_in_attempts",
    "SELECT 1 FROM runs",
    "CREATE TABLE mine (n int)",
  ])("is refused: %s", async (sql) => {
    expect(await attempt("studio_ingest", sql)).toBe(DENIED)
  })
})

describe("studio_agents", () => {
  test("may read and add everywhere, change what isn't sealed, and delete only what is over or what people may ask to be deleted", async () => {
    const expected = tables.flatMap((table) =>
      (
        OPERATORS[table] ?? [
          "SELECT",
          "INSERT",
          ...(SEALED.includes(table) ? [] : ["UPDATE"]),
          ...(ERASABLE.includes(table) ? ["DELETE"] : []),
        ]
      ).map((right) => `${table} ${right}`),
    )
    expect(await listRights("studio_agents")).toEqual(expected.toSorted())
  })

  test("takes a run and finishes it with an event", async () => {
    const db = database.db("studio_agents", new Meter())
    const work = {
      agent: "analysis",
      key: "analysis:roles",
      slot: null,
      trigger: "manual",
      input: {},
      now: NOW,
      leaseMs: 60_000,
      maxAttempts: 3,
    } as const
    const claim = await claimRun(db, work)
    if (claim.answer !== "claimed") throw new Error(`not claimed: ${claim.answer}`)
    const usage = new Meter().usage
    const ended = { id: claim.id, attempt: claim.attempt, now: NOW, wallMs: 5, usage, agent: "analysis", output: {}, emits: [] }
    expect(await finishRun(db, ended)).toEqual([])
  })

  test.each([
    "UPDATE insights SET headline = 'x'",
    "DELETE FROM evidence",
    "UPDATE audit_log SET actor = 'x'",
    "DELETE FROM runs",
    "TRUNCATE candles",
    "CREATE TABLE mine (n int)",
    "DROP TABLE runs",
    "SELECT * FROM sessions",
    "SELECT token_hash FROM sessions",
    "UPDATE sessions SET expires_at = now()",
    "DROP TABLE user_interactions_rest",
  ])("is refused: %s", async (sql) => {
    expect(await attempt("studio_agents", sql)).toBe(DENIED)
  })
})

test("no role may act as another or as the owner", async () => {
  const members = await database.rows(`
    SELECT r.rolname || ' in ' || g.rolname FROM pg_roles AS r JOIN pg_roles AS g ON pg_has_role(r.oid, g.oid, 'MEMBER')
    WHERE r.rolname LIKE 'studio\\_%' AND g.oid <> r.oid`)
  expect(members.flat()).toEqual([])
})
