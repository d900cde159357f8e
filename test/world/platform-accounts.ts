// The fake platforms together, each with the studio's account on it, as one way out that a test can watch and break.
import type { Accounts } from "../../workers/agents/publishing/open-channels.ts"
import { openDiscordHost } from "./hosts/discord.ts"
import type { Platform } from "./hosts/platform.ts"
import { openTelegramHost } from "./hosts/telegram.ts"
import { openXHost, type XHost } from "./hosts/x.ts"

export const X_ACCOUNT = {
  userId: "1072250532645998596",
  accessToken: "access-0-of-x-hush",
  refreshToken: "local-only-refresh-0-of-x",
  clientId: "studio-client",
  clientSecret: "local-only-client-secret",
  /** A timeline shows a post only after a while. */
  lagMs: 25_000,
}
export const TELEGRAM_ACCOUNT = { token: "123456789:AAlocal-only-token-of-the-studio-00000", chatId: "@studio", username: "studio" }
export const DISCORD_ACCOUNT = { token: "bG9jYWwtb25seQ.local-only-token-of-the-studio", botId: "123456", channelId: "4455667788" }

export const ACCOUNTS: Accounts = {
  x: {
    client: { clientId: X_ACCOUNT.clientId, clientSecret: X_ACCOUNT.clientSecret },
    secrets: { key: btoa("local-only-key-of-32-bytes-....."), refreshToken: X_ACCOUNT.refreshToken },
  },
  telegram: { token: TELEGRAM_ACCOUNT.token, chatId: TELEGRAM_ACCOUNT.chatId },
  discord: { token: DISCORD_ACCOUNT.token, channelId: DISCORD_ACCOUNT.channelId, guildId: "77" },
  feed: { publicUrl: "https://studio.example" },
}

const KEY = ACCOUNTS.x?.secrets.key ?? ""

/** The same as the agents Worker's bindings. */
export const CHANNEL_VALUES: Readonly<Record<string, string>> = {
  X_CLIENT_ID: X_ACCOUNT.clientId,
  X_CLIENT_SECRET: X_ACCOUNT.clientSecret,
  X_REFRESH_TOKEN: X_ACCOUNT.refreshToken,
  CHANNEL_KEY: KEY,
  TELEGRAM_TOKEN: TELEGRAM_ACCOUNT.token,
  TELEGRAM_CHAT: TELEGRAM_ACCOUNT.chatId,
  DISCORD_TOKEN: DISCORD_ACCOUNT.token,
  DISCORD_CHANNEL: DISCORD_ACCOUNT.channelId,
  DISCORD_GUILD: "77",
}

export type Platforms = {
  readonly x: XHost
  readonly telegram: Platform
  readonly discord: Platform
  /** Addresses that were asked, oldest first. */
  readonly requests: string[]
  readonly png: Uint8Array<ArrayBuffer>
  /** Stands before, or after, every request; what it throws breaks the connection. */
  before: (() => Promise<void>) | null
  after: (() => Promise<void>) | null
  fetch(request: Request, at: Date): Promise<Response>
}

/** New platforms on which nothing has been posted. A request to anywhere else throws. */
export function openPlatforms(): Platforms {
  const hosts = { x: openXHost(X_ACCOUNT), telegram: openTelegramHost(TELEGRAM_ACCOUNT), discord: openDiscordHost(DISCORD_ACCOUNT) }
  const requests: string[] = []
  const platforms: Platforms = {
    ...hosts,
    x: hosts.x,
    requests,
    png: Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 255, 13, 10, 128]),
    before: null,
    after: null,
    async fetch(request, at) {
      const { hostname, pathname } = new URL(request.url)
      const host = Object.values(hosts).find(({ host: each }) => each.names.includes(hostname))
      if (host === undefined) throw new TypeError(`unknown host ${hostname}`)
      requests.push(`${request.method} ${hostname}${pathname}`)
      await platforms.before?.()
      const answer = await host.host.answer(request, at)
      await platforms.after?.()
      return answer
    },
  }
  return platforms
}
