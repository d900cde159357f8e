// What an agent may reach: each port is opened only for an agent that names it.
import type { Asset, AssetSymbol } from "../../shared/domain/asset.ts"
import type { ChannelSettings } from "../../shared/domain/channels.ts"
import type { FeedSource } from "../../shared/domain/news.ts"
import { type Db, openDb } from "../../shared/db/client.ts"
import { listSeries, type SeriesRow } from "../../shared/db/queries/market.ts"
import { openBinance } from "../../shared/integrations/binance.ts"
import { openFearGreed } from "../../shared/integrations/fear-greed.ts"
import { openFeedReader } from "../../shared/integrations/feeds.ts"
import { openKraken } from "../../shared/integrations/kraken.ts"
import { type MediaStore, openMedia } from "../../shared/integrations/media.ts"
import type { Png } from "../../shared/integrations/png.ts"
import type { Exchange, FearGreedIndex, FeedReader } from "../../shared/integrations/sources.ts"
import { openWebhooks, type Webhooks } from "../../shared/integrations/webhook.ts"
import { openPersonalMessages } from "../../shared/integrations/telegram-review.ts"
import type { ApprovalRule } from "../../shared/domain/approval-rules.ts"
import type { Clock } from "../../shared/kit/clock.ts"
import type { Breakers } from "../../shared/kit/breaker.ts"
import { type Call, openCall } from "../../shared/kit/http.ts"
import type { Meter } from "../../shared/kit/meter.ts"
import type { Reviewers } from "./approval/people.ts"
import type { AgentsConfig } from "./env.ts"
import type { Channels } from "./publishing/channels.ts"
import { openChannels } from "./publishing/open-channels.ts"
import { AT_ONCE } from "./webhooks/send.ts"

export type Ports = {
  readonly db: Db
  /** The same database, for statements that go through all there is: it waits for minutes. */
  readonly bulkDb: Db
  /** How long interactions are kept, 0 for ever, and the same database as the tables' owner: null where there is no way in as that. */
  readonly maintenance: { readonly retentionMonths: number; readonly owner: Db | null }
  /** Hourly candles as known at a moment. */
  readonly history: History
  /** Preferred source first. */
  readonly exchanges: readonly Exchange[]
  readonly watch: readonly Asset[]
  readonly feeds: { readonly list: readonly FeedSource[]; readonly reader: FeedReader }
  readonly fearGreed: FearGreedIndex
  /** How the operator wants each channel to be used. */
  readonly channels: { readonly list: readonly ChannelSettings[]; readonly timeZone: string }
  /** Draws pictures and keeps them; `notice` has to stand on each. */
  readonly pictures: { readonly png: Png; readonly media: MediaStore; readonly notice: string | null }
  /** The ways out to the channels that are configured. */
  readonly platforms: Channels
  /** What may go without a person, and who is asked about the rest: null where nobody is asked on Telegram. */
  readonly review: { readonly rules: readonly ApprovalRule[]; readonly reviewers: Reviewers | null }
  /** The way to other people's programs; null where it is off. */
  readonly webhooks: Webhooks | null
}

/** The last `hours` hours of each asset as known at `now`, oldest first. */
export type History = { read(assets: readonly AssetSymbol[], now: Date, hours: number): Promise<readonly SeriesRow[]> }

export type PortName = keyof Ports

/** Ports whose answers are of the moment at which they are asked, whatever moment a run looks at. */
export const OUTSIDE: readonly PortName[] = ["exchanges", "feeds", "fearGreed", "platforms", "webhooks"]

export type PortSource = {
  readonly config: AgentsConfig
  readonly meter: Meter
  readonly clock: Clock
  readonly fetch: typeof fetch
  /** Only a Worker's bundle holds what draws; without it nothing can be drawn. */
  readonly png?: Png
}

/** Longest wait for a statement of `bulkDb`. */
const BULK_TIMEOUT_MS = 300_000

const NO_PNG: Png = { render: () => Promise.reject(new Error("Nothing here can draw.")) }

const openWayOut = ({ meter, clock, fetch }: PortSource): Call =>
  openCall({
    fetch,
    clock,
    meter,
    random: Math.random,
    timeoutMs: 10_000,
    maxBytes: 4_000_000,
    concurrency: 5,
    attempts: 5,
    backoff: { baseMs: 4_000, capMs: 60_000 },
  })

/** Longest wait for the answer of somebody's endpoint: the least that Standard Webhooks recommends. */
const WEBHOOK_TIMEOUT_MS = 15_000
/** How each endpoint is doing is kept with it, in the database. */
const NO_BREAKERS: Breakers = () => ({ restMs: () => 0, run: (_now, send) => send() })

/** A way out that sends every request once, to any number of hosts. */
const openWebhookWay = ({ meter, clock, fetch }: PortSource): Call =>
  openCall({
    fetch,
    clock,
    meter,
    random: Math.random,
    timeoutMs: WEBHOOK_TIMEOUT_MS,
    maxBytes: 0,
    concurrency: AT_ONCE,
    attempts: 1,
    backoff: { baseMs: 0, capMs: 0 },
    breakers: NO_BREAKERS,
  })

const OPENERS: { readonly [N in PortName]: (source: PortSource, call: Call) => Ports[N] } = {
  db: ({ config, meter }) => openDb(config.database, meter),
  bulkDb: ({ config, meter }) => openDb({ ...config.database, timeoutMs: BULK_TIMEOUT_MS }, meter),
  maintenance: ({ config: { maintenance, retentionMonths, database }, meter }) => ({
    retentionMonths,
    owner: maintenance && openDb({ ...database, ...maintenance, timeoutMs: BULK_TIMEOUT_MS }, meter),
  }),
  history: ({ config, meter }) => {
    const db = openDb(config.database, meter)
    return { read: (assets, now, hours) => listSeries(db, assets, now, hours) }
  },
  exchanges: (_source, call) => [openBinance(call), openKraken(call)],
  watch: ({ config }) => config.watch,
  feeds: ({ config, clock }, call) => ({ list: config.feeds, reader: openFeedReader(call, { now: () => clock.now() }) }),
  fearGreed: (_source, call) => openFearGreed(call),
  channels: ({ config }) => config.channels,
  pictures: ({ config, png = NO_PNG }) => ({ png, media: openMedia(config.media), notice: config.notice }),
  platforms: ({ config, meter, clock, fetch }) => {
    const media = openMedia(config.media)
    const readPicture = async (hash: string) => new Uint8Array(await media.read(hash))
    const { lacking, caps, database } = config
    return openChannels({ db: openDb(database, meter), accounts: config, lacking, caps, clock, meter, fetch, readPicture })
  },
  review: ({ config: { review }, clock }, call) => ({
    rules: review.rules,
    reviewers: review.telegram && { people: review.telegram.people, messages: openPersonalMessages(review.telegram, call), clock },
  }),
  webhooks: (source) =>
    source.config.webhooks && openWebhooks(source.config.webhooks, { call: openWebhookWay(source), clock: source.clock }),
}

/** The named ports; reaching for another one is a bug that says so. */
export function openPorts(needs: readonly PortName[], source: PortSource): Ports {
  const call = openWayOut(source)
  const opened = Object.fromEntries(needs.map((name) => [name, OPENERS[name](source, call)]))
  return new Proxy(opened, {
    get(target, name) {
      if (typeof name === "string" && !(name in target)) throw new Error(`The port ${name} is not among the agent's needs.`)
      return Reflect.get(target, name)
    },
  }) as Ports
}
