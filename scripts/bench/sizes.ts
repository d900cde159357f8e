// How large is a row, with its indexes?
import type { Cell, Table } from "./report.ts"
import type { Bench } from "./section.ts"

/** What a row takes on disk, with its indexes: the arithmetic of docs/scale.md begins here. */
export async function sizes({ stand }: Bench): Promise<Table> {
  await stand.exec("VACUUM (ANALYZE)")
  const { rows } = await stand.client.query<{ name: string; rows: string; heap: string; indexes: string }>(`
    SELECT t.name, sum(c.reltuples)::bigint AS rows, sum(pg_table_size(c.oid)) AS heap, sum(pg_indexes_size(c.oid)) AS indexes
    FROM unnest(ARRAY['user_interactions', 'interaction_keys', 'community_users', 'user_identities', 'published_content']) AS t (name)
    JOIN pg_class AS c ON c.oid = t.name::regclass AND c.relkind = 'r' OR c.oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = t.name::regclass)
    GROUP BY t.name ORDER BY t.name`)
  return {
    title: "Bytes of a row",
    columns: ["table", "rows", "bytes of a row", "of its indexes", "in all"],
    rows: rows.map(({ name, rows: count, heap, indexes }): Cell[] => {
      const [n, own, more] = [Number(count), Number(heap), Number(indexes)]
      return [name, n, Math.round(own / n), Math.round(more / n), Math.round((own + more) / n)]
    }),
  }
}
