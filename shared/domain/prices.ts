// What does an outside call cost? Prices of models and channels in micro-dollars, each with the day on which its source said so.
import { findAddresses } from "./x-length.ts"
import type { ChannelName } from "./post.ts"

/** Micro-dollars for a million tokens: 3 US dollars a million are 3,000,000, which is 3 micro-dollars a token. */
export type ModelPrice = { readonly inMicroUsd: number; readonly outMicroUsd: number }

/**
 * List prices by the name that the provider's API takes, without discounts for cached input or batches, which the studio doesn't count on.
 * Claude: platform.claude.com/docs, models overview. GPT: the table of developers.openai.com/api/docs/pricing as others had copied it.
 * `@cf/`: the model pages of developers.cloudflare.com/workers-ai, without the daily free allowance. All read in November 2026 from stored
 * copies, some of them older: compare them with the provider's page before a large bill. A model that isn't here needs a configured price.
 */
export const MODEL_PRICES = {
  asOf: "2026-11-21",
  models: {
    "claude-opus-5-5": { inMicroUsd: 4_000_000, outMicroUsd: 20_000_000 },
    "claude-sonnet-5-5": { inMicroUsd: 2_000_000, outMicroUsd: 10_000_000 },
    "claude-sonnet-5": { inMicroUsd: 2_000_000, outMicroUsd: 10_000_000 },
    "claude-sonnet-4-6": { inMicroUsd: 3_000_000, outMicroUsd: 15_000_000 },
    "claude-haiku-4-5": { inMicroUsd: 1_000_000, outMicroUsd: 5_000_000 },
    "gpt-5.4": { inMicroUsd: 2_500_000, outMicroUsd: 15_000_000 },
    "gpt-5.4-mini": { inMicroUsd: 750_000, outMicroUsd: 4_500_000 },
    "gpt-5-mini": { inMicroUsd: 250_000, outMicroUsd: 2_000_000 },
    "gpt-4.1": { inMicroUsd: 2_000_000, outMicroUsd: 8_000_000 },
    "@cf/openai/gpt-oss-120b": { inMicroUsd: 350_000, outMicroUsd: 750_000 },
    "@cf/openai/gpt-oss-20b": { inMicroUsd: 200_000, outMicroUsd: 300_000 },
  } satisfies Readonly<Record<string, ModelPrice>>,
} as const

/** The list price of a model, null where none is known. */
export const modelPrice = (model: string): ModelPrice | null =>
  Object.hasOwn(MODEL_PRICES.models, model) ? MODEL_PRICES.models[model as keyof typeof MODEL_PRICES.models] : null

/** Whole micro-dollars, rounded up, so that a sum of prices is never less than the bill. */
export const priceOfTokens = ({ inMicroUsd, outMicroUsd }: ModelPrice, tokensIn: number, tokensOut: number): number =>
  Math.ceil((tokensIn * inMicroUsd + tokensOut * outMicroUsd) / 1_000_000)

/** What a channel charges, in micro-dollars: a request where it makes or changes something, a post or account where it reads. */
export type CallPrices = {
  readonly createPost: number
  /** A post whose text holds an address. */
  readonly createPostWithLink: number
  readonly deletePost: number
  /** One post, looked up by its id. */
  readonly readPost: number
  /** One post of the account's own timeline. */
  readonly readOwnPost: number
  readonly readUser: number
  readonly uploadMedia: number
  /** The words for those who can't see the picture. */
  readonly describeMedia: number
}

const FREE: CallPrices = {
  createPost: 0,
  createPostWithLink: 0,
  deletePost: 0,
  readPost: 0,
  readOwnPost: 0,
  readUser: 0,
  uploadMedia: 0,
  describeMedia: 0,
}

/**
 * X: docs.x.com/x-api/getting-started/pricing, pay-per-use, as of 28 August 2026 (post 0.015, with URL 0.200, deletion 0.010, post read 0.005, own
 * timeline 0.001, user 0.010, media metadata 0.005 US dollars). Sure of these but for two: the list has no row for a media upload, taken
 * as free, and it doesn't say whether own posts looked up by id count as owned reads, taken as not. Telegram, Discord and the feed are free.
 */
export const CALL_PRICES: { readonly asOf: string; readonly channels: Readonly<Record<ChannelName, CallPrices>> } = {
  asOf: "2026-08-28",
  channels: {
    x: {
      createPost: 15_000,
      createPostWithLink: 200_000,
      deletePost: 10_000,
      readPost: 5_000,
      readOwnPost: 1_000,
      readUser: 10_000,
      uploadMedia: 0,
      describeMedia: 5_000,
    },
    telegram: FREE,
    discord: FREE,
    feed: FREE,
  },
}

/** As X finds addresses, also without `https://`; with it also where the domain's ending is newer than our list of them. */
const hasLink = (text: string): boolean => /https?:\/\//i.test(text) || findAddresses(text).length > 0

/** Micro-dollars for sending one part; a picture hangs on the first. */
export function priceOfPart(channel: ChannelName, text: string, { hasPicture = false }: { readonly hasPicture?: boolean } = {}): number {
  const prices = CALL_PRICES.channels[channel]
  const request = hasLink(text) ? prices.createPostWithLink : prices.createPost
  return request + (hasPicture ? prices.uploadMedia + prices.describeMedia : 0)
}

/** Micro-dollars for sending a post of these parts, each once. */
export function priceOfPost(channel: ChannelName, parts: readonly string[], { hasPicture = false } = {}): number {
  return parts.reduce((sum, text, i) => sum + priceOfPart(channel, text, { hasPicture: hasPicture && i === 0 }), 0)
}

/** Micro-dollars for the readings of so many posts, looked up by their ids. */
export const priceOfReadings = (channel: ChannelName, posts: number): number => posts * CALL_PRICES.channels[channel].readPost

/** Micro-dollars for looking through the account's own timeline for a part whose answer was lost: at most so many posts. */
export function priceOfSearch(channel: ChannelName, posts: number): number {
  const { readUser, readOwnPost } = CALL_PRICES.channels[channel]
  return readUser + posts * readOwnPost
}
