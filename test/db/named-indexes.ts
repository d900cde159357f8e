// Which of the seven indexes that the seeds name stand here, or what better one does their work? The page about it is written from this list.

type Named = {
  readonly name: string
  readonly columns: string
  /** The index that does its work here; null: nothing does, since there is nothing to search. */
  readonly ours: { readonly name: string; readonly columns: string } | null
  readonly why: string
  /** The question whose plan shows it; null: none, or that of another one. */
  readonly question: string | null
  /** Most rows read for each row given, and why where it is more than ten. */
  readonly readsAtMost: number
  readonly because?: string
}

export const NAMED_INDEXES: readonly Named[] = [
  {
    name: "idx_content_status_date",
    columns: "status, created_at",
    ours: { name: "content_plans_by_state", columns: "content_plans (state, scheduled_at)" },
    why: "The desk asks for plans of a state by when they are due, not by when they were made. Beside it a partial index holds only what is still open (`content_plans_open`).",
    question: "listPlansInStates",
    readsAtMost: 10,
  },
  {
    name: "idx_user_engagement",
    columns: "user_id, created_at",
    ours: { name: "user_interactions_of_person", columns: "user_interactions (user_id, at) INCLUDE (type, milli_value, stored_at)" },
    why: "The same columns, on each month's partition, and what a score is added up from with them: scoring everyone and explaining a score read the index alone.",
    question: "explainScore",
    readsAtMost: 100,
    because: "it adds up every interaction of one person within the window",
  },
  {
    name: "idx_insights_confidence",
    columns: "confidence, created_at",
    ours: { name: "insights_by_moment", columns: "insights (made_at DESC, key)" },
    why: "No question here asks for insights above a confidence. What is to become a post is looked for among those that nobody has decided on, which are few and young; the judgement weighs their probability. Readers list them by time, asset or type, each with its own index; an id is in the order of time.",
    question: "listInsightsMadeSince",
    readsAtMost: 10,
  },
  {
    name: "idx_abtest_status",
    columns: "test_id, status",
    ours: null,
    why: "There are no A/B tests yet, so there is no table to put it on. It comes with them, where a plan shows that it pays.",
    question: null,
    readsAtMost: 0,
  },
  {
    name: "idx_user_interaction_user_timestamp",
    columns: "user_id, timestamp",
    ours: { name: "user_interactions_of_person", columns: "user_interactions (user_id, at) INCLUDE (type, milli_value, stored_at)" },
    why: "The other document's name for `idx_user_engagement`: one index does the work of both, as the plan there shows.",
    question: null,
    readsAtMost: 0,
  },
  {
    name: "idx_community_user_tier_engagement",
    columns: "tier, engagement_score",
    ours: { name: "engagement_scores_ranked", columns: "engagement_scores (micro_points DESC, user_id)" },
    why: "A score on the person's own wide row makes each rescore write the row and all its indexes. Scores stand in a narrow table, ranked by uncapped points; the tier is looked up for the few that are asked for, or by `community_users_offerable` where few may be asked at all.",
    question: "listMostEngaged",
    readsAtMost: 10,
  },
  {
    name: "idx_published_content_platform_published",
    columns: "platform, published_at",
    ours: { name: "published_content_of_channel", columns: "published_content (channel, published_at DESC, id DESC)" },
    why: "The same, in the order of the pages: the id tells posts of one moment apart.",
    question: "listPosts",
    readsAtMost: 10,
  },
]

export type Shown = { readonly shape: string; readonly read: number; readonly given: number }

/** The page. `shown`: how each question was answered. */
export function writePage(shown: ReadonlyMap<string, Shown>): string {
  const parts = NAMED_INDEXES.map(({ name, columns, ours, why, question, because }) => {
    const plan = question === null ? undefined : shown.get(question)
    const reads = plan && `\`${question}\` gives ${rows(plan.given)} and reads ${plan.read}${because === undefined ? "" : `: ${because}`}.`
    return [
      `## ${name}`,
      `Theirs: (${columns}). Ours: ${ours === null ? "none" : `\`${ours.name}\`, ${ours.columns}`}.`,
      why,
      ...(plan ? [`${reads}`, `\`\`\`\n${plan.shape}\n\`\`\``] : []),
    ].join("\n\n")
  })
  return `${HEAD}\n\n${parts.join("\n\n")}\n`
}

const rows = (count: number): string => `${count} row${count === 1 ? "" : "s"}`

const HEAD = `# The seven named indexes

The two documents about performance name seven indexes. Each stands here, or a better one does, or the reason why not. This page is written by \`test/db/questions.test.ts\`
(\`npx vitest run --project sql test/db/questions.test.ts -u\`): the plans are those of the studio's own questions on some 10,000 rows a table, with real statistics. Names of
partitions are shortened to \`_MONTH\`. The plans of all list questions stand in \`test/db/plans.snap.txt\`; how long they take at a million rows is what \`npm run bench\` prints.`
