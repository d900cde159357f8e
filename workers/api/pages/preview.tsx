// How will a post look where it is read? One shape for each platform, drawn from the exact texts that go out.
import type { Child } from "hono/jsx"
import { channelPlace } from "./channel-words.ts"
import type { ChannelName } from "../../../shared/domain/post.ts"
import { maxLength, TEXT_LIMITS, textLength } from "../../../shared/domain/text-length.ts"
import { pictureLink } from "../links.ts"
import { clockText, dayText } from "./format.ts"
import { MarkedText } from "./marked-text.tsx"
import type { MarkedText as Marked } from "./marks.ts"

export type Previewed = {
  readonly channel: ChannelName
  readonly language: string
  readonly texts: readonly Marked[]
  readonly mediaHash: string | null
  /** The version has or will have a picture. */
  readonly hasPicture: boolean
  readonly scheduledAt: Date
}

const NAME = "Content Creator"

const partsOf = ({ texts }: Previewed): Marked[] => texts.filter(({ place }) => typeof place === "number")
const textAt = ({ texts }: Previewed, place: "title" | "alt"): Marked | undefined => texts.find((text) => text.place === place)

const Avatar = () => (
  <span class="avatar" aria-hidden="true">
    <svg width="20" height="20" viewBox="0 0 22 22">
      <path d="M3 17 8 10 12 13 19 4" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  </span>
)

/** The post as its channel shows it. `language` is the text's own, for screen readers. */
export function Preview({ post }: { post: Previewed }) {
  const Shape = SHAPES[post.channel]
  return (
    <figure class={`preview on-${post.channel}`} aria-label={`As ${channelPlace(post.channel)} shows it`}>
      <div lang={post.language}>
        <Shape post={post} />
      </div>
    </figure>
  )
}

function Picture({ post }: { post: Previewed }) {
  const alt = textAt(post, "alt")
  if (!post.hasPicture) return <></>
  if (post.mediaHash === null) return <p class="picture-missing">The picture is still being drawn.</p>
  return <img class="picture" src={pictureLink(post.mediaHash)} alt={alt?.text ?? ""} width="1200" height="630" />
}

/** Under the preview: what those hear who can't see the picture. */
export function AltText({ post }: { post: Previewed }) {
  const alt = textAt(post, "alt")
  if (alt === undefined || !post.hasPicture) return <></>
  return (
    <p class="small alt" lang={post.language}>
      <b lang="en">Alt text</b> <MarkedText marked={alt} />
    </p>
  )
}

/** How much of its room a part takes, as the platform itself counts. */
export function Count({ channel, text, hasPicture }: { channel: ChannelName; text: string; hasPicture: boolean }) {
  const [length, max] = [textLength(channel, text), maxLength(channel, { hasPicture })]
  return (
    <span class={`count num ${length > max ? "bad" : "muted"}`} title={TEXT_LIMITS[channel].unit}>
      {`${length.toLocaleString("en-US")} / ${max.toLocaleString("en-US")}`}
    </span>
  )
}

const CountOf = ({ post, part, at }: { post: Previewed; part: Marked; at: number }) => (
  <Count channel={post.channel} text={part.text} hasPicture={post.hasPicture && at === 0} />
)

const When = ({ at }: { at: Date }) => <time datetime={at.toISOString()}>{`${clockText(at)} UTC`}</time>

function XPost({ post }: { post: Previewed }) {
  const parts = partsOf(post)
  return (
    <ol class={parts.length > 1 ? "posts thread" : "posts"}>
      {parts.map((part, i) => (
        <li>
          <Avatar />
          <div class="body">
            <p class="byline">
              <b>{NAME}</b>{" "}
              <span class="muted">
                · <When at={post.scheduledAt} />
                {parts.length > 1 ? ` · ${i + 1} of ${parts.length}` : ""}
              </span>
            </p>
            <p class="words">
              <MarkedText marked={part} />
            </p>
            {i === 0 && <Picture post={post} />}
            <p class="under">
              <span class="muted tiny">Made with AI</span> <CountOf post={post} part={part} at={i} />
            </p>
          </div>
        </li>
      ))}
    </ol>
  )
}

function TelegramPost({ post }: { post: Previewed }) {
  return (
    <div class="wall">
      {partsOf(post).map((part, i) => (
        <div class="bubble">
          {i === 0 && <Picture post={post} />}
          <p class="sender">{NAME}</p>
          <p class="words">
            <MarkedText marked={part} />
          </p>
          <p class="under">
            <CountOf post={post} part={part} at={i} />{" "}
            <span class="muted tiny">
              <When at={post.scheduledAt} />
            </span>
          </p>
        </div>
      ))}
    </div>
  )
}

function DiscordPost({ post }: { post: Previewed }) {
  return (
    <ol class="posts">
      {partsOf(post).map((part, i) => (
        <li>
          <Avatar />
          <div class="body">
            <p class="byline">
              <b>{NAME}</b> <span class="app">APP</span>{" "}
              <span class="muted tiny">
                <When at={post.scheduledAt} />
              </span>
            </p>
            <p class="words">
              <MarkedText marked={part} />
            </p>
            {i === 0 && <Picture post={post} />}
            <p class="under">
              <CountOf post={post} part={part} at={i} />
            </p>
          </div>
        </li>
      ))}
    </ol>
  )
}

function FeedPost({ post }: { post: Previewed }) {
  const title = textAt(post, "title")
  return (
    <div class="article">
      {title && (
        <p class="article-title">
          <MarkedText marked={title} />
        </p>
      )}
      <p class="muted small">{`${NAME} · ${dayText(post.scheduledAt)}, ${clockText(post.scheduledAt)} UTC`}</p>
      {partsOf(post).map((part, i) => (
        <>
          <p class="words">
            <MarkedText marked={part} />
          </p>
          {i === 0 && <Picture post={post} />}
          <p class="under">
            <CountOf post={post} part={part} at={i} />
          </p>
        </>
      ))}
    </div>
  )
}

type Shape = (of: { post: Previewed }) => Child
const SHAPES: Readonly<Record<ChannelName, Shape>> = { x: XPost, telegram: TelegramPost, discord: DiscordPost, feed: FeedPost }
