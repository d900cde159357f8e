// How does the studio's own writer say things in Dutch? The same claims as in English, with decimal commas and Dutch dates.
import type { Voice } from "../post.ts"
import type { Cited, Sign } from "./cited.ts"
import type { Phrasebook, Variants } from "./phrasebook.ts"

const went = (sign: Sign): string => (sign > 0 ? "steeg" : "daalde")
const upDown = (sign: Sign): string => (sign > 0 ? "omhoog" : "omlaag")
const side = (sign: Sign): string => (sign > 0 ? "boven" : "onder")
const tone = (sign: Sign): string => (sign > 0 ? "positief" : "negatief")
const sources = (count: string): string => (count === "1" ? "1 bron brengt" : `${count} bronnen brengen`)
const when = (value: unknown, ...variants: string[]): Variants => (value === null || value === 0 ? [] : variants)

function movedText(c: Cited, voice: Voice): Variants {
  const edge = c.edge === null ? "" : ` Dat is ${side(c.direction)} ${c.edge}, de rand van de recente bandbreedte.`
  const short = c.edge === null ? "" : ` De grens van ${c.edge} hield niet.`
  if (voice === "bold") {
    return [
      `${c.asset} beweegt. ${c.change} ${upDown(c.rose)} in één uur, naar ${c.price}.${short}`,
      `Eén uur, ${c.change} ${upDown(c.rose)}. ${c.asset} staat op ${c.price}.${short}`,
      `${c.asset} ${went(c.rose)} ${c.change} in één uur. Slotkoers: ${c.price}.${short}`,
    ]
  }
  if (voice === "educational") {
    return [
      `Wat er gebeurde: ${c.asset} ${went(c.rose)} in één uur ${c.change}, naar ${c.price}.${edge}`,
      `Wat er in één uur gebeurde: ${c.asset} ${went(c.rose)} ${c.change}, met een slotkoers van ${c.price}.${edge}`,
    ]
  }
  return [
    `${c.asset} ${went(c.rose)} in één uur ${c.change} en sloot op ${c.price}.${edge}`,
    `${c.asset} sloot het uur op ${c.price}, ${c.change} ${upDown(c.rose)}.${edge}`,
  ]
}

function volumeText(c: Cited, voice: Voice): Variants {
  const meanwhile = c.rose === 0 || c.change === null ? "" : `, terwijl de koers ${c.change} ${c.rose > 0 ? "steeg" : "daalde"}`
  if (voice === "bold")
    return [`Volume van ${c.asset}: ${c.volume} keer het gebruikelijke.${c.rose === 0 ? "" : ` De koers ${went(c.rose)} ${c.change}.`}`]
  const lead = voice === "educational" ? "Wat er gebeurde: " : ""
  return [
    `${lead}${c.asset} werd ${c.volume} keer zo druk verhandeld als gebruikelijk op dit uur van de dag${meanwhile}.`,
    `${lead}De handel in ${c.asset} kwam uit op ${c.volume} keer het gebruikelijke volume van dit uur${meanwhile}.`,
  ]
}

function moodText(c: Cited, voice: Voice): Variants {
  if (c.mood === null) return [`Wat er gebeurde: de stemming rond ${c.asset} werd ${tone(c.direction)}.`]
  const { from, to, of } = c.mood
  const [de, het] = voice === "educational" ? ["de", "het"] : ["De", "Het"]
  const what = of === "index" ? `${de} angst-en-hebzuchtindex` : `${het} nieuwssentiment over ${c.asset}`
  if (voice === "bold")
    return [
      `De stemming slaat om. ${what} ${went(c.direction)} van ${from} naar ${to}.`,
      `${what} ${went(c.direction)}. Van ${from} naar ${to} binnen een dag.`,
    ]
  const lead = voice === "educational" ? "Wat er gebeurde: " : ""
  return [`${lead}${what} ${went(c.direction)} binnen een dag van ${from} naar ${to}.`]
}

function newsText(c: Cited, voice: Voice): Variants {
  const at = c.price === null ? "" : ` De laatste slotkoers was ${c.price}.`
  const carry = sources(c.witnesses ?? "1")
  if (voice === "bold")
    return [
      `${c.asset} is in het nieuws. ${carry} het, en de toon is ${tone(c.direction)}.`,
      `Nieuws over ${c.asset}, en het is ${tone(c.direction)}. ${carry} het.${at}`,
    ]
  const lead = voice === "educational" ? "Wat er gebeurde: " : ""
  return [`${lead}${carry} ${tone(c.direction)} nieuws over ${c.asset}.${at}`]
}

function patternText(c: Cited, voice: Voice): Variants {
  const lead = voice === "educational" ? "Wat er gebeurde: " : ""
  const at = c.price === null ? "" : ` op ${c.price}`
  if (c.width !== null) {
    if (voice === "bold")
      return [`${c.asset} verliet zijn smalle band. Breedte: ${c.width}. Het slot${at} lag ${side(c.direction)} de band.`]
    return [`${lead}${c.asset} verliet een smalle handelsband (${c.width} breed) en sloot er${at} ${c.direction > 0 ? "boven" : "onder"}.`]
  }
  if (voice === "bold") return [`${c.asset} keert terug van zijn uiterste. Relatieve sterkte: ${c.rsi}.`]
  return [`${lead}De relatievesterkte-index van ${c.asset} is terug van zijn uiterste en staat op ${c.rsi}.`]
}

function correlationText(c: Cited, voice: Voice): Variants {
  if (voice === "bold") return [`${c.asset} gaat zijn eigen weg. Correlatie met de rest: ${c.correlation}.`]
  const lead = voice === "educational" ? "Wat er gebeurde: " : ""
  return [
    `${lead}${c.asset} beweegt niet meer mee met de andere munten die we volgen: de correlatie per uur is ${c.correlation}.`,
    `${lead}${c.asset} is los van de markt geraakt, met een correlatie per uur van ${c.correlation}.`,
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
      `De beweging van het uur is ${c.sigma} standaardafwijkingen van de gebruikelijke beweging per uur.`,
      `Gemeten aan de eigen volatiliteit was het uur ${c.sigma} standaardafwijkingen groot.`,
    ),
    when(c.ownSigma, `Zonder het deel dat de hele markt verklaart, blijven ${c.ownSigma} standaardafwijkingen over.`),
    c.type === "volume_spike" ? [] : when(c.volume, `Het volume was ${c.volume} keer het gebruikelijke van dit uur van de dag.`),
    c.type === "technical_pattern" ? [] : when(c.width, `De handelsband was daarvoor ${c.width} breed.`),
    when(c.moodSigma, `De verandering is ${c.moodSigma} standaardafwijkingen van de gebruikelijke verandering per dag.`),
    when(c.correlationSigma, `De breuk meet ${c.correlationSigma} standaardafwijkingen.`),
    c.type === "news_impact"
      ? when(c.tone, `De toon van het bericht lezen wij als ${c.tone}, op een schaal die in het midden neutraal is.`)
      : [],
    c.type === "news_impact" ? when(c.storyAt, `We zagen het bericht voor het eerst op ${c.storyAt}.`) : [],
    c.price === null
      ? []
      : when(c.closedAt, `De laatste slotkoers, op ${c.closedAt}, was ${c.price}.`, `Laatste slotkoers: ${c.price}, op ${c.closedAt}.`),
    when(c.exchanges, `${c.exchanges} beurzen zijn het over die koers eens.`),
  ]
}

const claimText = (c: Cited, at: string): string =>
  c.move === null
    ? `de uurkoers van ${c.asset} op ${at} ${side(c.side)} ${c.level} sluit`
    : `uiterlijk ${at} een uurslot van ${c.asset} minstens ${c.move} boven of onder ${c.level} ligt`

function outlook(c: Cited, voice: Voice): Variants {
  const claim = claimText(c, c.deadline)
  if (voice === "bold")
    return [`Onze voorspelling: ${c.chance} kans dat ${claim}.`, `Dit valt te controleren. Kans van ${c.chance} dat ${claim}.`]
  if (voice === "educational")
    return [`Wat we verwachten: een kans van ${c.chance} dat ${claim}. Dat betekent: een voorspelling die ook fout kan zijn.`]
  return [`We schatten de kans dat ${claim} op ${c.chance}.`, `Ons model geeft een waarschijnlijkheid van ${c.chance} dat ${claim}.`]
}

const briefOutlook = (c: Cited): Variants =>
  c.move === null
    ? [
        `Kans op een slot van ${c.asset} ${side(c.side)} ${c.level} op ${c.deadlineShort}: ${c.chance}.`,
        `${c.chance} kans dat ${c.asset} sluit ${side(c.side)} ${c.level} op ${c.deadlineShort}.`,
      ]
    : [
        `Kans op ${c.asset} minstens ${c.move} boven of onder ${c.level}, uiterlijk ${c.deadlineShort}: ${c.chance}.`,
        `${c.chance} kans dat ${c.asset} minstens ${c.move} beweegt, welke kant ook, uiterlijk ${c.deadlineShort}.`,
      ]

function lesson(c: Cited): Variants {
  switch (c.type) {
    case "breakout":
    case "breakdown":
      return [
        "Waarom dat telt: een koers die zijn bandbreedte verlaat, vindt handelaren die het oneens zijn met de dagen ervoor. Dat betekent aandacht, geen zekerheid.",
      ]
    case "volume_spike":
      return ["Waarom dat telt: volume laat zien hoeveel handelaren meedoen. Veel volume betekent dat er over de koers wordt gestreden."]
    case "sentiment_shift":
      return ["Waarom dat telt: stemmingsindexen meten gevoelens, geen koersen. Een plotse omslag betekent dat het publiek zich bedenkt."]
    case "news_impact":
      return [
        "Waarom dat telt: een bericht dat verschillende redacties brengen is geen gerucht, maar dat betekent nog weinig zolang handelaren er niet naar handelen. Of de koers volgt, is een andere vraag.",
      ]
    case "technical_pattern":
      return [
        "Waarom dat telt: indicatoren beschrijven hoe gespannen of hoe rustig een koers is. Dat betekent een omgeving waarin bewegingen kunnen volgen, geen oorzaak.",
      ]
    case "correlation_break":
      return ["Waarom dat telt: munten bewegen meestal samen. Doet een munt dat niet, dan betekent dat dat er iets eigens speelt."]
  }
}

function method(c: Cited, voice: Voice): readonly Variants[] {
  const plain = voice === "bold" ? "Geen beloftes." : "Dit is een meting en een voorspelling, geen belofte."
  return [
    [
      `${plain} Van alle uitspraken waaraan we een kans van ${c.chance} geven, moet dat deel uitkomen; gebeurt dat niet, dan klopt ons model niet, en iedereen kan dat zien.`,
    ],
    [
      "Elk cijfer in deze tekst komt uit een opgeslagen rij die te openen is: uurkoersen van de beurzen, nieuws en stemming zoals ze waren toen we dit schreven.",
    ],
    [
      `We kijken ${c.hours} uur vooruit en beoordelen de uitspraak daarna met dezelfde koersen. Ze wordt aangemerkt als juist, onjuist of ongeldig; achteraf wordt niets aangepast.`,
    ],
    [
      "Markten kunnen veranderen om redenen die geen koers laat zien. Lees de bevinding als wat ze is: iets meetbaars dat gebeurde, met het bewijs ernaast, en een uitspraak die te beoordelen is.",
    ],
    [
      "Hoe we meten: elk uur wordt vergeleken met de volatiliteit van de munt zelf, zodat een rustige en een wilde munt gelijk worden beoordeeld, en een toestand wordt eenmalig gemeld, niet elk uur dat hij duurt.",
    ],
  ]
}

function title(c: Cited): Variants {
  switch (c.type) {
    case "breakout":
    case "breakdown":
      return [`${c.name} ${went(c.rose)} in één uur ${c.change}`, `${c.name} verlaat zijn bandbreedte: ${c.change} ${upDown(c.rose)}`]
    case "volume_spike":
      return [`${c.name}: ${c.volume} keer het gebruikelijke volume`]
    case "sentiment_shift":
      return [`De stemming rond ${c.name} ${went(c.direction)}`]
    case "news_impact":
      return [`${c.name} komt ${tone(c.direction)} in het nieuws`]
    case "technical_pattern":
      return [c.width === null ? `${c.name} komt terug van zijn uiterste` : `${c.name} verlaat een smalle band`]
    case "correlation_break":
      return [`${c.name} gaat zijn eigen weg`]
  }
}

const alt = (c: Cited): string =>
  `Grafiek van de uurkoersen van ${c.asset}${c.price === null ? "" : `, met een laatste slotkoers van ${c.price}`} en een lijn op ${c.level}. ${briefOutlook(c)[0]}`

export const DUTCH: Phrasebook = { finding, details, outlook, briefOutlook, lesson, method, title, alt }
