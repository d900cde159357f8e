// What went wrong, where is it mended, and what would mend it?
import type { Trouble, TroubleKind } from "../../../shared/db/queries/desk.ts"
import { ChannelName } from "../../../shared/domain/post.ts"
import { approvalPath, lifePath } from "../desk-links.ts"
import { channelPlace } from "./channel-words.ts"
import { Age, Badge, type Tone } from "./parts.tsx"

type Words = {
  readonly badge: string
  readonly tone: Tone
  readonly title: (trouble: Trouble) => string
  readonly href: (trouble: Trouble) => string
}

const named = (subject: string): string => {
  const channel = ChannelName.safeParse(subject)
  return channel.success ? channelPlace(channel.data) : subject
}

const begin = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const WORDS: Readonly<Record<TroubleKind, Words>> = {
  held: {
    badge: "say what is out",
    tone: "bad",
    title: ({ subject }) => `A post to ${named(subject)} waits for your word`,
    href: ({ id }) => lifePath(id),
  },
  unknown: {
    badge: "being asked",
    tone: "warn",
    title: ({ subject }) => `${begin(named(subject))}'s answer to a post was lost`,
    href: ({ id }) => lifePath(id),
  },
  refused: {
    badge: "refused",
    tone: "bad",
    title: ({ subject }) => `${begin(named(subject))} refused a post`,
    href: ({ id }) => lifePath(id),
  },
  blocked: {
    badge: "edit it",
    tone: "bad",
    title: ({ subject }) => `A text for ${named(subject)} is blocked by a guard`,
    href: ({ id }) => approvalPath(id),
  },
  failed: {
    badge: "failed",
    tone: "bad",
    title: ({ subject }) => `A post for ${named(subject)} could not be made`,
    href: ({ id }) => lifePath(id),
  },
  "dead-run": {
    badge: "replay it",
    tone: "bad",
    title: ({ subject }) => `A run of ${subject} died`,
    href: ({ id }) => `/runs/${id}`,
  },
  breaker: {
    badge: "resting",
    tone: "bad",
    title: ({ subject, text }) => `${begin(named(subject))} is left alone after ${text}`,
    href: () => "/channels",
  },
}

const sentence = (text: string): string => `${text.replace(/\.$/, "")}. `

export function TroubleItem({ trouble, now }: { trouble: Trouble; now: Date }) {
  const words = WORDS[trouble.kind]
  return (
    <li>
      <div class="between">
        <a class="headline" href={words.href(trouble)}>
          {words.title(trouble)}
        </a>
        <Badge tone={words.tone}>{words.badge}</Badge>
      </div>
      <p class="small muted">
        {trouble.kind === "breaker" ? "" : sentence(trouble.text)}
        {trouble.code === null ? "" : sentence(trouble.code)}
        <Age at={trouble.at} now={now} />
      </p>
    </li>
  )
}
