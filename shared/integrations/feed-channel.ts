// The studio's own feed as a channel: a post is published by being stored as such, so its outcome is never unknown for long.
import { type Channel, checkPost, partOf, type Payload, type Receipt } from "./channel.ts"

/** Where published posts are kept. `publish` under a key that is known changes nothing and gives the first receipt again. */
export type FeedShelf = {
  publish(entry: { readonly key: string; readonly payload: Payload }): Promise<Receipt>
  find(key: string): Promise<Receipt | null>
  /** Takes a post off the feed and leaves a mark that it was there. */
  remove(id: string): Promise<void>
}

const LIMITS = { pictures: 1, pictureBytes: 5_000_000, perMinute: 600, settleMs: 0 }

/** All parts of a post are one page; it tells no readings, because nothing follows its readers. */
export function openFeed(shelf: FeedShelf): Channel {
  const channel = { name: "feed", limits: LIMITS } as const
  return {
    ...channel,
    render(post, picture) {
      checkPost(channel, post, picture)
      const text = post.parts.join("\n\n")
      const body = { title: post.title, texts: post.parts, language: post.language }
      return { channel: "feed", parts: [{ text, body }], picture: picture && { ...picture, alt: post.alt ?? "" } }
    },
    async sendPart(payload, part, sending) {
      partOf(payload, part, sending)
      return shelf.publish({ key: sending.key, payload })
    },
    find: (_payload, _part, { key }) => shelf.find(key),
    metrics: null,
    remove: (id) => shelf.remove(id),
  }
}
