// What was done a moment ago? A form leads back to its page with one of these codes, never with words of its own.
import * as z from "zod"

export const DONE = {
  "signed-out": "You are signed out.",
  "run-asked": "The agent was asked to run. Its run stands here in a moment; a slot that it has run for is not run again.",
} as const

export type DoneCode = keyof typeof DONE

const codes = Object.keys(DONE) as [DoneCode, ...DoneCode[]]

/** The query parameter of a page that a form leads back to. */
export const Done = z.enum(codes, `must be one of ${codes.join(", ")}`).optional()

/** The path with the code in its query, before a fragment. */
export function withDone(path: string, code: DoneCode): string {
  const [page = "", fragment] = path.split("#", 2)
  return `${page}${page.includes("?") ? "&" : "?"}done=${code}${fragment === undefined ? "" : `#${fragment}`}`
}
