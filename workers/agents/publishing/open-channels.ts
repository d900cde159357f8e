// Opens the channels that the config names, each behind a way out of its own that sends every request once.
import { findTokens, replaceTokens } from "../../../shared/db/queries/tokens.ts"
import { markRemoved } from "../../../shared/db/queries/deliveries.ts"
import type { Db } from "../../../shared/db/client.ts"
import type { Lacking } from "../../../shared/domain/channels.ts"
import type { Caps } from "../../../shared/db/queries/ledger.ts"
import type { ChannelName } from "../../../shared/domain/post.ts"
import type { Channel, ReadPicture } from "../../../shared/integrations/channel.ts"
import { type DiscordConfig, openDiscord } from "../../../shared/integrations/discord.ts"
import { type FeedShelf, openFeed } from "../../../shared/integrations/feed-channel.ts"
import { openTelegram, type TelegramConfig } from "../../../shared/integrations/telegram.ts"
import { openX } from "../../../shared/integrations/x.ts"
import { openXTokenStore, type TokenSecrets } from "../../../shared/integrations/x-token-store.ts"
import type { XClient, XTokenStore } from "../../../shared/integrations/x-tokens.ts"
import type { Clock } from "../../../shared/kit/clock.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { type Breakers, openBreakers } from "../../../shared/kit/breaker.ts"
import { BREAKER_DEFAULTS, type Call, openCall } from "../../../shared/kit/http.ts"
import type { Meter } from "../../../shared/kit/meter.ts"
import type { Channels, Guard } from "./channels.ts"
import { CALL_MS } from "./timing.ts"

/** What each channel is reached with; null is a channel that is off. */
export type Accounts = {
  readonly x: { readonly client: XClient; readonly secrets: TokenSecrets } | null
  readonly telegram: TelegramConfig | null
  readonly discord: DiscordConfig | null
  /** Where the studio's own pages are read: `https://host`. */
  readonly feed: { readonly publicUrl: string } | null
}

export type ChannelDeps = {
  readonly db: Db
  readonly accounts: Accounts
  /** For the operator to see; none unless told. */
  readonly lacking?: Lacking
  readonly caps: Caps
  readonly clock: Clock
  readonly meter: Meter
  readonly fetch: typeof fetch
  readonly readPicture: ReadPicture
  /** Where each platform's health is remembered; the isolate's own where none is given. */
  readonly breakers?: Breakers
}

/** The studio's own breaker of a channel is in the database; this one only keeps a single isolate from hammering. */
const ISOLATE = openBreakers(BREAKER_DEFAULTS)

export function openChannels(deps: ChannelDeps): Channels {
  const { clock, caps, lacking = {} } = deps
  return { clock, caps, lacking, outline: outlineOf, open: (name, guard) => OPENERS[name](deps, openGuarded(deps, guard)) }
}

/** A way out without repeats, behind the sender's guard. */
function openGuarded({ clock, meter, fetch, breakers = ISOLATE }: ChannelDeps, guard: Guard): Call {
  const call = openCall({
    fetch,
    clock,
    meter,
    random: Math.random,
    timeoutMs: CALL_MS,
    maxBytes: 4_000_000,
    concurrency: 5,
    attempts: 1,
    backoff: { baseMs: 0, capMs: 0 },
    breakers,
  })
  return (request) => {
    guard()
    return call(request)
  }
}

const OPENERS: { readonly [N in ChannelName]: (deps: ChannelDeps, call: Call) => Channel | null } = {
  x: ({ accounts: { x }, db, clock, readPicture }, call) =>
    x && openX({ call, clock, client: x.client, readPicture, store: openXTokenStore(tokenRow(db, clock), x.secrets) }),
  telegram: ({ accounts: { telegram }, readPicture }, call) => telegram && openTelegram(telegram, { call, readPicture }),
  discord: ({ accounts: { discord }, readPicture }, call) => discord && openDiscord(discord, { call, readPicture }),
  feed: ({ accounts: { feed }, db, clock }) => feed && openFeed(openShelf(db, clock, feed.publicUrl)),
}

const tokenRow = (db: Db, clock: Clock) => ({
  read: () => findTokens(db, "x"),
  write: (sealed: string, previous: number) => replaceTokens(db, "x", sealed, previous, clock.now()),
})

/** A post is on the shelf once its delivery is live; before that its place is known already, so that publishing it twice is publishing it once. */
const openShelf = (db: Db, clock: Clock, publicUrl: string): FeedShelf => ({
  publish: async ({ key }) => {
    const id = key.replace(/^dlv_/, "post_")
    return { id, url: `${publicUrl.replace(/\/$/, "")}/posts/${id}`, restMs: 0 }
  },
  find: async () => null,
  remove: async (id) => void (await markRemoved(db, id, clock.now())),
})

const nowhere = (): Promise<never> => Promise.reject(new Failure("bug", "An outline sends nothing."))
const NO_TOKENS: XTokenStore = { read: nowhere, write: nowhere }
const NO_SHELF: FeedShelf = { publish: nowhere, find: nowhere, remove: nowhere }
const OUTLINES: { readonly [N in ChannelName]: (clock: Clock) => Channel } = {
  x: (clock) =>
    openX({ call: nowhere, clock, client: { clientId: "outline", clientSecret: null }, readPicture: nowhere, store: NO_TOKENS }),
  telegram: () => openTelegram({ token: `000:${"outline-".repeat(4)}`, chatId: "@outline" }, { call: nowhere, readPicture: nowhere }),
  discord: () => openDiscord({ token: "outline-".repeat(4), channelId: "0", guildId: null }, { call: nowhere, readPicture: nowhere }),
  feed: () => openFeed(NO_SHELF),
}

const STILL: Clock = { speed: 1, now: () => new Date(0), sleep: nowhere }
/** A channel that renders, and can do nothing else: for posts that are only rehearsed. */
const outlineOf = (name: ChannelName): Channel => OUTLINES[name](STILL)
