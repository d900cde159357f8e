// Where can a thing be seen? Addresses of our own resources, and which of other people's we pass on.
import type { EvidenceKind } from "../../shared/domain/insight.ts"
import { CANDLE_MS } from "../../shared/domain/market.ts"

export const API = "/api/v1"

export const insightLink = (id: string): string => `${API}/insights/${id}`
export const runLink = (id: string): string => `${API}/runs/${id}`
export const postLink = (id: string): string => `${API}/posts/${id}`
export const postPage = (id: string): string => `/posts/${id}`
export const pictureLink = (hash: string): string => `/media/${hash}.png`
export const assetLink = (symbol: string): string => `${API}/assets/${symbol}`
export const snapshotLink = (id: string): string => `${API}/snapshots/${id}`
export const experimentLink = (id: string): string => `${API}/experiments/${id}`
export const storyLink = (id: string): string => `${API}/news/${id}`

const window = (start: string, lengthMs: number): string => {
  const since = new Date(start)
  return `since=${since.toISOString()}&until=${new Date(since.getTime() + lengthMs).toISOString()}`
}

/** The hourly candles that open from the one moment up to before the other. */
export const candlesLink = (asset: string, since: Date, until: Date): string =>
  `${API}/market/${encodeURIComponent(asset)}/candles?since=${since.toISOString()}&until=${until.toISOString()}`

/** Where the row that a piece of evidence names can be read; null where its reference is in a form that isn't known here. */
export function evidenceLink(kind: EvidenceKind, ref: string): string | null {
  const parts = ref.split("/")
  const [first = "", second = "", third = ""] = parts
  if (kind === "story") return /^story_[0-9a-z]{10,40}$/.test(ref) ? storyLink(ref) : null
  const time = kind === "sentiment" ? third : second
  if (Number.isNaN(Date.parse(time)) || parts.length !== (kind === "sentiment" ? 3 : 2)) return null
  if (kind === "candle") return `${API}/market/${encodeURIComponent(first)}/candles?${window(time, CANDLE_MS)}`
  if (kind === "quote") return `${API}/market/${encodeURIComponent(first)}/quotes?${window(time, 1)}`
  return `${API}/sentiment?subject=${encodeURIComponent(second)}&source=${encodeURIComponent(first)}&${window(time, 1)}`
}

/** A feed's link where it leads to the web; anything else (`javascript:`, `data:`, a path) is dropped. */
export function webLink(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { protocol, href } = new URL(url)
  return protocol === "https:" || protocol === "http:" ? href : null
}
