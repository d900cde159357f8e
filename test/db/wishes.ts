// What people ask for about themselves, as stored events, and what they had done before.
import type { EventData, EventName } from "../../shared/domain/event.ts"
import type { TestDatabase } from "./database.ts"

type PersonEvent = Extract<EventName, `person.${string}`>

export async function insertWish<N extends PersonEvent>(
  { postgres }: TestDatabase,
  id: string,
  name: N,
  data: EventData<N>,
): Promise<void> {
  await postgres.query(
    "INSERT INTO events (id, name, source, external_id, data, created_at) VALUES ($1, $2, 'operator', $1, $3::jsonb, '2026-11-21T12:00Z')",
    [id, name, JSON.stringify(data)],
  )
}

/** Ada on X and on Telegram, still two people, with so many interactions together, and the wish to join them. */
export async function seedWish(database: TestDatabase, rows: number): Promise<void> {
  await database.postgres.exec(`
    INSERT INTO community_users (id, first_seen_at) VALUES (1001, '2026-11-01T00:00Z'), (1002, '2026-11-02T00:00Z');
    INSERT INTO user_identities (platform, external_id, user_id, first_seen_at)
    VALUES ('x', 'ada', 1001, '2026-11-01T00:00Z'), ('telegram', '77', 1002, '2026-11-02T00:00Z');
    INSERT INTO user_interactions (user_id, at, type, milli_value, platform, source, external_id, stored_at)
    SELECT CASE WHEN n % 2 = 0 THEN 1001 ELSE 1002 END, t, 1, 1000, CASE WHEN n % 2 = 0 THEN 'x' ELSE 'telegram' END, 'app', 'w' || n, t
    FROM generate_series(1, ${rows}) AS n, LATERAL (SELECT timestamptz '2026-11-21T12:00Z' - n * interval '1 minute' AS t) AS v;
    INSERT INTO interaction_keys (source, external_id, user_id, at) SELECT source, external_id, user_id, at FROM user_interactions WHERE source = 'app'`)
  await insertWish(database, "evt_0000000001", "person.link-requested", {
    a: { platform: "x", id: "ada" },
    b: { platform: "telegram", id: "77" },
    how: "said so in the chat",
    at: "2026-11-21T11:59:00.000Z",
  })
}
