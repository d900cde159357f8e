// Small feeds for tests, and a reader of them at a fixed moment.
import fc from "fast-check"
import { openFeedReader } from "../../shared/integrations/feeds.ts"
import { type Prepared, preparedCall } from "./recordings.ts"

export const NOW = new Date("2025-12-13T12:00:00Z")
export const NEW = { etag: null, lastModified: null }
export const URL_OF_FEED = "https://news.example/feeds/all.xml"

export const reader = (reply: Prepared) => {
  const { call, asked } = preparedCall(() => reply)
  return { feeds: openFeedReader(call, { now: () => NOW }), asked }
}
export const read = async (body: string, headers: Record<string, string> = {}) => {
  const answer = await reader({ body, headers }).feeds.read(URL_OF_FEED, NEW)
  if (!answer.changed) throw new Error("the feed has changed")
  return answer
}
export const itemsOf = async (body: string) => (await read(body)).items
export const rss = (items: string) => `<?xml version="1.0"?><rss version="2.0"><channel><title>All</title>${items}</channel></rss>`
export const item = (inner: string, link = "https://news.example/a") => `<item><link>${link}</link>${inner}</item>`
export const oneOf = async (inner: string) => (await itemsOf(rss(item(inner))))[0]

/** Text of any code points, half of them from the first page, lone surrogates and noncharacters too. */
export const anyText = (maxLength: number): fc.Arbitrary<string> =>
  fc.array(fc.oneof(fc.nat(0xff), fc.nat(0x10_ffff)), { maxLength }).map((points) => String.fromCodePoint(...points))
