// Which channels can the studio send to? Those that its config names; every one can be rendered for. Opened anew for each sending, behind its guard.
import type { Lacking } from "../../../shared/domain/channels.ts"
import type { ChannelName } from "../../../shared/domain/post.ts"
import type { Caps } from "../../../shared/db/queries/ledger.ts"
import type { Channel } from "../../../shared/integrations/channel.ts"
import type { Clock } from "../../../shared/kit/clock.ts"

/** Called before each request of an opened channel; what it throws is thrown in the request's place. */
export type Guard = () => void

export type Channels = {
  readonly clock: Clock
  /** What the channels that aren't configured lack. */
  readonly lacking: Lacking
  /** Micro-dollars of a UTC day that may be spent. */
  readonly caps: Caps
  /** Renders and tells its limits, also where the channel isn't configured. */
  outline(name: ChannelName): Pick<Channel, "name" | "limits" | "render">
  /** Null where the channel isn't configured. Each request is sent once: what is to be repeated is the delivery's affair. */
  open(name: ChannelName, guard: Guard): Channel | null
}
