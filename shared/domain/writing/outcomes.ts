// What became of a statement that a post made? A text of the studio's own about a post that did well: what was said, and what the candles show.
import { momentText } from "../figures/dates.ts"
import { numberText, priceDigits } from "../figures/rounding.ts"
import type { Claim, Language, PostText } from "../post.ts"
import { claimsNow, type WritingOrder } from "../writing-order.ts"
import { cite, type Cited } from "./cited.ts"
import { ENGLISH } from "./phrases-en.ts"
import { DUTCH } from "./phrases-nl.ts"

const BOOKS = { en: ENGLISH, nl: DUTCH } as const

/** What the insight said, with the moment of the post and the candle that speaks for or against it; their age counts from the plan. */
export function outcomeClaims(order: WritingOrder): Claim[] {
  const { plan, insight, about, outcome } = order
  const own = { asOf: plan.createdAt, evidence: null }
  const said = claimsNow(order).map((claim): Claim => ({ ...claim, asOf: plan.createdAt }))
  const date = (measure: string, at: string): Claim => ({
    ...own,
    measure,
    asset: null,
    value: String(Date.parse(at)),
    unit: "date",
    at,
    agreement: null,
  })
  if (about === null || outcome === null) return said
  const close: Claim = {
    ...own,
    measure: "outcome_close",
    asset: insight.asset,
    value: outcome.close,
    unit: "usd",
    at: outcome.closedAt,
    agreement: outcome.agreement,
  }
  return [...said, date("published_at", about.publishedAt), date("outcome_at", outcome.closedAt), close]
}

/** Whether the statement came true; exact for prices that a binary number holds. */
function cameTrue({ insight, outcome }: WritingOrder): boolean {
  const [close, level] = [Number(outcome?.close), Number(insight.statement.level)]
  switch (insight.statement.kind) {
    case "close_above":
      return close > level
    case "close_below":
      return close < level
    case "move_at_least":
      return Math.abs(close / level - 1) * 100 >= Number(insight.statement.movePct)
  }
}

type Told = { readonly c: Cited; readonly published: string; readonly closedAt: string; readonly close: string; readonly held: boolean }

const TEXTS: Readonly<Record<Language, (told: Told) => { title: string; pieces: string[] }>> = {
  en: ({ c, published, closedAt, close, held }) => ({
    title: `What became of it: ${c.name}`,
    pieces: [
      `On ${published} we published a statement about ${c.asset}. This is what happened.`,
      c.move === null
        ? `We gave a chance of ${c.chance} that ${c.asset} would close ${c.side > 0 ? "above" : "below"} ${c.level}.`
        : `We gave a chance of ${c.chance} that some hourly close of ${c.asset} would lie at least ${c.move} above or below ${c.level}.`,
      `${c.move === null ? "The hour in question" : "The hour that lay farthest from it"} ended on ${closedAt}. ${c.asset} stood at ${close}.`,
      held ? "The statement came true." : "The statement did not come true.",
      "One outcome means little by itself: it is one more row by which the whole of our statements can be judged.",
    ],
  }),
  nl: ({ c, published, closedAt, close, held }) => ({
    title: `Wat ervan kwam: ${c.name}`,
    pieces: [
      `Op ${published} publiceerden we een uitspraak over ${c.asset}. Dit is wat er gebeurde.`,
      c.move === null
        ? `We gaven een kans van ${c.chance} dat ${c.asset} ${c.side > 0 ? "boven" : "onder"} ${c.level} zou sluiten.`
        : `We gaven een kans van ${c.chance} dat een uurslot van ${c.asset} minstens ${c.move} boven of onder ${c.level} zou liggen.`,
      `${c.move === null ? "Het uur in kwestie" : "Het uur dat er het verst van af lag"} eindigde op ${closedAt}. ${c.asset} stond op ${close}.`,
      held ? "De uitspraak kwam uit." : "De uitspraak kwam niet uit.",
      "Eén uitkomst betekent op zichzelf weinig: het is een rij meer waaraan al onze uitspraken te meten zijn.",
    ],
  }),
}

/** The text without its disclosure; null where the outcome or the post is not known, or its price is in doubt. */
export function writeOutcome(order: WritingOrder, claims: readonly Claim[]): PostText | null {
  const { plan, insight, about, outcome } = order
  if (about === null || outcome === null || outcome.agreement !== "agreed") return null
  const { language, channel, voice } = plan
  const c = cite(insight.type, claims, language)
  const told = {
    c,
    published: momentText(Date.parse(about.publishedAt), language),
    closedAt: momentText(Date.parse(outcome.closedAt), language),
    close: `$${numberText(outcome.close, priceDigits(outcome.close), language)}`,
    held: cameTrue(order),
  }
  const { title, pieces } = TEXTS[language](told)
  const [lesson = ""] = BOOKS[language].lesson(c)
  const [[reading = ""] = [], [source = ""] = []] = BOOKS[language].method(c, voice)
  const isLong = plan.format === "long"
  const parts = [[...pieces, ...(isLong ? [lesson, reading, source] : [])].join("\n\n")]
  return { channel, format: isLong ? "long" : "message", language, parts, title: isLong ? title : null, alt: null }
}
