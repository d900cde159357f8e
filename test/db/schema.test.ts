// Is the schema that the code knows the one that the migrations make? Both directions, so nothing has to be generated from either.
import { type PgTable, getTableConfig } from "drizzle-orm/pg-core"
import { is, Table } from "drizzle-orm"
import { afterAll, beforeAll, expect, test } from "vitest"
import * as community from "../../shared/db/schema/community.ts"
import * as deliveries from "../../shared/db/schema/deliveries.ts"
import * as insights from "../../shared/db/schema/insights.ts"
import * as market from "../../shared/db/schema/market.ts"
import * as ops from "../../shared/db/schema/ops.ts"
import * as posts from "../../shared/db/schema/posts.ts"
import * as rollups from "../../shared/db/schema/rollups.ts"
import * as sessions from "../../shared/db/schema/sessions.ts"
import * as webhooks from "../../shared/db/schema/webhooks.ts"
import { listFiles, read } from "../house/sources.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

/** Every file of shared/db/schema; the first test compares this list with the folder. */
const SCHEMAS = { community, deliveries, insights, market, ops, posts, rollups, sessions, webhooks }

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())

const tables = Object.values(SCHEMAS)
  .flatMap((schema) => Object.values(schema))
  .filter((each) => is(each, Table)) as unknown as readonly PgTable[]

const inCode = tables.flatMap((table) => {
  const { name, columns } = getTableConfig(table)
  return columns.map((column) => `${name}.${column.name} ${column.getSQLType().replace(", ", ",")}${column.notNull ? " not null" : ""}`)
})

/** The scripts' own table; no Worker knows it. */
const UNKNOWN_TO_CODE = "schema_migrations"

/** Columns of ordinary and partitioned tables, the partitions themselves aside. */
const COLUMNS = `
  SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
  FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND a.attnum > 0 AND NOT a.attisdropped AND c.relname <> '${UNKNOWN_TO_CODE}'`

test("this file looks at every file of the schema", () => {
  const files = listFiles("shared/db/schema").map((path) => path.replace(/^.*\/|\.ts$/g, ""))
  expect(Object.keys(SCHEMAS).toSorted()).toEqual(files.toSorted())
})

test("every column has the same name, type and nullability in the code and in the migrated database", async () => {
  const inDatabase = (await database.rows(COLUMNS)).flat()
  expect(inCode.toSorted()).toEqual(inDatabase.toSorted())
})

test("every foreign key is the beginning of an index", async () => {
  const bare = await database.rows(`
    SELECT k.conrelid::regclass || ' (' || k.conname || ')' FROM pg_constraint AS k
    WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace AND NOT EXISTS (
      SELECT 1 FROM pg_index AS i
      WHERE i.indrelid = k.conrelid AND i.indisvalid AND i.indpred IS NULL
        AND (string_to_array(i.indkey::text, ' ')::int2[])[1:cardinality(k.conkey)] @> k.conkey)`)
  expect(bare.flat()).toEqual([])
})

test("every point in time carries its zone", async () => {
  const zoneless = await database.rows(`
    SELECT table_name || '.' || column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type IN ('timestamp without time zone', 'time without time zone', 'time with time zone')`)
  expect(zoneless.flat()).toEqual([])
})

/** Its rows are told apart by interaction_keys: a key of its own could not be unique across its partitions. */
const KEYED_ELSEWHERE = "user_interactions"

test("every table has a primary key", async () => {
  const keyless = await database.rows(`
    SELECT relname FROM pg_class AS c
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> '${KEYED_ELSEWHERE}'
      AND NOT EXISTS (SELECT 1 FROM pg_constraint AS k WHERE k.conrelid = c.oid AND k.contype = 'p')`)
  expect(keyless.flat()).toEqual([])
})

test("no migration controls its own transaction, and none makes an enum", () => {
  const wrong = listFiles("drizzle").filter((path) =>
    /^\s*(BEGIN|COMMIT|ROLLBACK|START TRANSACTION)\s*;|CREATE TYPE\s+\S+\s+AS ENUM|CONCURRENTLY/im.test(read(path)),
  )
  expect(wrong).toEqual([])
})
