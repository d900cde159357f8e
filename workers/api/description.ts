// What does the API say of itself? The description of its endpoints, with an example of each answer.
import { type ApiInfo, type Examples, type Json, newOpenApi } from "../../shared/kit/openapi.ts"
import type { ApiRoute } from "./endpoint.ts"
import EXAMPLES from "./examples.json" with { type: "json" }

const INFO: ApiInfo = {
  title: "Content Creator",
  version: "1",
  description: "What an autonomous crypto studio saw, did and concluded. Every figure is a stored row that can be read here.",
  tags: [
    { name: "Insights", description: "Findings with their evidence, a probability and a statement that time settles." },
    { name: "Posts", description: "What was published: the exact approved texts, each figure with its row." },
    { name: "Market", description: "Candles and quotes, each with what a second source says." },
    { name: "News", description: "Stories with the articles that tell them." },
    { name: "Sentiment", description: "The mood of the market and of single assets." },
    { name: "Analytics", description: "What posts came to, how runs went and what rises: sums, with how sure they are." },
    { name: "Exports", description: "Everything of a kind in one answer, a line each, however much it is." },
    { name: "Streams", description: "What is new, as it comes: server-sent events." },
    { name: "Operation", description: "The agents, their runs, and how the studio is." },
  ],
  keys: "Everything that is public needs no key: one raises the limits, and opens what its scopes name. `Authorization: Bearer cck_...`.",
  isGated: true,
}

export const describeApi = (endpoints: readonly ApiRoute[], examples: Examples = EXAMPLES): Json => newOpenApi(INFO, endpoints, examples)
