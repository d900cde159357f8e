// What is around every page? Head, navigation, footer.
import type { Child } from "hono/jsx"

export type Section = "overview" | "agents" | "docs" | null

const LINKS: readonly { section: Section; href: string; text: string }[] = [
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

type LayoutOf = { title: string; section: Section; notice?: string | null; children: Child }

export function Layout({ title, section, notice = null, children }: LayoutOf) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · Content Creator`}</title>
        <link rel="icon" href={ICON} />
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to content
        </a>
        <header class="top">
          <div class="bar">
            <Mark />
            <nav class="main" aria-label="Main">
              {LINKS.map((link) => (
                <a href={link.href} {...(link.section === section ? { "aria-current": "page" } : {})}>
                  {link.text}
                </a>
              ))}
            </nav>
          </div>
        </header>
        {notice !== null && (
          <p class="notice" role="note">
            {notice}
          </p>
        )}
        <main id="content">{children}</main>
        <footer>
          <div class="bar">
            <span>Every figure here is a stored row that you can open. All times are UTC. Nothing here is advice.</span>
          </div>
        </footer>
      </body>
    </html>
  )
}
