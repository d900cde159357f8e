// Reads the feeds and keeps what is new, told as stories.
import * as z from "zod"
import { insertNews, listKnownArticles, listStoriesAsOf } from "../../../shared/db/queries/news.ts"
import { listSourceStates } from "../../../shared/db/queries/sources.ts"
import type { FeedSource } from "../../../shared/domain/news.ts"
import { profileOf } from "../../../shared/domain/agents.ts"
import { Slot } from "../../../shared/domain/run.ts"
import type { FeedReader, FeedState } from "../../../shared/integrations/sources.ts"
import { defineAgent } from "../contract.ts"
import { tolerated } from "../tolerate.ts"
import { decide, TUNABLES } from "./decide.ts"

const STORY_HOURS = 48

/** One feed's answer; a feed that fails says so and offers nothing. */
async function read(feed: FeedSource, state: FeedState, reader: FeedReader) {
  try {
    const answer = await reader.read(feed.url, state)
    return { source: feed.name, failure: null, items: answer.changed ? answer.items : [], state: answer.changed ? answer.state : state }
  } catch (thrown) {
    return { source: feed.name, failure: tolerated(thrown), items: [], state }
  }
}

export const newsScan = defineAgent({
  ...profileOf("news-scan"),
  emits: [],
  needs: ["db", "feeds", "watch"],
  tunables: TUNABLES,
  input: z.object({ slot: Slot }),
  output: z.object({ offered: z.int(), articles: z.int(), stories: z.int(), failedSources: z.array(z.string()) }),
  key: ({ slot }) => `news-scan:${slot}`,
  async gather({ db, feeds, watch }, _input, at) {
    const states = await listSourceStates(
      db,
      feeds.list.map((feed) => feed.name),
    )
    const stateOf = (name: string): FeedState => states.find((row) => row.source === name) ?? { etag: null, lastModified: null }
    const answers = await Promise.all(feeds.list.map((feed) => read(feed, stateOf(feed.name), feeds.reader)))
    const items = answers.flatMap(({ source, items: offered }) => offered.map((item) => ({ source, item })))
    const known = await listKnownArticles(
      db,
      items.map(({ source, item }) => ({ source, externalId: item.externalId })),
      at.now,
    )
    return {
      items,
      knownExternalIds: new Set(known.map((row) => `${row.source}\n${row.externalId}`)),
      stories: await listStoriesAsOf(db, at.now, STORY_HOURS, false),
      assets: watch,
      sources: answers.map(({ source, failure, state }) => ({ source, failure, etag: state.etag, lastModified: state.lastModified })),
    }
  },
  decide: (facts, reply, policy, at) => ({ ...decide(facts, reply, policy, at), sources: facts.sources, offered: facts.items.length }),
  async act({ db }, { articles, stories, sources, offered }, at) {
    const inserted = await insertNews(db, { articles, stories, sources }, at.now)
    const failedSources = sources.flatMap((row) => (row.failure === null ? [] : [row.source]))
    return { output: { offered, articles: inserted, stories: stories.length, failedSources }, emits: [] }
  },
})
