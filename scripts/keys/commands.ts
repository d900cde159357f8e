// What was asked of `npm run keys`, and what is asked of the ingest Worker for it?
import { parseArgs } from "node:util"

export const USAGE = `npm run keys -- COMMAND [options]

  make NAME          makes a key and shows it, once
    --scope SCOPE    what it may do, as often as you like; read:insights, where none is named
    --plan PLAN      free, pro or scale
    --ends DAY       on which day it ends, such as 2027-01-31
    --source NAME    what its events come from; needed for write:events and write:people
  list               lists the keys, the newest first
  rotate ID          gives a key another secret and shows it, once
    --grace HOURS    for how long the one that there is works too (24)
  revoke ID          a key opens nothing any more

  --url URL          the ingest Worker; the local world's, where none is given
  --json             the answer as it came`

/** A request to the ingest Worker, and how its answer is told. */
export type Wanted = {
  readonly method: "GET" | "POST" | "DELETE"
  readonly path: string
  readonly body: Readonly<Record<string, unknown>> | null
  readonly show: (answer: Answer) => string
}

export type Command = { readonly url: string | null; readonly isJson: boolean; readonly wanted: Wanted }

type Key = {
  readonly id: string
  readonly name: string
  readonly lastFour: string | null
  readonly scopes: readonly string[]
  readonly plan: string
  readonly expiresAt: string | null
  readonly revokedAt: string | null
}
export type Answer = {
  readonly id?: string
  readonly key?: string
  readonly previousUntil?: string | null
  readonly scopes?: readonly string[]
  readonly keys?: readonly Key[]
}

/** Throws an Error whose message is for the person who typed. */
export function readCommand(args: readonly string[]): Command {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      scope: { type: "string", multiple: true },
      plan: { type: "string" },
      ends: { type: "string" },
      source: { type: "string" },
      grace: { type: "string" },
      url: { type: "string" },
      json: { type: "boolean", default: false },
    },
  })
  const [name = "", ...rest] = positionals
  const subject = rest.join(" ")
  const around = { url: values.url ?? null, isJson: values.json }
  if (name === "list") return { ...around, wanted: { method: "GET", path: "/api/v1/keys", body: null, show: showList } }
  if (subject === "") throw new Error(name === "make" ? "Whose key is it? npm run keys -- make NAME" : USAGE)
  if (name === "make") return { ...around, wanted: toMake(subject, values) }
  const path = `/api/v1/keys/${encodeURIComponent(subject)}`
  if (name === "rotate") {
    const graceHours = Number(values.grace ?? 24)
    return { ...around, wanted: { method: "POST", path: `${path}/rotation`, body: { graceHours }, show: showRotated } }
  }
  if (name === "revoke")
    return {
      ...around,
      wanted: {
        method: "DELETE",
        path,
        body: null,
        show: () => "Revoked. It opens nothing any more, half a minute from now at the latest.",
      },
    }
  throw new Error(USAGE)
}

type Making = { readonly scope?: string[]; readonly plan?: string; readonly ends?: string; readonly source?: string }

function toMake(name: string, { scope = ["read:insights"], plan, ends, source }: Making): Wanted {
  const body = {
    name,
    scopes: scope,
    ...(plan === undefined ? {} : { plan }),
    ...(source === undefined ? {} : { source }),
    ...(ends === undefined ? {} : { expiresAt: /^\d{4}-\d{2}-\d{2}$/.test(ends) ? `${ends}T00:00:00Z` : ends }),
  }
  return { method: "POST", path: "/api/v1/keys", body, show: showMade }
}

const showMade = ({ id, key, scopes = [] }: Answer): string =>
  `\n  ${key}\n\nIt is shown only now. Its id is ${id}; it may ${scopes.join(", ")}.\nSend it as: -H "Authorization: Bearer ${key}"`

const showRotated = ({ key, previousUntil }: Answer): string =>
  `\n  ${key}\n\nIt is shown only now. The one from before ${previousUntil == null ? "opens nothing any more" : `works until ${previousUntil}`}.`

function showList({ keys = [] }: Answer): string {
  if (keys.length === 0) return "No program has a key yet: npm run keys -- make NAME"
  const lines = keys.map(({ id, name, lastFour, scopes, plan, expiresAt, revokedAt }) => {
    const state = revokedAt !== null ? "revoked" : expiresAt !== null ? `until ${expiresAt.slice(0, 10)}` : ""
    return [id, `cck_...${lastFour ?? "????"}`, plan, scopes.join(","), state, name]
  })
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines
    .map((line) =>
      line
        .map((text, i) => text.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n")
}

export type Problem = { readonly title: string; readonly detail: string; readonly errors?: readonly { pointer: string; detail: string }[] }

/** A refusal in words. */
export const problemText = (status: number, { title, detail, errors = [] }: Problem): string =>
  [`${title} (${status}): ${detail}`, ...errors.map((each) => `  ${each.pointer}: ${each.detail}`)].join("\n")
