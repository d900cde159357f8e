// Does a text sound like its voice? For each voice an example, and what it never does, in both languages.
import type { Span } from "../figures.ts"
import type { Language, Voice } from "../post.ts"

export type VoiceFault = Span & { readonly reason: string }

type VoiceRule = {
  /** How it sounds; a model's prompt quotes it. Its letters stand for figures. */
  readonly example: Readonly<Record<Language, string>>
  readonly manner: string
  /** Most words of a sentence, on average. */
  readonly meanWords: number
  readonly exclamations: number
  /** A post of this voice has to hold one of them. */
  readonly needs: Readonly<Record<Language, RegExp>> | null
}

export const VOICES: Readonly<Record<Voice, VoiceRule>> = {
  analytical: {
    example: {
      en: "BTC rose A in one hour and closed at B. We put the probability that it holds at C.",
      nl: "BTC steeg in één uur A en sloot op B. We schatten de kans dat het standhoudt op C.",
    },
    manner: "Measured sentences: what was measured, how large it is, what follows and how likely. No question, no exclamation.",
    meanWords: 34,
    exclamations: 0,
    needs: null,
  },
  bold: {
    example: {
      en: "BTC moved. A up in one hour. Our call: a C chance that it holds.",
      nl: "BTC beweegt. A omhoog in één uur. Onze voorspelling: C kans dat het standhoudt.",
    },
    manner: "Short sentences, the finding first, one claim each. No hype: the figure is the point.",
    meanWords: 22,
    exclamations: 1,
    needs: null,
  },
  educational: {
    example: {
      en: "What happened: BTC rose A. Why it matters: that means attention, not certainty.",
      nl: "Wat er gebeurde: BTC steeg A. Waarom dat telt: dat betekent aandacht, geen zekerheid.",
    },
    manner: "First what happened, then what it means, in words that a newcomer knows.",
    meanWords: 30,
    exclamations: 1,
    needs: {
      en: /\b(?:means?|meaning|matters|in other words|that is|what happened|what we expect|why)\b/i,
      nl: /(?<!\p{L})(?:beteken(?:t|en)|telt|met andere woorden|dat wil zeggen|wat er (?:in één uur )?gebeurde|wat we verwachten|waarom)(?!\p{L})/iu,
    },
  },
}

/** Words that no voice of the studio uses: they sell instead of say. */
const HYPE: Readonly<Record<Language, RegExp>> = {
  en: /(?<!\p{L})(?:moon(?:ing|shot)?|to the moon|lambo|wagmi|hodl|insane|massive|explosive|skyrocket\w*|parabolic|must[- ]see|huge|game[- ]?chang\w*|don't miss|fomo|delv(?:e|ing)|unleash\w*)(?!\p{L})/giu,
  nl: /(?<!\p{L})(?:naar de maan|moon|lambo|wagmi|hodl|waanzinnig\w*|krankzinnig\w*|explosie(?:f|ve)|gigantisch\w*|enorme?|mis (?:het|dit) niet|fomo|niet te missen)(?!\p{L})/giu,
}

const whole = (text: string): Span => ({ start: 0, end: text.length })

/** What in the text isn't the voice's manner. */
export function voiceFaults(text: string, voice: Voice, language: Language): VoiceFault[] {
  const rule = VOICES[voice]
  const marks = [...text.matchAll(/!/g)]
  const sentences = text
    .split(/[.!?:;](?=\s|$)|\n+/)
    .map((each) => each.trim().split(/\s+/).filter(Boolean).length)
    .filter((count) => count > 0)
  const mean = sentences.reduce((sum, count) => sum + count, 0) / Math.max(sentences.length, 1)
  return [
    ...[...text.matchAll(HYPE[language])].map((match) => ({ start: match.index, end: match.index + match[0].length, reason: "hype" })),
    ...marks.slice(rule.exclamations).map(({ index }) => ({ start: index, end: index + 1, reason: "an exclamation mark too many" })),
    ...(voice === "analytical"
      ? [...text.matchAll(/\?/g)].map(({ index }) => ({ start: index, end: index + 1, reason: "a question" }))
      : []),
    ...(mean > rule.meanWords ? [{ ...whole(text), reason: `sentences of ${mean.toFixed(0)} words` }] : []),
    ...(rule.needs !== null && !rule.needs[language].test(text) ? [{ ...whole(text), reason: "it explains nothing" }] : []),
  ]
}
