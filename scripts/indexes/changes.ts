// Which indexes came after their tables were filled? Each can be built on a live database before the migration that makes it everywhere else.

export type IndexChange = {
  /** A migration makes it too, with IF NOT EXISTS. */
  readonly name: string
  readonly table: string
  /** What follows the table's name. */
  readonly definition: string
  /** The index that it stands for, which goes then, and comes back with a roll-back. */
  readonly replaces?: { readonly name: string; readonly definition: string }
  readonly why: string
}

export const INDEX_CHANGES: readonly IndexChange[] = [
  {
    name: "published_content_of_channel",
    table: "published_content",
    definition: "(channel, published_at DESC, id DESC)",
    replaces: { name: "published_content_by_channel", definition: "(channel, published_at DESC)" },
    why: "without the id a page of a channel was read from all posts, four times as many rows",
  },
  {
    name: "published_content_of_week_by_rate",
    table: "published_content",
    definition:
      "(date_trunc('week', published_at AT TIME ZONE 'UTC'), micro_rate DESC, id DESC) WHERE micro_rate IS NOT NULL AND impressions >= 100 AND removed_at IS NULL",
    replaces: { name: "published_content_by_rate", definition: "(micro_rate DESC, id DESC) WHERE micro_rate IS NOT NULL" },
    why: "from a ranking of all time the best of a month were looked for among all the years before",
  },
  {
    name: "published_content_of_week_by_views",
    table: "published_content",
    definition:
      "(date_trunc('week', published_at AT TIME ZONE 'UTC'), impressions DESC, id DESC) WHERE impressions IS NOT NULL AND removed_at IS NULL",
    replaces: { name: "published_content_by_views", definition: "(impressions DESC, id DESC) WHERE impressions IS NOT NULL" },
    why: "the same for the most viewed: a month of posts was read and sorted",
  },
  {
    name: "runs_of_agent_by_slot",
    table: "runs",
    definition: "(agent, slot) WHERE slot IS NOT NULL",
    why: "an agent's runs of some weeks were read from those of all agents",
  },
  {
    name: "user_interactions_of_person",
    table: "user_interactions",
    definition: "(user_id, at) INCLUDE (type, milli_value, stored_at)",
    replaces: { name: "user_interactions_scoring", definition: "(user_id, at) INCLUDE (type, milli_value)" },
    why: "without the moment it was stored each interaction that explains a score was read from the table",
  },
  {
    name: "insights_by_deadline",
    table: "insights",
    definition: "(deadline DESC, id DESC)",
    why: "what became of claims is asked by their deadline",
  },
  ...["asset", "format", "topic"].map((column) => ({
    name: `published_content_of_${column}`,
    table: "published_content",
    definition: `(${column}, published_at DESC, id DESC)`,
    why: `a page of posts of one ${column} was read from all posts`,
  })),
  {
    name: "news_stories_by_source",
    table: "news_stories",
    definition: "USING gin (sources)",
    why: "stories that one source carries were looked for among all",
  },
  {
    name: "insights_by_moment",
    table: "insights",
    definition: "(made_at DESC, key)",
    replaces: { name: "insights_by_made_at", definition: "(made_at DESC)" },
    why: "without the key the insights of each moment were sorted, which took as long as reading them",
  },
  {
    name: "sentiment_readings_by_moment",
    table: "sentiment_readings",
    definition: "(observed_at, subject, source)",
    replaces: { name: "sentiment_readings_by_time", definition: "(observed_at DESC)" },
    why: "the same for the readings of each moment",
  },
  {
    name: "post_readings_gone",
    table: "post_readings",
    definition: "(post_id) WHERE state = 'gone'",
    why: "whether a post is gone was looked for among all its readings",
  },
  {
    name: "drafts_refused",
    table: "drafts",
    definition: "(plan_id) WHERE version = 1 AND NOT passes",
    why: "each plan of three weeks looked up whether its first version was refused",
  },
]
