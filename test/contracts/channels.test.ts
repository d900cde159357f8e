import { openDiscord } from "../../shared/integrations/discord.ts"
import { openTelegram } from "../../shared/integrations/telegram.ts"
import { openX } from "../../shared/integrations/x.ts"
import { openDiscordHost } from "../world/hosts/discord.ts"
import { openTelegramHost } from "../world/hosts/telegram.ts"
import { openXHost } from "../world/hosts/x.ts"
import { channelContract } from "./channel.ts"
import { DISCORD, newTokenStore, TELEGRAM, X } from "./channel-accounts.ts"

channelContract({
  name: "x",
  can: { asked: true, measured: true },
  secrets: [X.accessToken, X.refreshToken, X.clientSecret],
  keepsAlt: true,
  shows: (sent) => sent,
  open(connect) {
    const platform = openXHost(X)
    return { platform, channel: openX({ ...connect(platform), store: newTokenStore(X), client: X }) }
  },
})

channelContract({
  name: "telegram",
  can: { asked: false, measured: false },
  secrets: [TELEGRAM.token],
  keepsAlt: false,
  shows: (sent) => sent,
  open(connect) {
    const platform = openTelegramHost(TELEGRAM)
    return { platform, channel: openTelegram(TELEGRAM, connect(platform)) }
  },
})

channelContract({
  name: "discord",
  can: { asked: true, measured: true },
  secrets: [DISCORD.token],
  keepsAlt: true,
  // Its markup takes a backslash away before any sign.
  shows: (sent) => sent.replace(/\\([^\p{L}\p{N}\s])/gu, "$1"),
  open(connect) {
    const platform = openDiscordHost(DISCORD)
    return { platform, channel: openDiscord({ ...DISCORD, guildId: "77" }, connect(platform)) }
  },
})
