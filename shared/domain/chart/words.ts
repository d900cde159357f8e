// How does a picture speak a language? The few words around its figures, and the sentences that tell it to those who can't see it.
import type { Language } from "../post.ts"
import type { Cited } from "../writing/cited.ts"

export type ChartWords = {
  /** Beside the change of the last hour. */
  readonly lastHour: string
  /** Beside a price of which no change is told. */
  readonly lastClose: string
  readonly madeAt: (moment: string) => string
  readonly story: string
  readonly usual: string
  /** Beside a volume as a multiple, such as `4.2×`. */
  readonly ofUsual: string
  /** What a mood's headline figure is, and where it came from. */
  readonly mood: (of: NonNullable<Cited["mood"]>, asset: string) => string
  /** Names of a scale's ends, the upper one first. */
  readonly ends: Readonly<Record<"index" | "news", readonly [string, string]>>
  readonly source: {
    readonly closes: (exchanges: string, until: string) => string
    readonly volumes: (exchanges: string, until: string) => string
    readonly index: (until: string) => string
    readonly news: (asset: string, until: string) => string
  }
  readonly alt: {
    readonly closes: (c: Cited) => string
    readonly volumes: (c: Cited) => string
    readonly readings: (c: Cited) => string
    readonly story: (c: Cited) => string
  }
}

const ENGLISH: ChartWords = {
  lastHour: "in the last hour",
  lastClose: "at the last close",
  madeAt: (moment) => `made ${moment}`,
  story: "story",
  usual: "usual for that hour of the day",
  ofUsual: "the usual volume of the hour",
  mood: ({ of, from }, asset) => `${of === "index" ? "fear and greed index" : `tone of news about ${asset}`}, from ${from}`,
  ends: { index: ["greed", "fear"], news: ["positive", "negative"] },
  source: {
    closes: (exchanges, until) => `${exchanges === "" ? "Hourly" : `${exchanges} hourly`} closes in US dollars, until ${until}`,
    volumes: (exchanges, until) => `${exchanges === "" ? "Hourly" : `${exchanges} hourly`} volume, until ${until}`,
    index: (until) => `alternative.me fear and greed index, until ${until}`,
    news: (asset, until) => `Mean polarity of a day's stories about ${asset}, until ${until}`,
  },
  alt: {
    closes: (c) =>
      `Line chart of the hourly closes of ${c.asset}${c.closedAt === null || c.price === null ? "" : `, until its close of ${c.price}`}, with a dashed line at ${c.level}.`,
    volumes: (c) =>
      `Bar chart of the hourly volume of ${c.asset}${c.volume === null ? "" : `, the last bar at ${c.volume} times the usual volume of the hour`}.`,
    readings: (c) =>
      `Line chart of ${c.mood?.of === "news" ? `the tone of news about ${c.asset}` : "the fear and greed index"}${c.mood === null ? "" : `, from ${c.mood.from} to ${c.mood.to}`}.`,
    story: (c) => (c.storyAt === null ? "" : ` A mark shows when the story came: ${c.storyAt}.`),
  },
}

const DUTCH: ChartWords = {
  lastHour: "in het laatste uur",
  lastClose: "bij het laatste slot",
  madeAt: (moment) => `gemaakt ${moment}`,
  story: "bericht",
  usual: "gebruikelijk op dat uur van de dag",
  ofUsual: "het gebruikelijke volume van het uur",
  mood: ({ of, from }, asset) => `${of === "index" ? "angst- en hebzuchtindex" : `toon van het nieuws over ${asset}`}, was ${from}`,
  ends: { index: ["hebzucht", "angst"], news: ["positief", "negatief"] },
  source: {
    closes: (exchanges, until) => `Uurkoersen${exchanges === "" ? "" : ` van ${exchanges}`} in dollars, tot ${until}`,
    volumes: (exchanges, until) => `Volume per uur${exchanges === "" ? "" : ` van ${exchanges}`}, tot ${until}`,
    index: (until) => `Angst- en hebzuchtindex van alternative.me, tot ${until}`,
    news: (asset, until) => `Gemiddelde toon van een dag berichten over ${asset}, tot ${until}`,
  },
  alt: {
    closes: (c) =>
      `Lijngrafiek van de uurkoersen van ${c.asset}${c.price === null ? "" : `, met een laatste slotkoers van ${c.price}`} en een gestreepte lijn op ${c.level}.`,
    volumes: (c) =>
      `Staafgrafiek van het volume per uur van ${c.asset}${c.volume === null ? "" : `, de laatste staaf op ${c.volume} keer het gebruikelijke volume van het uur`}.`,
    readings: (c) =>
      `Lijngrafiek van ${c.mood?.of === "news" ? `de toon van het nieuws over ${c.asset}` : "de angst- en hebzuchtindex"}${c.mood === null ? "" : `, van ${c.mood.from} naar ${c.mood.to}`}.`,
    story: (c) => (c.storyAt === null ? "" : ` Een streep laat zien wanneer het bericht kwam: ${c.storyAt}.`),
  },
}

export const CHART_WORDS: Readonly<Record<Language, ChartWords>> = { en: ENGLISH, nl: DUTCH }
