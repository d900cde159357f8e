// The bindings of the channels: each is on once all that it needs is set, and off (null) before.
import * as z from "zod"
import { CHANNEL_NEEDS, type Lacking } from "../../shared/domain/channels.ts"
import { ChannelName } from "../../shared/domain/post.ts"
import { type SecretText, Secret } from "../../shared/kit/env.ts"
import type { Accounts } from "./publishing/open-channels.ts"

/** A secret or variable that may be left out, or stay "". */
const optional = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === "" ? undefined : value), schema.optional())

const is32Bytes = (base64: string): boolean => /^[\w+/]{43}=$/.test(base64)

export const CHANNEL_BINDINGS = {
  /** X: the app's OAuth 2 client, and the refresh token of the account that signed in to it. */
  X_CLIENT_ID: optional(z.string().min(1)),
  X_CLIENT_SECRET: optional(Secret()),
  X_REFRESH_TOKEN: optional(Secret()),
  /** Seals what X gives in exchange. */
  CHANNEL_KEY: optional(z.string().refine(is32Bytes, "must be 32 bytes in base64: `openssl rand -base64 32`").pipe(Secret())),
  TELEGRAM_TOKEN: optional(
    z
      .string()
      .regex(/^\d{3,}:[\w-]{20,}$/, "must be a bot's token, 123456:ABC…")
      .pipe(Secret()),
  ),
  /** `@name` of a public channel, or the number of a chat. */
  TELEGRAM_CHAT: optional(z.string().regex(/^(@\w{4,}|-?\d+)$/, "must be @name or a number")),
  DISCORD_TOKEN: optional(
    z
      .string()
      .regex(/^[\w.-]{20,}$/, "must be a bot's token")
      .pipe(Secret()),
  ),
  DISCORD_CHANNEL: optional(z.string().regex(/^\d{1,20}$/, "must be a channel's id")),
  /** The server of that channel, for the addresses of messages. */
  DISCORD_GUILD: optional(z.string().regex(/^\d{1,20}$/, "must be a server's id")),
  /** Where readers find the studio's own pages, `https://host`. */
  PUBLIC_URL: optional(z.url({ protocol: /^https?$/ })),
}

type ChannelEnv = { readonly [N in keyof typeof CHANNEL_BINDINGS]?: z.infer<(typeof CHANNEL_BINDINGS)[N]> }

/** What of the channels is complete. */
export function toAccounts(env: ChannelEnv): Accounts {
  const { X_CLIENT_ID: clientId, X_REFRESH_TOKEN: refresh, CHANNEL_KEY: key, TELEGRAM_TOKEN: telegram, DISCORD_TOKEN: discord } = env
  return {
    x:
      clientId && refresh && key
        ? {
            client: { clientId, clientSecret: revealed(env.X_CLIENT_SECRET) },
            secrets: { key: key.reveal(), refreshToken: refresh.reveal() },
          }
        : null,
    telegram: telegram && env.TELEGRAM_CHAT ? { token: telegram.reveal(), chatId: env.TELEGRAM_CHAT } : null,
    discord:
      discord && env.DISCORD_CHANNEL
        ? { token: discord.reveal(), channelId: env.DISCORD_CHANNEL, guildId: env.DISCORD_GUILD ?? null }
        : null,
    feed: env.PUBLIC_URL ? { publicUrl: env.PUBLIC_URL } : null,
  }
}

/** What the channels that are off still lack, by name. */
export function toLacking(env: ChannelEnv): Lacking {
  const missing = (channel: ChannelName) => CHANNEL_NEEDS[channel].filter((name) => !env[name])
  return Object.fromEntries(
    ChannelName.options.map((channel) => [channel, missing(channel)] as const).filter(([, names]) => names.length > 0),
  )
}

const revealed = (secret: SecretText | undefined): string | null => secret?.reveal() ?? null
