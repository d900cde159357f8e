// The small parts that pages are made of: cards that may fail, times, badges.
import type { Child } from "hono/jsx"
import type { RunState } from "../../../shared/domain/run.ts"
import type { Answered } from "../page.ts"
import { ageText, timeText } from "./format.ts"

type CardOf<T> = { title: string; answer: Answered<T>; show: (value: T) => Child; aside?: Child; id?: string }

/** A box with one answer in it; a question that failed says so in its own box. */
export function Card<T>({ title, answer, show, aside, id }: CardOf<T>) {
  return (
    <section class="card" {...(id === undefined ? {} : { id })}>
      <header>
        <h2>{title}</h2>
        {aside}
      </header>
      {answer.ok ? show(answer.value) : <Fault title={answer.title} requestId={answer.requestId} />}
    </section>
  )
}

const Fault = ({ title, requestId }: { title: string; requestId: string }) => (
  <div class="fault" role="status">
    <b>This part can't be shown: {title.charAt(0).toLowerCase() + title.slice(1)}.</b> The rest of the page is right. Request{" "}
    <code>{requestId}</code>.
  </div>
)

/** Beside a card's title: where there is more of it. */
export const MoreLink = ({ href, text = "as JSON" }: { href: string; text?: string }) => (
  <a class="small" href={href}>
    {text}
  </a>
)

/** Text with `code` between back-ticks. */
export const Inline = ({ text }: { text: string }) => <>{text.split("`").map((part, i) => (i % 2 === 1 ? <code>{part}</code> : part))}</>

export const Empty = ({ children }: { children: Child }) => <p class="empty">{children}</p>

/** A moment with its zone, and how far away it is. */
export const When = ({ at, now, plain = false }: { at: string | Date; now: Date; plain?: boolean }) => {
  const time = new Date(at)
  return (
    <time datetime={time.toISOString()} class="num">
      {timeText(time, now)}
      {plain ? "" : ` (${ageText(time, now)})`}
    </time>
  )
}

/** How far away a moment is; the moment itself in its title. */
export const Age = ({ at, now }: { at: string | Date; now: Date }) => {
  const time = new Date(at)
  return (
    <time datetime={time.toISOString()} title={timeText(time, now)} class="num">
      {ageText(time, now)}
    </time>
  )
}

export type Tone = "good" | "bad" | "warn" | "info" | ""

export const Badge = ({ tone = "", children }: { tone?: Tone; children: Child }) => <span class={`badge ${tone}`}>{children}</span>

const RUN_TONES: Readonly<Record<RunState, Tone>> = { running: "info", waiting: "warn", succeeded: "good", failed: "bad", dead: "bad" }

export const RunBadge = ({ state }: { state: RunState }) => <Badge tone={RUN_TONES[state]}>{state}</Badge>

/** A share of a whole as a bar; the figure itself stands beside it in words. */
export const Meter = ({ share }: { share: number }) => (
  <svg class="meter" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
    <rect class="track" width="100" height="8" rx="2" />
    <rect class="fill" width={Math.max(0, Math.min(100, share * 100)).toFixed(1)} height="8" rx="2" />
  </svg>
)

/** A link out of the house: it tells nobody where it comes from and vouches for nothing. */
export const OutLink = ({ href, children }: { href: string; children: Child }) => (
  <a href={href} rel="noopener nofollow ugc noreferrer">
    {children}
  </a>
)
