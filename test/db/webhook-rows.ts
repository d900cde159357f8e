// Endpoints that listen, and events to be told, as rows.
import { RECEIVER_HOST } from "../world/hosts/webhook-receiver.ts"
import type { TestDatabase } from "./database.ts"

export const WEBHOOK_KEY = "a-webhook-key-of-the-tests-0123456789"

const padded = (number: number): string => String(number).padStart(10, "0")
export const endpointId = (number: number): string => `whe_${padded(number)}`
export const eventId = (number: number): string => `evt_${padded(number)}`
export const messageId = (number: number): string => `msg_${padded(number)}`
export const insightId = (number: number): string => `ins_${padded(number)}`

/** Endpoints with these numbers, each at a path of its own unless told otherwise, that have listened since `since`. */
export async function insertEndpoints(
  { postgres }: TestDatabase,
  numbers: { readonly from: number; readonly to: number },
  { since, path = "/", events = "{insight.created,post.published}" }: { since: Date; path?: string; events?: string },
): Promise<void> {
  await postgres.query(
    `INSERT INTO webhook_endpoints (id, url, description, events, state, secret_version, created_at, changed_at)
     SELECT 'whe_' || lpad(n::text, 10, '0'), $3 || CASE WHEN $4 = '/' THEN '/' || n ELSE $4 END, '', $6::text[], 'on', 1, $5::timestamptz, $5::timestamptz
     FROM generate_series($1::int, $2::int) AS n`,
    [String(numbers.from), String(numbers.to), `https://${RECEIVER_HOST}`, path, since.toISOString(), events],
  )
}

/** Insights that were told, one event each, at that moment. */
export async function insertInsightEvents(
  { postgres }: TestDatabase,
  numbers: { readonly from: number; readonly to: number },
  at: Date,
): Promise<void> {
  await postgres.query(
    `INSERT INTO events (id, name, source, external_id, data, created_at, dispatched_at)
     SELECT 'evt_' || lpad(n::text, 10, '0'), 'insight.created', 'analysis', 'e' || n,
       jsonb_build_object('id', 'ins_' || lpad(n::text, 10, '0'), 'asset', 'BTC', 'type', 'breakout'), $3::timestamptz, $3::timestamptz
     FROM generate_series($1::int, $2::int) AS n`,
    [String(numbers.from), String(numbers.to), at.toISOString()],
  )
}

export const turnWebhooksOn = ({ postgres }: TestDatabase, isOn = true) =>
  postgres.exec(
    `INSERT INTO switches (scope, is_on, changed_by, changed_at) VALUES ('live:webhook', ${isOn}, 'test', '2026-11-20T12:00Z')
     ON CONFLICT (scope) DO UPDATE SET is_on = excluded.is_on`,
  )
