// What does this Worker say of itself? The description of the commands that it takes, with an example of each request and answer.
import { type ApiInfo, type Examples, type Json, newOpenApi } from "../../shared/kit/openapi.ts"
import type { IngestRoute } from "./endpoint.ts"
import EXAMPLES from "./examples.json" with { type: "json" }

const INFO: ApiInfo = {
  title: "Content Creator: commands and events",
  version: "1",
  description: "What the operator tells the studio to do, and what programs tell it of its community.",
  tags: [
    { name: "Commands", description: "Stored once, passed on at least once, done once." },
    { name: "Approval", description: "A decision is about exactly one version of a text. The answer says whether it holds now." },
    { name: "Strategy", description: "Which values the content strategy works with; every change is a version that can be taken back." },
    { name: "Sessions", description: "Who is signed in to the dashboard." },
    { name: "Events", description: "What people do on the platforms: accepted is stored, and counted once, for ever." },
    { name: "Keys", description: "Which programs may tell the studio something, and what." },
    {
      name: "Webhooks",
      description: "Who is told of insights and posts, by messages as Standard Webhooks has them: signed, and sent again for days.",
    },
    { name: "People", description: "What people ask for about themselves: done by an agent, a moment after it is stored." },
    { name: "Operation", description: "Whether commands can be taken." },
  ],
  keys: "The operator's key, or a program's that he made: `Authorization: Bearer KEY`. Each operation says which.",
  isGated: false,
}

export const describeIngest = (endpoints: readonly IngestRoute[], examples: Examples = EXAMPLES): Json =>
  newOpenApi(INFO, endpoints, examples)
