// What was done a moment ago? A form leads back to its page with one of these codes, never with words of its own.
import * as z from "zod"

export const DONE = {
  "signed-out": "You are signed out.",
  "run-asked": "The agent was asked to run. Its run stands here in a moment; a slot that it has run for is not run again.",
  approved: "Approved, exactly as it stands here.",
  rejected: "Rejected. Nothing of it goes out.",
  edited: "Saved as a new version. What was approved before is void.",
  "list-approved": "Approved, each exactly as it stood in the list.",
  stopped: "Stopped. Nothing leaves until you let it go on.",
  resumed: "It goes on.",
  "turned-on": "Turned on: approved posts leave the house from now on.",
  "turned-off": "Turned off: posts are only rehearsed from now on.",
  asking: "Reviewers are asked on Telegram from now on.",
  "not-asking": "No reviewer is asked on Telegram any more.",
  telling: "Webhooks are turned on: endpoints are told of what happens from now on.",
  "not-telling": "Webhooks are turned off: nobody is told anything.",
  "webhook-made": "The endpoint is made.",
  "webhook-changed": "Changed.",
  "webhook-asked": "It is sent in a moment; what became of it stands here then.",
  "webhook-deleted": "Deleted, with its address. What waited for it is never sent.",
  "rolled-back": "Taken back. Runs that begin from now on work with what stood before.",
  "trial-began": "On trial from now on: four of five runs work with it, and it is measured against the fifth.",
  replayed: "Put back. It is counted in a moment, or stands here again with its reason.",
  "key-revoked": "Revoked. It opens nothing any more, half a minute from now at the latest.",
  settled: "Noted. Publishing goes on from there.",
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
