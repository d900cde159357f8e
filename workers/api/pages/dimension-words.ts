// What is a dimension of posts, and a value of it, called on a page?
import type { Compared } from "../../../shared/domain/performance.ts"
import { ChannelName } from "../../../shared/domain/post.ts"
import { channelTitle } from "./channel-words.ts"
import { wordsText } from "./format.ts"

const LABELS: Readonly<Record<Compared, string>> = {
  channel: "Channel",
  format: "Format",
  asset: "Asset",
  topic: "Topic",
  "insight-type": "Insight",
  hour: "Hour",
  policy: "Policy",
}

export const dimensionLabel = (dimension: Compared): string => LABELS[dimension]

export function valueLabel(dimension: Compared, value: string): string {
  if (dimension === "channel") {
    const channel = ChannelName.safeParse(value)
    return channel.success ? channelTitle(channel.data) : value
  }
  if (dimension === "hour") return `${value}:00 UTC`
  if (dimension === "policy") return value === "frozen" ? "frozen" : `version ${value}`
  return dimension === "asset" ? value : wordsText(value)
}
