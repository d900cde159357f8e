// How does the studio's own writer say things in English? Sentences from claims; none with advice, rank or anything a claim can't prove.
import type { Voice } from "../post.ts"
import type { Cited, Sign } from "./cited.ts"
import type { Phrasebook, Variants } from "./phrasebook.ts"

const went = (sign: Sign): string => (sign > 0 ? "rose" : "fell")
const upDown = (sign: Sign): string => (sign > 0 ? "up" : "down")
const side = (sign: Sign): string => (sign > 0 ? "above" : "below")
const tone = (sign: Sign): string => (sign > 0 ? "positive" : "negative")
const sources = (count: string): string => (count === "1" ? "1 source carries" : `${count} sources carry`)
const when = (value: unknown, ...variants: string[]): Variants => (value === null || value === 0 ? [] : variants)

function movedText(c: Cited, voice: Voice): Variants {
  const edge = c.edge === null ? "" : ` That is ${side(c.direction)} ${c.edge}, the edge of its recent range.`
  const short = c.edge === null ? "" : ` ${c.edge} gave way.`
  if (voice === "bold") {
    return [
      `${c.asset} moved. ${c.change} ${upDown(c.rose)} in one hour, to ${c.price}.${short}`,
      `One hour, ${c.change} ${upDown(c.rose)}. ${c.asset} stands at ${c.price}.${short}`,
      `${c.asset} ${went(c.rose)} ${c.change} in one hour. Close: ${c.price}.${short}`,
    ]
  }
  if (voice === "educational") {
    return [
      `What happened: ${c.asset} ${went(c.rose)} ${c.change} in one hour, to ${c.price}.${edge}`,
      `What happened in one hour: ${c.asset} ${went(c.rose)} ${c.change} and closed at ${c.price}.${edge}`,
    ]
  }
  return [
    `${c.asset} ${went(c.rose)} ${c.change} in one hour and closed at ${c.price}.${edge}`,
    `${c.asset} closed at ${c.price}, ${upDown(c.rose)} ${c.change} within the hour.${edge}`,
  ]
}

function volumeText(c: Cited, voice: Voice): Variants {
  const meanwhile = c.rose === 0 || c.change === null ? "" : `, while the price ${went(c.rose)} ${c.change}`
  if (voice === "bold")
    return [`${c.asset} volume: ${c.volume} times the usual.${c.rose === 0 ? "" : ` Price ${went(c.rose)} ${c.change}.`}`]
  const lead = voice === "educational" ? "What happened: " : ""
  return [
    `${lead}${c.asset} traded ${c.volume} times its usual volume for this hour of the day${meanwhile}.`,
    `${lead}Trading in ${c.asset} reached ${c.volume} times the usual volume of the hour${meanwhile}.`,
  ]
}

function moodText(c: Cited, voice: Voice): Variants {
  if (c.mood === null) return [`What happened: the mood around ${c.asset} turned ${tone(c.direction)}.`]
  const { from, to, of } = c.mood
  const what = of === "index" ? `${voice === "educational" ? "the" : "The"} fear and greed index` : `News sentiment about ${c.asset}`
  if (voice === "bold")
    return [
      `Mood swing. ${what} ${went(c.direction)} from ${from} to ${to}.`,
      `${what} ${went(c.direction)}. From ${from} to ${to} within a day.`,
    ]
  const lead = voice === "educational" ? "What happened in a day: " : ""
  return [`${lead}${what} ${went(c.direction)} from ${from} to ${to}${lead === "" ? " within a day" : ""}.`]
}

function newsText(c: Cited, voice: Voice): Variants {
  const at = c.price === null ? "" : ` Its last close was ${c.price}.`
  const carry = sources(c.witnesses ?? "1")
  if (voice === "bold")
    return [
      `${c.asset} is in the news. ${carry} it, and the tone is ${tone(c.direction)}.`,
      `News on ${c.asset}, and it is ${tone(c.direction)}. ${carry} it.${at}`,
    ]
  const lead = voice === "educational" ? "What happened: " : ""
  return [
    `${lead}${carry} ${tone(c.direction)} news about ${c.asset}.${at}`,
    `${lead}${c.asset} is in ${tone(c.direction)} news that ${carry}.${at}`,
  ]
}

function patternText(c: Cited, voice: Voice): Variants {
  const lead = voice === "educational" ? "What happened: " : ""
  const at = c.price === null ? "" : ` at ${c.price}`
  if (c.width !== null) {
    if (voice === "bold") return [`${c.asset} left its narrow band. Width: ${c.width}. It closed ${side(c.direction)} the band${at}.`]
    return [`${lead}${c.asset} left a narrow trading band (${c.width} wide) and closed ${side(c.direction)} it${at}.`]
  }
  if (voice === "bold") return [`${c.asset} turns from its extreme. Relative strength: ${c.rsi}.`]
  return [`${lead}The relative strength index of ${c.asset} is back from its extreme and stands at ${c.rsi}.`]
}

function correlationText(c: Cited, voice: Voice): Variants {
  if (voice === "bold") return [`${c.asset} goes its own way. Correlation with the rest: ${c.correlation}.`]
  const lead = voice === "educational" ? "What happened: " : ""
  return [
    `${lead}${c.asset} stopped moving with the other assets we watch: their hourly correlation is ${c.correlation}.`,
    `${lead}${c.asset} has come loose from the market, with an hourly correlation of ${c.correlation}.`,
  ]
}

function finding(c: Cited, voice: Voice): Variants {
  switch (c.type) {
    case "breakout":
    case "breakdown":
      return movedText(c, voice)
    case "volume_spike":
      return volumeText(c, voice)
    case "sentiment_shift":
      return moodText(c, voice)
    case "news_impact":
      return newsText(c, voice)
    case "technical_pattern":
      return patternText(c, voice)
    case "correlation_break":
      return correlationText(c, voice)
  }
}

function details(c: Cited): readonly Variants[] {
  return [
    when(
      c.sigma,
      `The hour's move is ${c.sigma} standard deviations of its usual hourly move.`,
      `Measured by its own volatility, the hour was ${c.sigma} standard deviations in size.`,
    ),
    when(c.ownSigma, `Without the part that the wider market explains, ${c.ownSigma} standard deviations remain.`),
    c.type === "volume_spike" ? [] : when(c.volume, `Volume was ${c.volume} times the usual for this hour of the day.`),
    c.type === "technical_pattern" ? [] : when(c.width, `Its trading band was ${c.width} wide before.`),
    when(c.moodSigma, `The change is ${c.moodSigma} standard deviations of its usual daily change.`),
    when(c.correlationSigma, `The break measures ${c.correlationSigma} standard errors.`),
    c.type === "news_impact" ? when(c.tone, `Our reading of the story's tone is ${c.tone}, on a scale that is neutral in the middle.`) : [],
    c.type === "news_impact" ? when(c.storyAt, `We first saw the story on ${c.storyAt}.`) : [],
    c.price === null
      ? []
      : when(c.closedAt, `The last hourly close, on ${c.closedAt}, was ${c.price}.`, `Last hourly close: ${c.price}, on ${c.closedAt}.`),
    when(c.exchanges, `${c.exchanges} exchanges agree on that price.`),
  ]
}

const claimText = (c: Cited, at: string): string =>
  c.move === null
    ? `the hourly candle of ${c.asset} that closes at ${at} closes ${side(c.side)} ${c.level}`
    : `by ${at} some hourly close of ${c.asset} lies at least ${c.move} above or below ${c.level}`

function outlook(c: Cited, voice: Voice): Variants {
  const claim = claimText(c, c.deadline)
  if (voice === "bold")
    return [`Our call: a ${c.chance} chance that ${claim}.`, `Here is what can be checked. Chance ${c.chance} that ${claim}.`]
  if (voice === "educational") {
    return [`What we expect: a chance of ${c.chance} that ${claim}. In other words, a forecast that can turn out wrong.`]
  }
  return [`We put the probability that ${claim} at ${c.chance}.`, `Our model gives a probability of ${c.chance} that ${claim}.`]
}

const briefOutlook = (c: Cited): Variants =>
  c.move === null
    ? [
        `Chance of ${c.asset} closing ${side(c.side)} ${c.level} at ${c.deadlineShort}: ${c.chance}.`,
        `${c.chance} chance that ${c.asset} closes ${side(c.side)} ${c.level} at ${c.deadlineShort}.`,
      ]
    : [
        `Chance of ${c.asset} at least ${c.move} above or below ${c.level} by ${c.deadlineShort}: ${c.chance}.`,
        `${c.chance} chance that ${c.asset} closes at least ${c.move} either way by ${c.deadlineShort}.`,
      ]

function lesson(c: Cited): Variants {
  switch (c.type) {
    case "breakout":
    case "breakdown":
      return [
        "Why it matters: a price that leaves its range has found traders who disagree with the days before. That means attention, not certainty.",
      ]
    case "volume_spike":
      return ["Why it matters: volume shows how many traders take part. Much of it means that a price is being argued over."]
    case "sentiment_shift":
      return ["Why it matters: mood indexes measure feelings, not prices. A sudden turn means that the crowd is reconsidering."]
    case "news_impact":
      return [
        "Why it matters: a story that different newsrooms carry is no mere rumour, but that means little until traders act on it. Whether the price follows is a separate question.",
      ]
    case "technical_pattern":
      return [
        "Why it matters: indicators describe how stretched or how quiet a price is. That means a setting in which moves can follow, not a cause.",
      ]
    case "correlation_break":
      return ["Why it matters: assets usually move together. One that doesn't means that something of its own is at work."]
  }
}

function method(c: Cited, voice: Voice): readonly Variants[] {
  const plain = voice === "bold" ? "No promises." : "This is a measurement and a forecast, no promise."
  return [
    [
      `${plain} Of all the statements to which we give a chance of ${c.chance}, about that share has to come true; if it doesn't, our model is wrong, and everyone can see it.`,
    ],
    [
      "Every figure in this text comes from a stored row that can be opened: hourly candles of the exchanges, news and mood readings as they were when we wrote.",
    ],
    [
      `We look ${c.hours} hours ahead and then settle the statement from the same candles. It is marked as right, wrong or void; nothing is edited afterwards.`,
    ],
    [
      "Markets can change for reasons that no candle shows. Read the finding for what it is: something measurable that happened, with the evidence beside it, and a statement that can be settled.",
    ],
    [
      "How we measure: each hour is compared with the volatility of the asset itself, so that a calm coin and a wild one are judged alike, and a condition is reported once, not every hour that it lasts.",
    ],
  ]
}

function title(c: Cited): Variants {
  switch (c.type) {
    case "breakout":
    case "breakdown":
      return [`${c.name} ${went(c.rose)} ${c.change} in one hour`, `${c.name} leaves its range: ${c.change} ${upDown(c.rose)}`]
    case "volume_spike":
      return [`${c.name} trades ${c.volume} times its usual volume`]
    case "sentiment_shift":
      return [`The mood around ${c.name} ${went(c.direction)}`]
    case "news_impact":
      return [`${c.name} in ${tone(c.direction)} news`]
    case "technical_pattern":
      return [c.width === null ? `${c.name} comes back from its extreme` : `${c.name} leaves a narrow band`]
    case "correlation_break":
      return [`${c.name} goes its own way`]
  }
}

const alt = (c: Cited): string =>
  `Chart of the hourly closes of ${c.asset}${c.closedAt === null || c.price === null ? "" : ` until its close of ${c.price}`}, with a line at ${c.level}. ${briefOutlook(c)[0]}`

export const ENGLISH: Phrasebook = { finding, details, outlook, briefOutlook, lesson, method, title, alt }
