// How does each channel want to be used? Language, voice, formats, posting times and limits, with a default that the operator may override.
import * as z from "zod"
import { isTimeZone } from "../kit/time-zone.ts"
import { Tier } from "./plan.ts"
import { ChannelName, Language, PostFormat, Voice } from "./post.ts"
import { DISCLOSURE_PROFILES } from "./writing/disclosure.ts"

export const Weekday = z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])
export type Weekday = z.infer<typeof Weekday>

const LocalTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "hours and minutes, such as 07:30")

/** From `from` (included) to `until` (excluded) on each of the days, in local time. One that ends at or before its beginning ends the next day. */
export const PostingWindow = z.strictObject({
  days: z.array(Weekday).min(1).readonly(),
  from: LocalTime,
  until: z.union([LocalTime, z.literal("24:00")]),
})
export type PostingWindow = z.infer<typeof PostingWindow>

export const ChannelSettings = z.strictObject({
  channel: ChannelName,
  language: Language,
  voice: Voice,
  formats: z.array(PostFormat).min(1).readonly(),
  windows: z.array(PostingWindow).min(1).max(50).readonly(),
  /** Between two posts. */
  gapMinutes: z.int().min(1).max(1_440),
  /** Posts of one local day. */
  dailyCap: z.int().min(0).max(1_440),
  disclosure: z.enum(DISCLOSURE_PROFILES),
  /** Hosts that a link may lead to; none means no links. */
  linkHosts: z.array(z.hostname()).readonly(),
  /** Whom the channel reaches: anyone, or those who pay. */
  tier: Tier,
})
export type ChannelSettings = z.infer<typeof ChannelSettings>

const allDays = (from: string, until: string): PostingWindow[] => [{ days: [...Weekday.options], from, until }]

const COMMON = { language: "en", windows: allDays("00:00", "24:00"), disclosure: "eu", linkHosts: [], tier: "public" } as const

/** In the order in which the dashboard lists them. */
export const DEFAULT_CHANNELS: readonly ChannelSettings[] = [
  {
    ...COMMON,
    channel: "x",
    voice: "bold",
    formats: ["single", "thread", "picture"],
    windows: allDays("07:00", "23:00"),
    gapMinutes: 15,
    dailyCap: 16,
    linkHosts: [],
  },
  { ...COMMON, channel: "telegram", voice: "analytical", formats: ["message", "picture"], gapMinutes: 10, dailyCap: 24, linkHosts: [] },
  { ...COMMON, channel: "discord", voice: "educational", formats: ["message", "picture"], gapMinutes: 10, dailyCap: 24, linkHosts: [] },
  { ...COMMON, channel: "feed", voice: "analytical", formats: ["long"], gapMinutes: 5, dailyCap: 48, linkHosts: [] },
]

/** What an operator may say of a channel; `null` leaves it out. */
const Override = ChannelSettings.omit({ channel: true }).partial().nullable()
const Overrides = z.partialRecord(ChannelName, Override)

const DEFAULTS = new Map(DEFAULT_CHANNELS.map((row) => [row.channel, row]))

/**
 * The channels as the operator's JSON says, such as `{"x":{"dailyCap":5,"language":"nl"},"discord":null}`: what it leaves out stays at its
 * default, and an empty text changes nothing. Throws an Error whose message lists every fault.
 */
export function readChannels(json: string): ChannelSettings[] {
  const parsed = Overrides.safeParse(json.trim() === "" ? {} : parseJson(json))
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join(".") || "(whole)"}: ${message}`).join("; "))
  }
  return ChannelName.options.flatMap((channel) => {
    const [base, change] = [DEFAULTS.get(channel), parsed.data[channel]]
    if (base === undefined || change === null) return []
    // Parsing gave each value its own shape; what was left out is not among the keys.
    return [{ ...base, ...(change as Partial<ChannelSettings> | undefined) }]
  })
}

/** A binding that changes the channels' defaults, as `readChannels` reads it. */
export const ChannelList = z
  .string()
  .default("")
  .transform((json, context): readonly ChannelSettings[] => {
    try {
      return readChannels(json)
    } catch (error) {
      context.addIssue({ code: "custom", message: error instanceof Error ? error.message : "can't be read" })
      return z.NEVER
    }
  })

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw new Error("(whole): is no JSON")
  }
}

/** Bindings of the agents Worker without which a channel can't be sent to. */
export const CHANNEL_NEEDS = {
  x: ["X_CLIENT_ID", "X_REFRESH_TOKEN", "CHANNEL_KEY"],
  telegram: ["TELEGRAM_TOKEN", "TELEGRAM_CHAT"],
  discord: ["DISCORD_TOKEN", "DISCORD_CHANNEL"],
  feed: ["PUBLIC_URL"],
} as const satisfies Readonly<Record<ChannelName, readonly string[]>>

/** What each channel still lacks; one that lacks nothing isn't named. */
export const Lacking = z.partialRecord(ChannelName, z.array(z.string()).readonly())
export type Lacking = z.infer<typeof Lacking>

/** The zone in which an operator's posting times and days are meant. */
export const TimeZone = z.string().refine(isTimeZone, "a time zone such as Europe/Amsterdam")
