// The platforms of the local world: one account on each, with what was posted in an earlier life, and a page that shows their timelines.
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { openDiscordHost } from "./hosts/discord.ts"
import type { Host } from "./hosts/host.ts"
import type { Platform, PlatformPost } from "./hosts/platform.ts"
import { openTelegramHost } from "./hosts/telegram.ts"
import { openXHost, type XHost } from "./hosts/x.ts"
import { openWebhookReceiver, type WebhookReceiver } from "./hosts/webhook-receiver.ts"
import type { XGrants } from "./hosts/x-oauth.ts"
import { DISCORD_ACCOUNT, TELEGRAM_ACCOUNT, X_ACCOUNT } from "./platform-accounts.ts"

export type LocalPlatforms = {
  readonly x: XHost
  readonly telegram: Platform
  readonly discord: Platform
  /** Somebody's program that takes webhooks; it forgets them when the studio stops. */
  readonly webhooks: WebhookReceiver
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
export function openLocalPlatforms({ file = null }: { readonly file?: string | null } = {}): LocalPlatforms {
  const kept = readKept(file)
  const open = {
    x: openXHost({ ...X_ACCOUNT, grows: true, ...(kept === null ? {} : { kept: kept.x }) }),
    telegram: openTelegramHost({ ...TELEGRAM_ACCOUNT, ...(kept === null ? {} : { kept: kept.telegram }) }),
    discord: openDiscordHost({ ...DISCORD_ACCOUNT, ...(kept === null ? {} : { kept: kept.discord }) }),
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
  const webhooks = openWebhookReceiver()
  return { ...open, webhooks, hosts: [...[open.x, open.telegram, open.discord].map(remembering), webhooks.host] }
}
