// What was published, what does each of its figures rest on, and who let it go out? One post, for anyone to check.
import { findInsight } from "../../../shared/db/queries/insights.ts"
import { findPost } from "../../../shared/db/queries/posts.ts"
import { citedFigures } from "../../../shared/domain/cited-figures.ts"
import type { Language } from "../../../shared/domain/post.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { pictureLink, postLink, postPage as postAddress } from "../links.ts"
import { page } from "../page.ts"
import { PostId } from "../shapes/post.ts"
import { wordsText } from "./format.ts"
import { FiguredText } from "./figured-text.tsx"
import { EvidenceTable } from "./insight.tsx"
import { Layout } from "./layout.tsx"
import { Badge, Card, OutLink, When } from "./parts.tsx"

type Post = NonNullable<Awaited<ReturnType<typeof findPost>>>
type Insight = NonNullable<Awaited<ReturnType<typeof findInsight>>>

const CHANNELS = { x: "X", telegram: "Telegram", discord: "Discord", feed: "the studio's own feed" } as const
const LANGUAGES: Readonly<Record<Language, string>> = { en: "English", nl: "Dutch" }

export const postPage = page({
  path: "/posts/{id}",
  params: { id: PostId },
  async render({ frame, services: { db, clock }, params: { id } }) {
    const post = await findPost(db, id)
    const insight = post === null ? null : await findInsight(db, post.insightId)
    if (post === null || insight === null) throw new Failure("not-found", "There is no post with this id that is open to all.")
    const now = clock.now()
    const title = post.title ?? `${post.asset}: ${wordsText(post.insightType)}`
    return (
      <Layout title={title} section={null} frame={frame}>
        <p class="crumb">
          <a href="/">Overview</a> › Post
        </p>
        {post.correctionId !== null && (
          <p class="notice" role="note">
            A row that this post cites has changed since. <a href={postAddress(post.correctionId)}>The correction</a> says what.
          </p>
        )}
        <article lang={post.language}>
          <div class="intro">
            <h1>{title}</h1>
            <Meta post={post} now={now} />
          </div>
          <Text post={post} />
        </article>
        <Card
          title="Evidence"
          answer={{ ok: true, value: insight.evidence }}
          show={(rows) => <EvidenceTable rows={rows} now={now} />}
          aside={<span class="small muted">stored rows, as they were when the insight was made</span>}
        />
        <Card
          title="How it came to be"
          answer={{ ok: true, value: insight }}
          show={(value) => <Origin post={post} insight={value} now={now} />}
        />
      </Layout>
    )
  },
})

const Meta = ({ post, now }: { post: Post; now: Date }) => (
  <div class="meta">
    <b>{post.asset}</b>
    <Badge>{CHANNELS[post.channel]}</Badge>
    <Badge>{LANGUAGES[post.language]}</Badge>
    <span>
      published <When at={post.publishedAt} now={now} />
    </span>
    {post.url !== null && post.channel !== "feed" && <OutLink href={post.url}>where it stands</OutLink>}
    <a href={postLink(post.id)}>as JSON</a>
  </div>
)

function Text({ post }: { post: Post }) {
  const insight = `/insights/${post.insightId}`
  return (
    <section class="card post">
      {post.parts.map((text, i) => {
        const figures = citedFigures(text, post.claims, post.language).map(({ start, end, claim }) => ({ start, end, row: claim.evidence }))
        return (
          <p class="said" id={`part-${i + 1}`}>
            <FiguredText text={text} figures={figures} insight={insight} />
          </p>
        )
      })}
      {post.mediaHash !== null && (
        <figure>
          <img src={pictureLink(post.mediaHash)} alt={post.alt ?? ""} width="1200" height="630" loading="lazy" />
          <figcaption class="small muted">{post.alt}</figcaption>
        </figure>
      )}
      <p class="tiny muted">Underlined figures lead to the stored row, or to the insight, that they rest on.</p>
    </section>
  )
}

const AUTHORS: readonly [RegExp, string][] = [
  [/^studio$/, "the studio's own writer, from the insight's rows"],
  [/^model:/, "a language model, and every figure of it checked against the rows"],
  [/^operator$/, "a person, and every figure of it checked against the rows"],
]
const authorText = (author: string): string => AUTHORS.find(([pattern]) => pattern.test(author))?.[1] ?? author
const VIA = {
  dashboard: "by a person, on the dashboard",
  telegram: "by a person, on Telegram",
  key: "by the operator's program",
  rule: "by a rule of the operator",
} as const

const Origin = ({ post, insight, now }: { post: Post; insight: Insight; now: Date }) => (
  <dl class="facts">
    <div>
      <dt>Insight</dt>
      <dd>
        <a href={`/insights/${post.insightId}`}>{insight.headline}</a>
      </dd>
    </div>
    <div>
      <dt>Written by</dt>
      <dd>{authorText(post.author)}</dd>
    </div>
    <div>
      <dt>Approved</dt>
      <dd>
        {post.approvedAt === null || post.approvedVia === null ? (
          "–"
        ) : (
          <>
            {VIA[post.approvedVia]}, <When at={post.approvedAt} now={now} />
          </>
        )}
      </dd>
    </div>
    <div>
      <dt>Approved text</dt>
      <dd>
        SHA-256 <code class="wrap">{post.hash}</code>, over text, picture, channel and time
      </dd>
    </div>
  </dl>
)
