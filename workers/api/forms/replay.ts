// The button that puts an event which could not be counted back, to be counted again.
import * as z from "zod"
import { operatorForm } from "../form.ts"

const AsideId = z.string().regex(/^asd_[0-9a-z]{10,60}$/, "must be the id of an event set aside")

export const replayForm = operatorForm({
  path: "/audience/replay",
  fields: { event: AsideId },
  command: ({ event }) => ({ method: "POST", path: "/api/v1/events/replays", body: { ids: [event] } }),
  next: "/audience#aside",
  done: "replayed",
})
