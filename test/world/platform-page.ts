// How would readers see what the studio posted? One page for each fake platform, newest post first, and one of what a program was told by
// webhook; nothing that was posted is markup.
import { html, raw } from "hono/html"
import type { PlatformPost } from "./hosts/platform.ts"
import { RECEIVER_HOST, type ReceivedMessage } from "./hosts/webhook-receiver.ts"
import type { LocalPlatforms } from "./platforms.ts"

const NAMES = { x: "Local X", telegram: "Local Telegram", discord: "Local Discord" } as const
type Name = keyof typeof NAMES

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.45 system-ui, sans-serif }
  body { margin: 0 auto; max-width: 40rem; padding: 1rem }
  nav { display: flex; gap: 1rem; margin-bottom: 1rem } nav a[aria-current] { font-weight: 700; text-decoration: none }
  article { border: 1px solid #8886; border-radius: 14px; padding: .9rem 1rem; margin: 0 0 .9rem }
  article.reply { margin-left: 1.6rem; border-left: 3px solid #8888 }
  header { font-size: .85rem; opacity: .75; margin-bottom: .4rem } .text { white-space: pre-wrap; overflow-wrap: anywhere }
  img { display: block; width: 100%; height: auto; border-radius: 10px; margin: .7rem 0 .2rem } figcaption { font-size: .85rem; opacity: .8 } figure { margin: 0 }
  .note { background: #fbbf2433; border-radius: 8px; padding: .5rem .8rem }`

export type PageOptions = { readonly platforms: LocalPlatforms; readonly apiUrl: string }

/** Answers `/x`, `/telegram` and `/discord`; anything else leads to the first. */
export const servePlatforms =
  ({ platforms, apiUrl }: PageOptions) =>
  async (request: Request): Promise<Response> => {
    const name = new URL(request.url).pathname.slice(1)
    if (name !== "webhooks" && !(name in NAMES)) return new Response(null, { status: 302, headers: { location: "/x" } })
    const page = await (name === "webhooks"
      ? document(name, "Local program", received(platforms.webhooks.messages))
      : document(name, NAMES[name as Name], timeline(platforms[name as Name].posts, apiUrl)))
    const csp = `default-src 'none'; style-src 'unsafe-inline'; img-src ${apiUrl}; base-uri 'none'; frame-ancestors 'none'`
    return new Response(String(page), {
      headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": csp, "cache-control": "no-store" },
    })
  }

const PAGES = { ...NAMES, webhooks: "Local program" } as const

const document = (name: string, title: string, shown: unknown) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <nav>
          ${Object.entries(PAGES).map(([each, text]) => html`<a href="/${each}" ${each === name ? raw('aria-current="page"') : ""}>${text}</a>`)}
        </nav>
        ${shown}
      </body>
    </html>`

const timeline = (posts: readonly PlatformPost[], apiUrl: string) =>
  html`<p class="note">
      A stand-in on this machine: it holds what the studio really sent, and nobody else can see it.
      ${posts.length === 1 ? "1 post" : `${posts.length} posts`}.
    </p>
    ${posts.toReversed().map((post) => postOf(post, apiUrl))}
    ${posts.length === 0 ? html`<p>Nothing was posted yet. Turn the channel on under Channels in the dashboard, and approve a draft.</p>` : ""}`

const SIGNED = ["webhook-id", "webhook-timestamp", "webhook-signature"] as const

const received = (messages: readonly ReceivedMessage[]) =>
  html`<p class="note">
      Somebody's program at https://${RECEIVER_HOST}: it takes what it is told by webhook. An endpoint at /status/500, /status/410,
      /redirect, /drop, /hang or /huge there behaves like that; any other path is fine.
    </p>
    ${messages.toReversed().map(
      ({ path, at, headers, body }) =>
        html`<article>
          <header>${path} · <time datetime="${at.toISOString()}">${at.toISOString().slice(0, 19).replace("T", " ")} UTC</time></header>
          <div class="text">${SIGNED.map((name) => `${name}: ${headers.get(name) ?? ""}\n`)}${body}</div>
        </article>`,
    )}
    ${messages.length === 0 ? html`<p>Nothing came yet. Make an endpoint under Webhooks in the dashboard, turn webhooks on, and send a test.</p>` : ""}`

const postOf = ({ id, text, parent, picture, at }: PlatformPost, apiUrl: string) =>
  html` <article id="post-${id}" class="${parent === null ? "" : "reply"}">
    <header>
      Studio ·
      <time datetime="${at.toISOString()}">${at.toISOString().slice(0, 16).replace("T", " ")} UTC</time
      >${parent === null ? "" : ` · answers ${parent}`}
    </header>
    <div class="text">${text}</div>
    ${
      picture === null
        ? ""
        : html`<figure>
            <img src="${apiUrl}/media/${picture.hash}.png" alt="${picture.alt ?? ""}" width="1200" height="630" />
            <figcaption>
              ${picture.alt === null ? "This platform takes no words for those who can't see a picture." : `Alt text: ${picture.alt}`}
            </figcaption>
          </figure>`
    }
  </article>`
