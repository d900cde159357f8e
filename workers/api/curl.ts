// How is an operation asked from a shell? A line of curl that can be copied as it stands, with a path that leads to something.
import type { DocOperation } from "./doc-operations.ts"

/** What stands for each path's names: ids that exist; a path that isn't known keeps them. */
export type Fill = (path: string) => string

/** Rows that a list is asked for, so that an answer fits the screen. */
const ROWS = "2"

/**
 * `base` is an address, or a variable of the shell such as `$INGEST`. A key is the shell's `$KEY`. Single quotes keep everything else from the shell.
 */
export function curlOf(operation: DocOperation, base: string, fill: Fill): string {
  const { method, path, body, needsKey, media } = operation
  const query = queryOf(operation)
  const filled = `${base}${fill(path)}${query === "" ? "" : `?${query}`}`
  const isStream = media === "text/event-stream"
  const first = [
    `curl ${isStream ? "-sN" : "-s"}`,
    ...(method === "GET" || (method === "POST" && body !== null) ? [] : [`-X ${method}`]),
    base.startsWith("$") ? `"${filled}"` : quoted(filled),
  ].join(" ")
  return [
    first,
    ...(needsKey ? ['-H "Authorization: Bearer $KEY"'] : []),
    ...(body === null ? [] : ['-H "Content-Type: application/json"', `-d ${quoted(JSON.stringify(body))}`]),
  ].join(" \\\n  ")
}

/** What must be given, and a short page. */
function queryOf({ parameters }: DocOperation): string {
  const asked = parameters
    .filter(({ place, name, isRequired }) => place === "query" && (isRequired || name === "limit"))
    .map(({ name, example }) => [name, name === "limit" ? ROWS : (example ?? "")])
  return new URLSearchParams(asked).toString()
}

/** As one word of a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`
