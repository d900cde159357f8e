// What is around every page? Head, navigation, footer.
import type { Child } from "hono/jsx"
import type { Frame } from "../page.ts"
import type { Operator } from "../session.ts"
import { CommandForm } from "./command-form.tsx"

export type Section =
  | "today"
  | "approvals"
  | "calendar"
  | "channels"
  | "webhooks"
  | "tuning"
  | "keys"
  | "analytics"
  | "audience"
  | "overview"
  | "agents"
  | "docs"
  | "sign-in"
  | null

/** `forOperator`: of no use to those who aren't signed in. */
const LINKS: readonly { section: Section; href: string; text: string; forOperator?: true }[] = [
  { section: "today", href: "/today", text: "Today", forOperator: true },
  { section: "approvals", href: "/approvals", text: "Approvals", forOperator: true },
  { section: "calendar", href: "/calendar", text: "Calendar", forOperator: true },
  { section: "channels", href: "/channels", text: "Channels", forOperator: true },
  { section: "webhooks", href: "/webhooks", text: "Webhooks", forOperator: true },
  { section: "tuning", href: "/tuning", text: "Tuning", forOperator: true },
  { section: "analytics", href: "/analytics", text: "Analytics", forOperator: true },
  { section: "audience", href: "/audience", text: "Audience", forOperator: true },
  { section: "keys", href: "/keys", text: "Keys", forOperator: true },
  { section: "overview", href: "/", text: "Overview" },
  { section: "agents", href: "/agents", text: "Agents" },
  { section: "docs", href: "/docs", text: "API" },
]

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 22 22'%3E%3Cpath d='M3 17 8 10 12 13 19 4' fill='none' stroke='%230a569f' stroke-width='3'/%3E%3C/svg%3E"

const Mark = () => (
  <a class="mark" href="/">
    <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
      <path d="M3 17 8 10 12 13 19 4" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round" />
      <circle cx="19" cy="4" r="2.2" fill="currentColor" />
    </svg>
    Content Creator
  </a>
)

type LayoutOf = {
  title: string
  section: Section
  /** What the page was asked with; a page of a problem has none. */
  frame?: Frame
  children: Child
}

const current = (isHere: boolean) => (isHere ? { "aria-current": "page" as const } : {})

const Account = ({ operator, section }: { operator: Operator | null; section: Section }) =>
  operator === null ? (
    <a href="/sign-in" {...current(section === "sign-in")}>
      Sign in
    </a>
  ) : (
    <CommandForm action="/sign-out" operator={operator}>
      <button type="submit" class="plain">
        Sign out
      </button>
    </CommandForm>
  )

export function Layout({ title, section, frame, children }: LayoutOf) {
  const { notice = null, operator = null, done = null } = frame ?? {}
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · Content Creator`}</title>
        <link rel="icon" href={ICON} />
        <link rel="stylesheet" href="/style.css" />
        <link rel="alternate" type="application/rss+xml" title="Posts (RSS)" href="/feeds/rss.xml" />
        <link rel="alternate" type="application/atom+xml" title="Posts (Atom)" href="/feeds/atom.xml" />
        <link rel="alternate" type="application/feed+json" title="Posts (JSON Feed)" href="/feeds/feed.json" />
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to content
        </a>
        <header class="top">
          <div class="bar">
            <Mark />
            <nav class="main" aria-label="Main">
              {LINKS.filter((link) => operator !== null || !link.forOperator).map((link) => (
                <a href={link.href} {...current(link.section === section)}>
                  {link.text}
                </a>
              ))}
              {frame !== undefined && <Account operator={operator} section={section} />}
            </nav>
          </div>
        </header>
        {notice !== null && (
          <p class="notice" role="note">
            {notice}
          </p>
        )}
        <main id="content">
          {done !== null && (
            <p class="done" role="status">
              {done}
            </p>
          )}
          {children}
        </main>
        <footer>
          <div class="bar">
            <span>Every figure here is a stored row that you can open. All times are UTC. Nothing here is advice.</span>
            <a href="/status">Status</a>
          </div>
        </footer>
      </body>
    </html>
  )
}
