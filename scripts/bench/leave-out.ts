// What would a statement be without one of its writes? For measuring what that write costs.

/**
 * The statement without the CTE that inserts into `table`: in its place stands one that gives no row. Throws where there is no such CTE, so that
 * nothing is measured that isn't so.
 */
export function leaveOut(sql: string, table: string): string {
  const insert = sql.search(new RegExp(`INSERT INTO ${table}\\b`))
  const open = sql.lastIndexOf("(", insert)
  if (insert < 0 || !/ AS (NOT MATERIALIZED |MATERIALIZED )?$/.test(sql.slice(0, open))) throw new Error(`no part inserts into ${table}`)
  let depth = 0
  for (let i = open; i < sql.length; i += 1) {
    if (sql[i] === "(") depth += 1
    if (sql[i] === ")") depth -= 1
    if (depth === 0) return `${sql.slice(0, open)}(SELECT 1 WHERE false${sql.slice(i)}`
  }
  throw new Error(`the part that inserts into ${table} never ends`)
}
