// Does the local endpoint answer Neon's own driver as a real server's text would?
import { neon, neonConfig, NeonDbError } from "@neondatabase/serverless"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { neonProxy } from "./neon-proxy.ts"
import { openPostgres } from "./postgres.ts"
import type { Postgres } from "./postgres-session.ts"
import { type Serving, serve } from "./serve.ts"

const server = process.env["TEST_DATABASE_URL"]
const backends = [{ name: "PGlite", where: {} }, ...(server === undefined ? [] : [{ name: "a real server", where: { url: server } }])]

/** Expression, type and the text a real server gives for it. */
const VALUES: readonly (readonly [string, string | null])[] = [
  ["9223372036854775807::int8", "9223372036854775807"],
  ["(-32768)::int2", "-32768"],
  ["12345678901234567890.123456789012345678::numeric", "12345678901234567890.123456789012345678"],
  ["1.50::numeric(10,4)", "1.5000"],
  ["'NaN'::numeric", "NaN"],
  ["'-Infinity'::float8", "-Infinity"],
  ["0.1::float8 + 0.2::float8", "0.30000000000000004"],
  ["1e300::float8", "1e+300"],
  ["0.1::float4", "0.1"],
  ["'2026-11-21 19:30:00.123456+02'::timestamptz", "2026-11-21 17:30:00.123456+00"],
  ["'2026-11-21 19:30:00'::timestamptz", "2026-11-21 19:30:00+00"],
  ["'infinity'::timestamptz", "infinity"],
  ["'0044-03-15 BC'::timestamp", "0044-03-15 00:00:00 BC"],
  ["'2026-02-28'::date", "2026-02-28"],
  ["'19:30:00.5'::time", "19:30:00.5"],
  ["true", "t"],
  ["false", "f"],
  [`'{"b": 1,  "a": [1, 2.50, null]}'::json`, `{"b": 1,  "a": [1, 2.50, null]}`],
  [`'{"b": 1,  "a": [1, 2.50, null], "b": 2}'::jsonb`, `{"a": [1, 2.50, null], "b": 2}`],
  [
    `array['a', 'b c', 'd"e', 'f\\g', '', null, 'NULL', '{', 'x,y', ' ']::text[]`,
    `{a,"b c","d\\"e","f\\\\g","",NULL,"NULL","{","x,y"," "}`,
  ],
  ["array[1, null, -9223372036854775808]::int8[]", "{1,NULL,-9223372036854775808}"],
  ["array[array[1, 2], array[3, 4]]::int8[]", "{{1,2},{3,4}}"],
  ["array[]::text[]", "{}"],
  ["'[0:1]={7,8}'::int4[]", "[0:1]={7,8}"],
  ["array['2026-11-21 19:30:00+00'::timestamptz]", `{"2026-11-21 19:30:00+00"}`],
  [`array['{"a": 1}'::jsonb]`, `{"{\\"a\\": 1}"}`],
  ["'\\x00ff10'::bytea", "\\x00ff10"],
  ["''::bytea", "\\x"],
  ["'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"],
  ["null::text", null],
  ["null::int8[]", null],
  ["'1 year 2 mons 3 days 04:05:06.789'::interval", "1 year 2 mons 3 days 04:05:06.789"],
  ["'-00:00:01'::interval", "-00:00:01"],
  ["'2026-03-01'::timestamptz - '2026-02-01'::timestamptz", "28 days"],
  ["'snow \u2603, \u{1f4c8}, quote '' and\nline'", "snow \u2603, \u{1f4c8}, quote ' and\nline"],
  ["row(1, 'a b', null)", `(1,"a b",)`],
  ["int4range(1, 5)", "[1,5)"],
  ["'ab  '::char(6)", "ab    "],
]

/** Text of a parameter, its type, and what comes back. */
const PARAMS: readonly (readonly [unknown, string, string | null])[] = [
  [9007199254740993n, "int8", "9007199254740993"],
  ["0.000000000000000001", "numeric", "0.000000000000000001"],
  [true, "bool", "t"],
  [null, "text", null],
  [["a", 'b"c', null, "d,e"], "text[]", `{a,"b\\"c",NULL,"d,e"}`],
  [{ a: [1, "x"] }, "jsonb", `{"a": [1, "x"]}`],
  [Buffer.from([0, 255]), "bytea", "\\x00ff"],
  ["2026-11-21T19:30:00Z", "timestamptz", "2026-11-21 19:30:00+00"],
  ["", "text", ""],
]

describe.each(backends)("Neon's driver on $name", ({ where }) => {
  let postgres: Postgres
  let serving: Serving
  const statements: string[] = []
  const as = (role: string) => neon(`postgresql://${role}:secret@db.local/studio`, { fullResults: true })
  const rawText = { arrayMode: true, types: { getTypeParser: () => (value: unknown) => value } as never }

  beforeAll(async () => {
    postgres = await openPostgres(where)
    serving = await serve(neonProxy(postgres, { before: ({ sql }) => void statements.push(sql) }))
    neonConfig.fetchEndpoint = `${serving.url}/sql`
    neonConfig.disableWarningInBrowsers = true
    await postgres.exec(`
      DROP SCHEMA IF EXISTS conformance CASCADE;
      DROP ROLE IF EXISTS conformance_reader;
      CREATE SCHEMA conformance;
      CREATE TABLE conformance.notes (id int8 PRIMARY KEY, title text NOT NULL CHECK (title <> ''), CONSTRAINT one_title UNIQUE (title));
      CREATE ROLE conformance_reader;
      GRANT USAGE ON SCHEMA conformance TO conformance_reader;
      GRANT SELECT ON conformance.notes TO conformance_reader;
    `)
  }, 60_000)

  afterAll(async () => {
    await postgres.exec("DROP SCHEMA conformance CASCADE; DROP ROLE conformance_reader")
    await serving.close()
    await postgres.close()
  })

  test.each(VALUES)("gives %s as a real server's text", async (expression, text) => {
    const { rows } = await as(postgres.owner).query(`SELECT ${expression} AS value`, [], rawText)
    expect(rows).toEqual([[text]])
  })

  test.each(PARAMS)("takes a parameter: %o, which is %s", async (value, type, text) => {
    const { rows } = await as(postgres.owner).query(`SELECT $1::${type} AS value`, [value], rawText)
    expect(rows).toEqual([[text]])
  })

  test("describes the columns and counts the rows", async () => {
    const sql = as(postgres.owner)
    const inserted = await sql.query("INSERT INTO conformance.notes VALUES (1, 'one'), (2, 'two')")
    expect([inserted.command, inserted.rowCount, inserted.rows]).toEqual(["INSERT", 2, []])
    const { command, rowCount, rows, fields } = await sql.query("SELECT id, title FROM conformance.notes ORDER BY id")
    expect([command, rowCount, rows]).toEqual([
      "SELECT",
      2,
      [
        { id: "1", title: "one" },
        { id: "2", title: "two" },
      ],
    ])
    expect(fields.map((field) => [field.name, field.dataTypeID, field.columnID, field.format])).toEqual([
      ["id", 20, 1, "text"],
      ["title", 25, 2, "text"],
    ])
    expect(fields[0]?.tableID).toBeGreaterThan(0)
    const created = await sql.query("CREATE TABLE conformance.empty ()")
    expect([created.command, created.rowCount]).toEqual(["CREATE", null])
    const nothing = await sql.query("")
    expect([nothing.command, nothing.rowCount, nothing.rows]).toEqual([null, null, []])
  })

  const failing = [
    ["SELEC 1", { code: "42601", severity: "ERROR", position: "1", message: 'syntax error at or near "SELEC"' }],
    ["SELECT 1; SELECT 2", { code: "42601", message: "cannot insert multiple commands into a prepared statement" }],
    ["SELECT missing FROM conformance.notes", { code: "42703", position: "8" }],
    ["SELECT titel FROM conformance.notes", { code: "42703", hint: 'Perhaps you meant to reference the column "notes.title".' }],
    [
      "INSERT INTO conformance.notes VALUES (9, '')",
      { code: "23514", constraint: "notes_title_check", schema: "conformance", table: "notes" },
    ],
    ["INSERT INTO conformance.notes VALUES (9, null)", { code: "23502", column: "title" }],
    [
      "INSERT INTO conformance.notes VALUES (8, 'same'), (9, 'same')",
      { code: "23505", constraint: "one_title", detail: "Key (title)=(same) already exists." },
    ],
    ["SELECT 1 / 0", { code: "22012", message: "division by zero" }],
    ["SELECT $1::int8", { code: "08P01" }],
  ] as const

  test.each(failing)("reports the failure of %s with Postgres' own fields", async (statement, fields) => {
    const thrown = await as(postgres.owner)
      .query(statement)
      .then(
        () => null,
        (error: unknown) => error,
      )
    expect(thrown).toBeInstanceOf(NeonDbError)
    expect(thrown).toMatchObject(fields)
  })

  test("runs a statement under the role of the connection string, so that grants hold", async () => {
    const sql = as("conformance_reader")
    expect((await sql.query("SELECT current_user AS who")).rows).toEqual([{ who: "conformance_reader" }])
    await expect(sql.query("DELETE FROM conformance.notes")).rejects.toMatchObject({ code: "42501" })
    await expect(sql.query("SELECT count(*) FROM conformance.notes")).resolves.toMatchObject({ rowCount: 1 })
    expect((await as(postgres.owner).query("SELECT current_user AS who")).rows).toEqual([{ who: postgres.owner }])
    await expect(as("nobody_at_all").query("SELECT 1")).rejects.toMatchObject({ code: "22023" })
  })

  test("does not let a setting or a role outlive its request", async () => {
    const sql = as(postgres.owner)
    await sql.transaction([sql.query("SET timezone = 'Asia/Tokyo'"), sql.query("SET ROLE conformance_reader")])
    const { rows } = await sql.query("SELECT current_user AS who, current_setting('TimeZone') AS zone")
    expect(rows).toEqual([{ who: postgres.owner, zone: "UTC" }])
  })

  test("runs a batch as one transaction: all of it or nothing", async () => {
    const sql = as(postgres.owner)
    const batch = sql.transaction([
      sql.query("INSERT INTO conformance.notes VALUES (20, 'twenty')"),
      sql.query("INSERT INTO conformance.notes VALUES (20, 'again')"),
    ])
    await expect(batch).rejects.toMatchObject({ code: "23505", constraint: "notes_pkey" })
    expect((await sql.query("SELECT 1 FROM conformance.notes WHERE id = 20")).rowCount).toBe(0)
    const done = await sql.transaction([
      sql.query("INSERT INTO conformance.notes VALUES ($1, $2)", [21, "twenty-one"]),
      sql.query("SELECT title FROM conformance.notes WHERE id = 21"),
    ])
    expect(done.map((result) => result.rows)).toEqual([[], [{ title: "twenty-one" }]])
  })

  test("honours the isolation level and the access mode of a batch", async () => {
    const sql = as(postgres.owner)
    const modes = { isolationLevel: "Serializable", readOnly: true, deferrable: true } as const
    const settings = sql.query(
      "SELECT current_setting('transaction_isolation') AS isolation, current_setting('transaction_read_only') AS read_only",
    )
    const [found] = await sql.transaction([settings], modes)
    expect(found?.rows).toEqual([{ isolation: "serializable", read_only: "on" }])
    const write = sql.transaction([sql.query("DELETE FROM conformance.notes")], { readOnly: true })
    await expect(write).rejects.toMatchObject({ code: "25006" })
  })

  test("answers thirty requests at once, each with its own", async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => as(postgres.owner).query("SELECT $1::int4 AS i", [i])))
    expect(answers.map(({ rows }) => rows[0]?.["i"])).toEqual(Array.from({ length: 30 }, (_, i) => i))
  })

  test("shows every statement to the observer before it runs", async () => {
    statements.length = 0
    await as(postgres.owner).query("SELECT 'seen'")
    expect(statements).toEqual(["SELECT 'seen'"])
  })

  test("refuses what is not the driver's request", async () => {
    const headers = { "Neon-Connection-String": "postgresql://a:b@c/d", "Neon-Raw-Text-Output": "true", "Neon-Array-Mode": "true" }
    const post = (body: string, extra: Record<string, string> = {}) =>
      fetch(`${serving.url}/sql`, { method: "POST", body, headers: { ...headers, ...extra } })
    expect((await post("{")).status).toBe(400)
    expect((await post(`{"query": 5}`)).status).toBe(400)
    expect((await post(`{"query": "SELECT 1"}`, { "Neon-Connection-String": "mysql://a@b/c" })).status).toBe(400)
    expect((await post(`{"query": "SELECT 1"}`, { "Neon-Raw-Text-Output": "false" })).status).toBe(400)
    expect((await fetch(`${serving.url}/sql`)).status).toBe(405)
    expect((await fetch(`${serving.url}/other`)).status).toBe(404)
  })
})
