// Which words of a language say something that a claim has to prove? Directions, comparatives, numbers, units and days without a date.
import type { Language } from "../post.ts"

/** `move`: the value went; `side`: above or below a level; `tone`: of news and mood. */
export type DirectionRole = "move" | "side" | "tone"
export type DirectionWord = { readonly pattern: RegExp; readonly role: DirectionRole; readonly sign: 1 | -1 }

/** Whole words; letters and digits on neither side. */
const words = (list: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])(?:${list})(?![\\p{L}\\p{N}])`, "giu")

const direction = (role: DirectionRole, sign: 1 | -1, list: string): DirectionWord => ({ pattern: words(list), role, sign })

export const DIRECTIONS: Readonly<Record<Language, readonly DirectionWord[]>> = {
  en: [
    direction(
      "move",
      1,
      "up(?! to| from)|upward|upwards|upside|rose|rises?|risen|rising|gain(?:s|ed|ing)?|climb(?:s|ed|ing)?|jump(?:s|ed|ing)?|surg(?:e|es|ed|ing)|" +
        "rall(?:y|ies|ied|ying)|soar(?:s|ed|ing)?|higher|increas(?:e|es|ed|ing)|grew|grow(?:s|n|ing)?|advanc(?:e|es|ed|ing)|breakout|bullish|added|adds",
    ),
    direction(
      "move",
      -1,
      "down|downward|downwards|downside|fell|falls?|fallen|falling|drop(?:s|ped|ping)?|los(?:t|es|ing)|lose|slid(?:es?)?|sliding|sank|sinks?|" +
        "declin(?:e|es|ed|ing)|plung(?:e|es|ed|ing)|tumbl(?:e|es|ed|ing)|lower|decreas(?:e|es|ed|ing)|shr[aiu]nk|slip(?:s|ped|ping)?|breakdown|" +
        "bearish|minus|dip(?:s|ped|ping)?|crash(?:es|ed|ing)?|shed",
    ),
    direction("side", 1, "above|over it"),
    direction("side", -1, "below|beneath|underneath"),
    direction("tone", 1, "positive|favourable|favorable|upbeat|optimistic|good news"),
    direction("tone", -1, "negative|unfavourable|unfavorable|downbeat|pessimistic|bad news"),
  ],
  nl: [
    direction(
      "move",
      1,
      "omhoog|opwaarts?e?|steeg|stegen|stijgt|stijgen|stijgend|stijging|gestegen|klom|klommen|klimt|klimmen|geklommen|won|gewonnen|wint|hoger|" +
        "toegenomen|nam toe|neemt toe|groeide|groeit|sprong|steekt|uitbraak omhoog|plus|winst|bullish|rally",
    ),
    direction(
      "move",
      -1,
      "omlaag|neerwaarts?e?|daalde|daalden|daalt|dalen|dalend|daling|gedaald|zakte|zakten|zakt|gezakt|verloor|verloren|verliest|lager|viel|vielen|" +
        "afgenomen|nam af|neemt af|kelderde|kromp|gleed|min|verlies|bearish|stortte",
    ),
    direction("side", 1, "boven"),
    direction("side", -1, "onder|beneden"),
    direction("tone", 1, "positie(?:f|ve)|gunstige?|goed nieuws|optimistische?"),
    direction("tone", -1, "negatie(?:f|ve)|ongunstige?|slecht nieuws|pessimistische?"),
  ],
}

/** `above or below`: either side, as a statement about a move's size says. */
export const EITHER_SIDE: Readonly<Record<Language, RegExp>> = {
  en: words("above or below|below or above|up or down|either way|either direction"),
  nl: words("boven of onder|onder of boven|omhoog of omlaag|welke kant ook"),
}

/** Claims of rank, multiple or bound, and days that the reader must guess: nothing stored proves them. */
export const COMPARATIVES: Readonly<Record<Language, RegExp>> = {
  en: words(
    "records?|record-\\p{L}+|all[- ]time|ath|(?:high|low|larg|bigg|strong|weak|great|small|fast|steep|sharp|deep|long)est|best|worst|most|least(?<!at least)|" +
      "doubl(?:e|es|ed|ing)|tripl(?:e|es|ed|ing)|quadrupl(?:e|es|ed|ing)|twice|thrice|half|halv(?:e|es|ed|ing)|(?:a|one|two|three) (?:third|quarter|fifth)s?|twofold|threefold|tenfold|ever|never|first time|" +
      "unprecedented|historic(?:al)?|since (?!then|the (?:story|news|last))[\\p{L}\\p{N}]+|more than|less than|fewer than|nearly|almost|roughly|multi-\\p{L}+|" +
      "number one|(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|straight|consecutive) (?:hour|day|week|month|time)s?|in a row|(?:over|under|beyond|around|about|up to)(?= ?[$€£\\d])|(?:larger|bigger|stronger|weaker|greater|smaller|faster|steeper|sharper) than|" +
      "outperform\\p{L}*|underperform\\p{L}*|exceed\\p{L}*|surpass\\p{L}*|peak(?:s|ed)?|bottom(?:s|ed)?|unmatched|unusually",
  ),
  nl: words(
    "record\\p{L}*|all[- ]time|ath|hoogste|laagste|grootste|sterkste|zwakste|kleinste|snelste|scherpste|beste|slechtste|meeste|minste(?<!ten minste)|langste|diepste|" +
      "verdubbel\\p{L}*|verdrievoudig\\p{L}*|verviervoudig\\p{L}*|dubbele?|tweemaal|driemaal|tweevoudig|drievoudig|helft|(?:een|twee|drie) (?:derde|kwart|vijfde)|gehalveerd|halveer\\p{L}*|ooit|nooit|eerste keer|" +
      "nummer één|(?:tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende) (?:uur|dag|week|maand|keer)|op rij|achtereenvolgende|ongekende?|historische?|sinds (?!dien|het (?:bericht|nieuws)|dat)[\\p{L}\\p{N}]+|meer dan|minder dan|bijna|ruim|ongeveer|circa|rond(?= ?[$€£\\d])|" +
      "(?:groter|sterker|zwakker|kleiner|sneller|scherper|hoger|lager) dan|overtref\\p{L}*|overtrof\\p{L}*|piek(?:te|t)?|dieptepunt|hoogtepunt|ongeëvenaard\\p{L}*",
  ),
}

/** A lower bound, which only the statement of a move's size has. */
export const AT_LEAST: Readonly<Record<Language, RegExp>> = {
  en: words("at least|or more|no less than|minimum"),
  nl: words("minstens|ten minste|minimaal|of meer|niet minder dan"),
}

export const RELATIVE_DAYS: Readonly<Record<Language, RegExp>> = {
  en: words(
    "today|tomorrow|yesterday|tonight|overnight|(?:past|last|previous|within a|in a|over a) (?:week|month|year|quarter)|(?:past|last|previous) days?|(?:this|last|next) (?:week|month|year|quarter)|(?:mon|tues|wednes|thurs|fri|satur|sun)days?",
  ),
  nl: words(
    "vandaag|morgen|gisteren|vannacht|etmaal|afgelopen (?:dag|dagen|week|weken|maand|maanden|jaar)|(?:in|binnen) een (?:week|maand|jaar)|(?:deze|vorige|volgende) (?:week|maand)|(?:dit|vorig|volgend) (?:jaar|kwartaal)|(?:maan|dins|woens|donder|vrij|zater|zon)dag",
  ),
}

export const NUMBER_WORDS: Readonly<Record<Language, readonly string[]>> = {
  en: "zero one two three four five six seven eight nine ten eleven twelve".split(" "),
  nl: "nul één twee drie vier vijf zes zeven acht negen tien elf twaalf".split(" "),
}

/** Numbers beyond twelve are written in digits, so that they can be checked. */
export const LARGE_NUMBER_WORDS: Readonly<Record<Language, RegExp>> = {
  en: words(
    "(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\\p{L}+)?|hundreds?|thousands?|millions?|billions?|trillions?|dozens?|several",
  ),
  nl: words(
    "(?:der|veer|vijf|zes|zeven|acht|negen)tien|\\p{L}*(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|honderd\\p{L}*|duizend\\p{L}*|miljoen\\p{L}*|miljard\\p{L}*|biljoen\\p{L}*)|tientallen|dozijn",
  ),
}

/** Words beside a figure or date that make it part of the statement about the hours to come. */
export const OUTLOOK: Readonly<Record<Language, RegExp>> = {
  en: words(
    "chance|probability|odds|likel(?:y|ihood)|by(?= \\d{1,2} \\p{L}| \\d{4}-| \\p{L}+ \\d)|until|deadline|resolves?|settled?|verdict",
  ),
  nl: words("kans|waarschijnlijkheid|waarschijnlijk|uiterlijk|tot en met|deadline|uitslag|oordeel"),
}

export const CHANCE: Readonly<Record<Language, RegExp>> = {
  en: words("chance|probability|odds|likel(?:y|ihood)"),
  nl: words("kans|waarschijnlijkheid|waarschijnlijk"),
}

/** The span of a mood reading's change, and of nothing else that is stored. */
export const DAY_SPAN: Readonly<Record<Language, RegExp>> = {
  en: words("(?:in|within|over) a day"),
  nl: words("(?:in|binnen|over) een dag"),
}

/** Words that name a price as the level of the statement, or as the edge of the range that was left: what isn't the last close. */
export const LEVEL_CUES: Readonly<Record<"level" | "edge", Readonly<Record<Language, RegExp>>>> = {
  level: { en: words("levels?|line|threshold|stays?|holds?|remains?"), nl: words("niveau|lijn|drempel|blijft|blijven|standhoudt?") },
  edge: { en: words("edge|range|gave way|channel|band|past"), nl: words("rand|bandbreedte|grens|kanaal|band|voorbij") },
}

/** Words by which a correction tells the figure that it takes back from the one that it puts in its place. */
export const CORRECTION_CUES: Readonly<Record<"stated_value" | "corrected_value", Readonly<Record<Language, RegExp>>>> = {
  stated_value: { en: words("wrote|said"), nl: words("schreven|zeiden") },
  corrected_value: { en: words("corrected"), nl: words("juiste") },
}
