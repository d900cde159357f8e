// Senders that break one rule each: what the fault suite is there to notice, and has to.
import type { Channel } from "../../../shared/integrations/channel.ts"
import { Failure, toFailure } from "../../../shared/kit/failure.ts"
import type { Mutation } from "./sender.ts"

const changing =
  (change: (channel: Channel) => Channel): NonNullable<Mutation> =>
  (sender) => ({
    ...sender,
    channels: {
      ...sender.channels,
      open: (name, guard) => {
        const channel = sender.channels.open(name, guard)
        return channel === null ? null : change(channel)
      },
    },
  })

export const MUTATIONS = {
  "what nobody knows is sent again": changing((channel) => ({
    ...channel,
    async sendPart(payload, part, sending) {
      try {
        return await channel.sendPart(payload, part, sending)
      } catch (thrown) {
        if (toFailure(thrown).code !== "upstream-unknown") throw thrown
        throw new Failure("upstream-unavailable", "taken for one that was not posted")
      }
    },
  })),
  "a channel that can't be asked is taken to have nothing": changing((channel) => ({
    ...channel,
    find: channel.find ?? (async () => null),
  })),
  "nobody waits before a channel is asked": (sender) => {
    const unhurried = changing((channel) => ({ ...channel, limits: { ...channel.limits, settleMs: 0 } }))(sender)
    return { ...unhurried, channels: { ...unhurried.channels, clock: { ...sender.channels.clock, sleep: async () => undefined } } }
  },
  "a receipt is taken for a failure": changing((channel) => ({
    ...channel,
    async sendPart(payload, part, sending) {
      await channel.sendPart(payload, part, sending)
      throw new Failure("upstream-rejected", "taken for a refusal")
    },
  })),
} as const satisfies Record<string, NonNullable<Mutation>>
