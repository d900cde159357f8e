// The platforms of the local world: one account on each, with what was posted in an earlier life, and a page that shows their timelines.
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { openDiscordHost } from "./hosts/discord.ts"
import type { Host } from "./hosts/host.ts"
import type { Platform, PlatformPost } from "./hosts/platform.ts"
import { openTelegramHost } from "./hosts/telegram.ts"
import { openXHost, type XHost } from "./hosts/x.ts"
import type { XGrants } from "./hosts/x-oauth.ts"

/** Worth nothing outside this machine. */
export const LOCAL_ACCOUNTS = {
  x: {
    userId: "1072250532645998596",
    accessToken: "local-only-access",
    refreshToken: "local-only-refresh",
    clientId: "local-studio",
    clientSecret: "local-only-client-secret",
  },
  telegram: { token: "123456789:local-only-telegram-token-of-this-machine", chatId: "@local_studio", username: "local_studio" },
  discord: { token: "bG9jYWw.b25seQ.local-only-discord-token", botId: "123456", channelId: "4455667788" },
} as const

export type Platforms = {
  readonly x: XHost
  readonly telegram: Platform
  readonly discord: Platform
  readonly hosts: readonly Host[]
}

type Kept = {
  readonly x: { readonly posts: readonly PlatformPost[]; readonly grants: XGrants }
  readonly telegram: readonly PlatformPost[]
  readonly discord: readonly PlatformPost[]
}

/** Moments are text in JSON. */
const withDates = (posts: readonly PlatformPost[]): PlatformPost[] => posts.map((post) => ({ ...post, at: new Date(post.at) }))

function readKept(file: string | null): Kept | null {
  if (file === null || !existsSync(file)) return null
  const { x, telegram, discord } = JSON.parse(readFileSync(file, "utf8")) as Kept
  return { x: { ...x, posts: withDates(x.posts) }, telegram: withDates(telegram), discord: withDates(discord) }
}

/** Opens the platforms. With `file` they remember from one start to the next what was posted, and which tokens X has given out. */
export function openPlatforms({ file = null }: { readonly file?: string | null } = {}): Platforms {
  const kept = readKept(file)
  const { x, telegram, discord } = LOCAL_ACCOUNTS
  const open = {
    x: openXHost({ ...x, grows: true, ...(kept === null ? {} : { kept: kept.x }) }),
    telegram: openTelegramHost({ ...telegram, ...(kept === null ? {} : { kept: kept.telegram }) }),
    discord: openDiscordHost({ ...discord, ...(kept === null ? {} : { kept: kept.discord }) }),
  }
  const keep = (): void => {
    if (file === null) return
    const state: Kept = { x: { posts: open.x.posts, grants: open.x.grants }, telegram: open.telegram.posts, discord: open.discord.posts }
    writeFileSync(`${file}.part`, JSON.stringify(state))
    renameSync(`${file}.part`, file)
  }
  const remembering = ({ host }: Platform): Host => ({
    ...host,
    async answer(request, at) {
      const answer = await host.answer(request, at)
      if (request.method !== "GET") keep()
      return answer
    },
  })
  return { ...open, hosts: [open.x, open.telegram, open.discord].map(remembering) }
}
