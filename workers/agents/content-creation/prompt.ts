// What is a model told so that it writes a post? The plan's form, the figures that it may name as they are to be spelled, and the strangers'
// headlines apart.
import * as z from "zod"
import type { Language, PostFormat } from "../../../shared/domain/post.ts"
import type { Prompt } from "../../../shared/domain/prompt.ts"
import { maxLength, TEXT_LIMITS } from "../../../shared/domain/text-length.ts"
import { claimsNow, headlinesOf, type WritingOrder } from "../../../shared/domain/writing-order.ts"
import { cite, type Cited, type Sign } from "../../../shared/domain/writing/cited.ts"
import { disclosureRoom } from "../../../shared/domain/writing/disclosure.ts"
import { VOICES } from "../../../shared/domain/writing/voices.ts"

const VERSION = "content-creation/1"
const MAX_TOKENS = 4_000
/** A model counts badly: it is told a little less than there is. */
const MARGIN = 0.9

export const ModelReply = z.object({
  title: z.string().max(200).nullable(),
  parts: z.array(z.string().min(1).max(8_000)).min(1).max(8),
})

const SYSTEM = [
  "You write posts for a studio that measures crypto markets. You write only what the order's figures say.",
  "Every number, percentage, price, date, time and ticker in your text is one of the listed figures, spelled exactly as given; name no other.",
  "Name the probability and the deadline of the statement in one sentence with the words chance or probability (Dutch: kans).",
  "No comparison or rank (record, highest, most, twice, nearly, more than), no relative days (today, yesterday), no advice, no promise, no link, " +
    "no hashtag, no emoji, no markup, and no reason for a move that the figures don't give.",
  "Say up, down, rose or fell only of what the figures say so. Write in the language and voice of the order, in your own words.",
].join("\n")

const FORMS: Readonly<Record<PostFormat, string>> = {
  single: "One part: the finding and the statement with its probability.",
  picture: "One part beside a chart: the finding and the statement with its probability.",
  thread: "Three to five parts that are read in order: the finding, the details, the statement with its probability.",
  message: "One part of one to three short paragraphs: the finding, the details, the statement with its probability.",
  long: "A title, and one part of 150 to 250 words in paragraphs: the finding, its details, what it means, the statement with its probability.",
}

const LANGUAGES: Readonly<Record<Language, string>> = { en: "English", nl: "Dutch" }

const towards = (sign: Sign, up: string, down: string): string | null => (sign === 0 ? null : sign > 0 ? up : down)

/** Each figure with what it is; one that the insight doesn't have is left out. */
function figuresOf(cited: Cited): Record<string, string> {
  const { mood } = cited
  const all: Record<string, string | null> = {
    asset: `${cited.asset} (${cited.name})`,
    "last hourly close": cited.price,
    "that hour ended": cited.closedAt,
    "exchanges that agree on the close": cited.exchanges,
    "move of the last hour": cited.change === null ? null : (towards(cited.rose, `up ${cited.change}`, `down ${cited.change}`) ?? null),
    "size of the move in standard deviations": cited.sigma,
    "of which not explained by the market, in standard deviations": cited.ownSigma,
    "edge of the recent range": cited.edge,
    "volume as a multiple of the usual for the hour (times)": cited.volume,
    "width of the trading band": cited.width,
    "relative strength index": cited.rsi,
    "hourly correlation with the other assets": cited.correlation,
    "break of the correlation in standard errors": cited.correlationSigma,
    "sources that carry the story": cited.witnesses,
    "tone of the story on a scale from -1 to 1": cited.tone,
    "story first seen": cited.storyAt,
    "mood before": mood?.from ?? null,
    "mood now": mood?.to ?? null,
    "change of the mood in standard deviations": cited.moodSigma,
    "direction of the finding": towards(cited.direction, "up or positive", "down or negative"),
    statement: statementOf(cited),
    "probability of the statement": cited.chance,
    "deadline of the statement": cited.deadline,
    "hours until the deadline, from the finding": cited.hours,
  }
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null))
}

const statementOf = ({ asset, move, side, level }: Cited): string =>
  move === null
    ? `the hourly candle of ${asset} that closes at the deadline closes ${side > 0 ? "above" : "below"} ${level}`
    : `by the deadline some hourly close of ${asset} lies at least ${move} above or below ${level}`

/** The prompt for a plan of an insight; its trusted part holds nothing that a stranger wrote. */
export function writingPrompt(order: WritingOrder): Prompt<typeof ModelReply> {
  const { channel, format, language, voice, disclosure } = order.plan
  const room = maxLength(channel, { hasPicture: format === "picture" }) - disclosureRoom(disclosure, language, channel)
  const manner = VOICES[voice]
  const trusted = {
    task: "Write the post.",
    language: LANGUAGES[language],
    form: FORMS[format],
    "longest part": `${Math.floor(room * MARGIN)} ${TEXT_LIMITS[channel].unit}`,
    "most words of a sentence, on average": Math.floor(manner.meanWords * MARGIN),
    voice: manner.manner,
    "example of the voice, with letters for figures": manner.example[language],
    finding: order.insight.type.replaceAll("_", " "),
    figures: figuresOf(cite(order.insight.type, claimsNow(order), language)),
  }
  return {
    system: SYSTEM,
    trusted: JSON.stringify(trusted, null, 1),
    untrusted: headlinesOf(order),
    reply: ModelReply,
    maxTokens: MAX_TOKENS,
    promptVersion: VERSION,
  }
}
