// Which words make a text advice, or a promise that nobody may make? Patterns in both languages, for the guards.
import { ASSETS } from "../asset.ts"
import type { Language } from "../post.ts"

const words = (list: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])(?:${list})(?![\\p{L}\\p{N}])`, "giu")

/** `near` and `dot` are words first. */
const NAMES = ASSETS.flatMap(({ symbol, name }) => [symbol, name])
  .filter((each) => !["NEAR", "DOT"].includes(each))
  .join("|")

/** Telling a reader what to do with his money. */
export const ADVICE: Readonly<Record<Language, RegExp>> = {
  en: words(
    "(?:you|investors?|traders?|everyone|people|we all) (?:should|must|ought to|need to|have to|had better)(?: \\p{L}+)? (?:buy|sell|hold|invest|short|long|exit|enter|accumulate|stack)|" +
      `(?:buy|sell|short|accumulate|stack|ape into|load up on|invest in|get into|get out of|exit) (?:the dip|now|it|more|this|before|today|some|your|\\$[a-z]{2,10}|${NAMES})|` +
      "(?:time|moment|chance|opportunity) to (?:buy|sell|invest|enter|exit|get in|get out|accumulate)|(?:strong|good|great|clear) (?:buy|sell)|(?:buy|sell) (?:signal|rating|recommendation|zone)|" +
      "we (?:recommend|advise|suggest)|(?:my|our) advice|recommend(?:ed|ation)?|price target|target price|take[- ]profit|stop[- ]loss|entry (?:point|price|zone)|" +
      "don't (?:sell|buy|miss out)|do not (?:sell|buy)|go (?:long|short)|leverage (?:up|your)|undervalued|overvalued|consider (?:buying|selling)|worth (?:buying|selling)",
  ),
  nl: words(
    "(?:u|je|jij|jullie|beleggers?|handelaren|iedereen) (?:moet(?:en)?|zou(?:den)? moeten|kunt? beter|kan beter|hoort|dient|doet er goed aan)(?: \\p{L}+){0,3} (?:te )?(?:kopen|verkopen|beleggen|instappen|uitstappen|houden|investeren|vasthouden)|" +
      `(?:koop|verkoop|stap (?:nu )?in|stap (?:nu )?uit|sla (?:nu )?in|investeer) (?:nu|de dip|het|deze|meer|vandaag|voordat|je|in|uit|\\$[a-z]{2,10}|${NAMES})|` +
      "(?:tijd|moment|kans) om (?:in te stappen|uit te stappen|te kopen|te verkopen|te beleggen)|(?:koop|verkoop)(?:signaal|advies|moment|kans|zone)|" +
      "(?:wij|we) (?:raden|adviseren|bevelen)|(?:ons|mijn) advies|aanbevel\\p{L}*|aanraders?|koersdoel|stop[- ]loss|instapmoment|instapprijs|winst nemen|" +
      "niet (?:kopen|verkopen)|ga (?:long|short)|ondergewaardeerd|overgewaardeerd|overweeg te|zou ik (?:kopen|verkopen)",
  ),
}

/** Promises and claims that no evidence can carry, or that would be a crime if it could. */
export const BANNED: Readonly<Record<Language, RegExp>> = {
  en: words(
    "guarantee(?:s|d|ing)?|risk[- ]?free|no risk|without (?:any )?risk|zero risk|insiders?|inside information|certain(?:ly)? to|sure thing|can't lose|cannot lose|will definitely|definitely will|" +
      "bound to|safe (?:bet|investment|haven)|free money|easy money|passive income|get rich|financial freedom|double your|100x|10x|next bitcoin|pump (?:incoming|group)|whitelist|airdrop|giveaway|" +
      "no[- ]brainer|foolproof|secret(?:ly)?|leaked|confirmed by (?:the )?(?:sec|fed)|endorsed by|approved by (?:the )?(?:sec|fca|afm|esma)|manipulat\\p{L}+|ponzi|scam|can only go",
  ),
  nl: words(
    "gegarandeerd\\p{L}*|garant(?:ie|eert|eren)|risicovrij\\p{L}*|risicoloos|risicoloze|zonder (?:enig )?risico|geen risico|insiders?|voorkennis|zeker te|zekere winst|kan niet (?:misgaan|verliezen)|" +
      "gaat (?:zeker|gegarandeerd)|veilige (?:gok|belegging|haven)|gratis geld|makkelijk geld|snel rijk|passief inkomen|financiële vrijheid|de nieuwe bitcoin|100x|10x|airdrop|weggeefactie|" +
      "geheim\\p{L}*|gelekt\\p{L}*|goedgekeurd door (?:de )?(?:afm|sec|esma|dnb)|manipul\\p{L}+|piramidespel|oplichting|kan alleen (?:maar )?(?:stijgen|omhoog)",
  ),
}
