// How does the operator want his desk to be? What the bindings say of his hours, his channels and his caps, to be shown and not to be kept.
import type { ChannelSettings } from "../../shared/domain/channels.ts"
import type { DailyCaps } from "../../shared/domain/spend-caps.ts"

export type DeskSettings = {
  /** Of the calendar, such as `Europe/Amsterdam`. */
  readonly timeZone: string
  readonly channels: readonly ChannelSettings[]
  readonly caps: DailyCaps
}
