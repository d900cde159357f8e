// What may people do that counts, what is it worth, and what does a program send to report it?
import * as z from "zod"

/** Codes as stored; a code never changes its meaning. */
export const INTERACTION_CODES = {
  like: 1,
  repost: 2,
  reply: 3,
  quote: 4,
  message_opened: 5,
  message_clicked: 6,
  reaction: 7,
  mention: 8,
  click: 9,
  view: 10,
  join: 11,
  message: 12,
  other: 99,
} as const
export type InteractionType = keyof typeof INTERACTION_CODES
export const INTERACTION_TYPES = Object.keys(INTERACTION_CODES) as readonly InteractionType[]

export const typeOfCode = (code: number): InteractionType => INTERACTION_TYPES.find((type) => INTERACTION_CODES[type] === code) ?? "other"

/** Days that an interaction counts for. */
export const WINDOW_DAYS = 30
/** So many points are a score of 100. */
export const POINTS_FOR_FULL_SCORE = 50

/** Points of one interaction of value 1, where tuning says nothing else; every type that isn't here is worth `other`. */
export const DEFAULT_WEIGHTS = { like: 1, repost: 2, reply: 3, quote: 4, message_opened: 5, message_clicked: 10, other: 1 } as const
export type Weights = Readonly<Record<keyof typeof DEFAULT_WEIGHTS, number>>

export const weightOf = (type: InteractionType, weights: Weights = DEFAULT_WEIGHTS): number =>
  type in weights ? weights[type as keyof Weights] : weights.other

export const Platform = z.enum(["x", "telegram", "discord", "feed", "site"])
export type Platform = z.infer<typeof Platform>

/** No control characters: ids end in logs and pages. */
const Id = (longest: number) =>
  z
    .string()
    .regex(new RegExp(`^[^\\p{Cc}\\p{Cs}]{1,${longest}}$`, "u"), `must be 1 to ${longest} characters, none of them a control character`)

/** Text that Postgres can keep as JSON: neither control characters nor halves of a character. */
const Storable = (longest: number) =>
  z
    .string()
    .max(longest, `must have at most ${longest} characters`)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, "holds a character that can't be kept")
/** Most entries of an event's metadata. */
export const MOST_METADATA = 20

/** One event as a program reports it. */
export const ReportedEvent = z.strictObject({
  id: Id(200).describe("The event's id at its source. The same id is counted once, for ever."),
  user: z.strictObject({ platform: Platform, id: Id(100).describe("The person's id on the platform; not a name that can change.") }),
  type: z.enum(INTERACTION_TYPES),
  value: z.number().min(0.001).max(1_000).default(1).describe("How much of it: three decimals count."),
  post: z
    .union([
      z.strictObject({ id: z.string().regex(/^post_[0-9a-z]{10,40}$/, "must be a post's id, such as post_01jd8z3k9q4m7x2c5v8b") }),
      z.strictObject({ platformId: Id(200).describe("The post's id on the person's platform.") }),
    ])
    .optional()
    .describe("What it was about, where it was about a post of the studio."),
  at: z.iso
    .datetime({ offset: true, error: "must be a moment with its distance from UTC, such as 2026-11-21T12:00:00Z" })
    .describe("When it happened: at most 400 days ago."),
  action: z
    .enum(["add", "retract"])
    .default("add")
    .describe("`retract` takes back the event of that id: it counts no more, also if it comes later."),
  metadata: z
    .record(
      Storable(40),
      z.union(
        [Storable(200), z.number(), z.boolean(), z.null()],
        "must be a text of at most 200 characters, a number, true, false or null",
      ),
    )
    .refine((entries) => Object.keys(entries).length <= MOST_METADATA, `may have at most ${MOST_METADATA} entries`)
    .optional(),
})
export type ReportedEvent = z.infer<typeof ReportedEvent>

/**
 * An event as the inbox keeps it: checked, and in the terms of the tables. `u` person's id on platform `p`, `t` code, `v` thousandths,
 * `c` the post as `post_...` or as `ext:ID` of the platform, `a` ISO moment in UTC not later than its arrival, `r` true takes back.
 */
export type InboxEvent = {
  readonly k: string
  readonly p: Platform
  readonly u: string
  readonly t: number
  readonly v: number
  readonly c: string | null
  readonly a: string
  readonly r: boolean
  readonly m: Readonly<Record<string, unknown>> | null
}

/** Why an event could not be counted. */
export const ASIDE_REASONS = ["unknown-post", "too-old", "refused-by-database"] as const
export type AsideReason = (typeof ASIDE_REASONS)[number]
