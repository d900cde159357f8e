// What must be true of the database after everything was killed and settled? Each check is a statement whose rows are the findings.
import type { Session } from "../../test/world/postgres-session.ts"
import type { Sent } from "./callers.ts"
import { CYCLE } from "./cycle.ts"

export type Ended = {
  /** The studio's time when it was stopped. */
  readonly at: Date
  /** Opening of the slot in which the last start's first heartbeat was. */
  readonly firstSlot: Date
  /** Times in which the studio was down or starting, in its own time. */
  readonly downs: readonly { readonly from: Date; readonly until: Date }[]
  /** Keys of runs that the kills cut off in every attempt they have: such a run is dead, visible, and can be replayed. */
  readonly cutOff: readonly string[]
  readonly commands: readonly Sent[]
  /** Ids that the API gave. */
  readonly told: { readonly insights: ReadonlySet<string>; readonly runs: ReadonlySet<string> }
}

type Check = { readonly name: string; readonly sql: string; readonly params?: (ended: Ended) => readonly string[] }

const SLOT = "interval '30 minutes'"
const end = ({ at }: Ended) => at.toISOString()
const agents = `{${CYCLE.join(",")}}`
const twice = (table: string, identity: string): Check => ({
  name: `twice in ${table} by ${identity}`,
  sql: `SELECT ${identity}, count(*) FROM ${table} GROUP BY ${identity} HAVING count(*) > 1`,
})

const DOUBLED: readonly Check[] = [
  twice("runs", "key"),
  {
    name: "twice in runs by agent, slot",
    sql: "SELECT agent, slot, count(*) FROM runs WHERE slot IS NOT NULL GROUP BY agent, slot HAVING count(*) > 1",
  },
  twice("events", "source, external_id"),
  twice("candles", "asset, open_time"),
  twice("quotes", "asset, observed_at"),
  twice("news_articles", "source, external_id"),
  twice("sentiment_readings", "subject, source, observed_at"),
  twice("insights", "key"),
  twice("evidence", "insight_id, ordinal"),
  twice("content_plans", "key"),
  {
    name: "two plans in one slot of a channel",
    sql: `SELECT channel, scheduled_at FROM content_plans WHERE state NOT IN ('rejected', 'expired', 'failed')
      GROUP BY channel, scheduled_at HAVING count(*) > 1`,
  },
  {
    name: "quotes of a moment that no market scan had",
    sql: `SELECT asset, observed_at FROM quotes q
      WHERE NOT EXISTS (SELECT 1 FROM runs r WHERE r.agent = 'market-scan' AND r.moment = q.observed_at)`,
  },
]

const UNFINISHED: readonly Check[] = [
  {
    name: "run left past its lease or its wait",
    sql: "SELECT key, state FROM runs WHERE (state = 'running' AND lease_until <= $1) OR (state = 'waiting' AND retry_at <= $1)",
    params: (ended) => [end(ended)],
  },
  {
    name: "run given up",
    sql: "SELECT key, state, error_code, error_detail FROM runs WHERE state IN ('failed', 'dead') AND NOT key = ANY ($1::text[])",
    params: ({ cutOff }) => [JSON.stringify(cutOff).replace("[", "{").replace("]", "}")],
  },
  {
    name: "event not told for more than a minute",
    sql: "SELECT id, name, created_at FROM events WHERE dispatched_at IS NULL AND created_at < $1::timestamptz - interval '1 minute'",
    params: (ended) => [end(ended)],
  },
  {
    name: "slot of the last start that has not its run of each agent",
    // A slot that began as the studio was being stopped is nobody's fault.
    sql: `SELECT slot, agent FROM generate_series($1::timestamptz, $2::timestamptz - interval '10 minutes', ${SLOT}) AS slot, unnest($3::text[]) AS agent
      WHERE (SELECT count(*) FROM runs r WHERE r.slot = slot.slot AND r.agent = agent.agent AND r.state = 'succeeded') <> 1`,
    params: (ended) => [ended.firstSlot.toISOString(), end(ended), agents],
  },
]

const BROKEN: readonly Check[] = [
  {
    name: "insight without evidence",
    sql: "SELECT id FROM insights i WHERE NOT EXISTS (SELECT 1 FROM evidence e WHERE e.insight_id = i.id)",
  },
  {
    name: "insight that its run does not name, or that was not told exactly once",
    sql: `SELECT i.id, r.key, r.state FROM insights i JOIN runs r ON r.id = i.run_id
      WHERE r.state = 'succeeded' AND (NOT r.output->'insights' ? i.id
        OR (SELECT count(*) FROM events e WHERE e.name = 'insight.created' AND e.external_id = i.id AND e.run_id = r.id) <> 1)`,
  },
  {
    name: "run that names an insight which is not there",
    sql: `SELECT r.key, named.id FROM runs r, jsonb_array_elements_text(r.output->'insights') AS named (id)
      WHERE r.agent = 'analysis' AND r.state = 'succeeded' AND NOT EXISTS (SELECT 1 FROM insights i WHERE i.id = named.id)`,
  },
  {
    name: "plan that its run does not name, or that was not told exactly once",
    sql: `SELECT p.id, r.key, r.state FROM content_plans p JOIN runs r ON r.id = p.run_id
      WHERE r.state = 'succeeded' AND (NOT r.output->'plans' ? p.id
        OR (SELECT count(*) FROM events e WHERE e.name = 'plan.created' AND e.external_id = p.id AND e.run_id = r.id) <> 1)`,
  },
  {
    name: "evidence that differs from its candle",
    // The label names the field: `BTC close of the hour that closed ...`.
    sql: `SELECT e.insight_id, e.ref, e.label, e.value FROM evidence e
      LEFT JOIN candles c ON c.asset = split_part(e.ref, '/', 1) AND c.open_time = split_part(e.ref, '/', 2)::timestamptz
      WHERE e.kind = 'candle' AND e.value IS DISTINCT FROM CASE split_part(e.label, ' ', 2)
        WHEN 'open' THEN c.open WHEN 'high' THEN c.high WHEN 'low' THEN c.low WHEN 'close' THEN c.close WHEN 'volume' THEN c.volume END`,
  },
  {
    name: "evidence whose row is not there",
    sql: `SELECT e.insight_id, e.ref FROM evidence e WHERE (e.kind = 'story' AND NOT EXISTS (SELECT 1 FROM news_stories s WHERE s.id = e.ref))
      OR (e.kind = 'sentiment' AND NOT EXISTS (SELECT 1 FROM sentiment_readings s
        WHERE s.source = split_part(e.ref, '/', 1) AND s.subject = split_part(e.ref, '/', 2) AND s.observed_at = split_part(e.ref, '/', 3)::timestamptz))`,
  },
  {
    name: "hole in the candles",
    sql: `SELECT asset, lost FROM (SELECT asset, min(open_time) AS first, max(open_time) AS last FROM candles GROUP BY asset) AS spans,
        generate_series(first, last, interval '1 hour') AS lost
      WHERE NOT EXISTS (SELECT 1 FROM candles c WHERE c.asset = spans.asset AND c.open_time = lost)`,
  },
  {
    name: "candles that end before the last scan",
    sql: `SELECT asset, max(open_time) FROM candles GROUP BY asset HAVING max(open_time) <
      (SELECT date_trunc('hour', max(moment), 'UTC') - interval '1 hour' FROM runs WHERE agent = 'market-scan' AND state = 'succeeded')`,
  },
]

const OUTSIDE: readonly Check[] = [
  {
    name: "accepted command without its event, its audit row or its run",
    sql: `SELECT sent.key, sent.id FROM jsonb_to_recordset($1::jsonb) AS sent (key text, id text, agent text)
      LEFT JOIN events e ON e.id = sent.id AND e.source = 'operator' AND e.external_id = sent.key AND e.dispatched_at IS NOT NULL
      WHERE e.id IS NULL OR (SELECT count(*) FROM audit_log a WHERE a.subject = e.id) <> 1 OR e.data->>'agent' <> sent.agent
        OR NOT EXISTS (SELECT 1 FROM runs r WHERE r.agent = sent.agent AND r.slot = date_bin(${SLOT}, (e.data->>'at')::timestamptz, 'epoch'))`,
    params: ({ commands }) => [JSON.stringify(commands.filter(({ id }) => id !== null))],
  },
  {
    name: "command that nobody sent",
    // Somebody else may call a studio on the usual ports: only keys of our own form are ours to judge.
    sql: "SELECT id, external_id FROM events WHERE source = 'operator' AND external_id LIKE 'kill-test-%' AND NOT external_id = ANY ($1::text[])",
    params: ({ commands }) => [`{${commands.map(({ key }) => key).join(",")}}`],
  },
  {
    name: "told by the API and gone",
    sql: `SELECT told.id FROM jsonb_array_elements_text($1::jsonb) AS told (id)
      WHERE NOT EXISTS (SELECT 1 FROM insights i WHERE i.id = told.id) AND NOT EXISTS (SELECT 1 FROM runs r WHERE r.id = told.id AND r.state = 'succeeded')`,
    params: ({ told }) => [JSON.stringify([...told.insights, ...told.runs])],
  },
]

export const CHECKS: readonly Check[] = [...DOUBLED, ...UNFINISHED, ...BROKEN, ...OUTSIDE]

/** Every finding as a line, at most five of a check. */
export async function check(session: Session, ended: Ended): Promise<string[]> {
  // What an index says of a row could be what the kill broke: only the table itself is believed.
  for (const way of ["indexscan", "indexonlyscan", "bitmapscan"]) await session.query(`SET enable_${way} = off`)
  const findings: string[] = []
  for (const { name, sql, params } of CHECKS) {
    const { rows } = await session.query(sql, params?.(ended) ?? [])
    findings.push(...rows.slice(0, 5).map((row) => `${name}: ${row.join(" ")}`))
    if (rows.length > 5) findings.push(`${name}: and ${rows.length - 5} more`)
  }
  const { lost } = await listSkipped(session, ended)
  return [...findings, ...lost]
}

/**
 * Slots that an agent has no run of. Those that passed while the studio was down, or was cut off before it could take them up, are
 * covered by the next one it ran; one that it missed for no such reason is lost.
 */
export async function listSkipped(session: Session, { downs }: Ended): Promise<{ covered: number; lost: string[] }> {
  const { rows } = await session.query(
    `SELECT agent, extract(epoch FROM slot) * 1000,
        extract(epoch FROM (SELECT min(r.moment) FROM runs r WHERE r.agent = wanted.agent AND r.slot > slots.slot)) * 1000
      FROM unnest($1::text[]) AS wanted (agent), (SELECT min(slot) AS first, max(slot) AS last FROM runs) AS span,
        generate_series(first, last, ${SLOT}) AS slots (slot)
      WHERE NOT EXISTS (SELECT 1 FROM runs r WHERE r.agent = wanted.agent AND r.slot = slots.slot)`,
    [agents],
  )
  const lost = rows.filter(([, slot, next]) => {
    const until = next === null ? Infinity : Number(next)
    return !downs.some((down) => down.from.getTime() <= until && down.until.getTime() >= Number(slot))
  })
  return {
    covered: rows.length - lost.length,
    lost: lost.map(([agent, slot]) => `slot missed while the studio was up: ${agent} ${new Date(Number(slot)).toISOString()}`),
  }
}
