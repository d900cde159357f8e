import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { figuresIn } from "../../shared/domain/figures.ts"
import { isMoment, findMoments, momentText } from "../../shared/domain/figures/dates.ts"
import type { FreshnessPolicy } from "../../shared/domain/figures/freshness.ts"
import { matchFigures } from "../../shared/domain/figures/match.ts"
import { parseNumber } from "../../shared/domain/figures/numerals.ts"
import { isRoundingOf, numberText, roundUnits } from "../../shared/domain/figures/rounding.ts"
import { checkDraft } from "../../shared/domain/guards.ts"
import type { ChannelName, Claim, Language, PostFormat, PostText, Voice } from "../../shared/domain/post.ts"
import { write } from "../../shared/domain/writer.ts"
import { claimsOf } from "../../shared/domain/writing/claims.ts"
import { seededRandom } from "../../shared/kit/random.ts"
import { INSIGHTS } from "./insights.ts"
import { type Mutation, MUTATIONS, mutate } from "./mutate-draft.ts"

const AT = "2026-11-21T19:00:00.000Z"
const claim = (measure: string, value: string, unit: Claim["unit"], rest: Partial<Claim> = {}): Claim => ({
  measure,
  asset: "BTC",
  value,
  unit,
  at: AT,
  evidence: 0,
  asOf: AT,
  agreement: "agreed",
  ...rest,
})
const CLAIMS: readonly Claim[] = [
  claim("probability", "0.634", "probability"),
  claim("statement_level", "83900", "usd"),
  claim("deadline", String(Date.parse("2026-11-22T19:00:00Z")), "date"),
  claim("horizon_hours", "24", "hours"),
  claim("hour_return", "-2.07", "pct"),
  claim("hour_return_sigma", "-4.25", "sigma"),
  claim("volume_ratio", "3.44", "ratio"),
  claim("close", "84512.37", "usd"),
  claim("close", "84900", "usd", { at: "2026-11-20T07:00:00.000Z", evidence: 2 }),
  claim("row_at", String(Date.parse("2026-11-20T07:00:00Z")), "date", { asset: null, evidence: 2 }),
  claim("close", "3012.4", "usd", { asset: "ETH", evidence: 1 }),
  claim("row_at", String(Date.parse(AT)), "date", { asset: null }),
  claim("story_witnesses", "3", "count"),
  claim("direction", "-1", "sign"),
  claim("statement_side", "-1", "sign"),
]
const reasons = (text: string, language: Language = "en", policy?: FreshnessPolicy): string[] =>
  matchFigures(text, CLAIMS, language, policy).refusals.map(({ start, end, reason }) => `${text.slice(start, end)}: ${reason}`)

describe("rounding", () => {
  test.each([
    ["84512", 0, "84512.37", true],
    ["84512.4", 0, "84512.37", true],
    ["84513", 0, "84512.37", false],
    ["84500", 0, "84512.37", false],
    ["84.5", 3, "84512.37", true],
    ["84.6", 3, "84512.37", false],
    ["2.1", 0, "-2.07", true],
    ["2.0", 0, "2.07", false],
    ["0", 0, "0.3", false],
    ["63", -2, "0.634", true],
    ["3", 0, "2.5", true],
    ["2.10", 0, "2.1", true],
    ["2.11", 0, "2.1", false],
  ])("%s with power %i as %s is %s", (shown, power, stored, holds) => {
    expect(isRoundingOf(shown, power, stored)).toBe(holds)
  })

  test("halves go away from zero, and no binary dust decides", () => {
    expect(roundUnits("1.005", 2)).toBe(101n)
    expect(roundUnits("-8.5", 0)).toBe(9n)
  })

  test("what is written at any digits is a rounding of what was stored, in both languages, and its neighbours aren't", () => {
    const stored = fc.tuple(fc.bigInt(1n, 10n ** 12n), fc.nat(8)).map(([units, scale]) => {
      const digits = units.toString().padStart(scale + 1, "0")
      return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
    })
    fc.assert(
      fc.property(stored, fc.nat(8), fc.constantFrom("en" as const, "nl" as const), (value, digits, language) => {
        const shown = parseNumber(numberText(value, digits, language), language)
        expect(shown).not.toBeNull()
        fc.pre(Number(shown) !== 0)
        expect(isRoundingOf(shown ?? "", 0, value)).toBe(true)
        const next = (roundUnits(shown ?? "", digits) + 1n).toString().padStart(digits + 1, "0")
        expect(isRoundingOf(digits === 0 ? next : `${next.slice(0, -digits)}.${next.slice(-digits)}`, 0, value)).toBe(false)
      }),
      { seed: 20_261_121, verbose: true },
    )
  })

  test("numbers read as their language writes them", () => {
    expect([numberText("84512.37", 1, "en"), numberText("84512.37", 1, "nl"), numberText("-0.072", 3, "nl")]).toEqual([
      "84,512.4",
      "84.512,4",
      "0,072",
    ])
  })
})

describe("dates", () => {
  const time = Date.parse("2026-11-22T19:00:00Z")

  test("read back as the moment that they were written for", () => {
    for (const language of ["en", "nl"] as const) {
      for (const isShort of [true, false]) {
        const [named, ...rest] = findMoments(momentText(time, language, isShort))
        expect(rest).toEqual([])
        expect(named && isMoment(named, time)).toBe(true)
        expect(named && isMoment(named, time + 3_600_000)).toBe(false)
      }
    }
  })

  test.each([
    "2026-11-22 19:00 UTC",
    "2026-11-22T19:00:00 UTC",
    "November 22, 2026, 19:00 UTC",
    "22nd of November 2026 at 19:00 UTC",
    "22 nov. 2026 om 19:00 uur UTC",
  ])("%s is read whole", (text) => {
    const [named] = findMoments(text)
    expect(named).toMatchObject({ start: 0, end: text.length, day: "2026-11-22", time: "19:00", isUtc: true })
  })
})

describe("the figures of a text", () => {
  const seen = (text: string, language: Language = "en") =>
    figuresIn(text, language).map((figure) => {
      const said = text.slice(figure.start, figure.end)
      return figure.kind === "number" ? `${said} ${figure.unit}` : `${said} ${figure.kind}`
    })

  test("are numbers with their units, in digits and in words", () => {
    expect(seen("$84,512, 84.5K USD, 2.1%, 3.4 times, 3.4x, 4.2 standard deviations, three sources, 24-hour, 38 points, 7")).toEqual([
      "$84,512 usd",
      "84.5K USD usd",
      "2.1% pct",
      "3.4 times ratio",
      "3.4x ratio",
      "4.2 standard deviations sigma",
      "three sources count",
      "24-hour hours",
      "38 points score",
      "7 none",
    ])
  })

  test("of a Dutch text have a decimal comma", () => {
    expect(seen("$84.512,4 en 2,1% in 24 uur, drie bronnen, 3,4 keer", "nl")).toEqual([
      "$84.512,4 usd",
      "2,1% pct",
      "24 uur hours",
      "drie bronnen count",
      "3,4 keer ratio",
    ])
    expect(figuresIn("2.1 procent", "nl")).toMatchObject([{ unit: "other" }])
  })

  test("are ranges, signs, foreign units and glued digits too", () => {
    expect(seen("2–3%, -0.6, +5%, €5, 12 BTC, Q3, 5 weeks")).toEqual([
      "2 pct",
      "3% pct",
      "-0.6 none",
      "+5% pct",
      "€5 other",
      "12 BTC other",
      "3 other",
      "5 weeks other",
    ])
  })

  test("are assets by ticker, cashtag and name, but no ordinary words", () => {
    expect(seen("BTC, $SOL, Bitcoin Cash and $PEPE; a link near the dot, RSI in USD")).toEqual([
      "BTC asset",
      "$SOL asset",
      "Bitcoin Cash asset",
      "$PEPE asset",
    ])
  })

  test("are directions, comparatives, days without a date and numerals in disguise", () => {
    expect(seen("It rose above its record, the highest since March, today, ５ and a million")).toEqual([
      "rose direction",
      "above direction",
      "record comparative",
      "highest comparative",
      "since March comparative",
      "today unreadable",
      "５ unreadable",
      "million unreadable",
    ])
    expect(seen("84\u200b512")).toContain("\u200b unreadable")
  })
})

describe("a figure", () => {
  test("that is a claim's correct rounding passes", () => {
    expect(reasons("BTC fell 2.1% to $84,512, 4.3 standard deviations, on 21 November 2026, 19:00 UTC.")).toEqual([])
    expect(reasons("BTC daalde 2,07% naar $84,5K.", "nl")).toEqual([])
    expect(reasons("The chance of a close below $83,900 by 22 Nov 19:00 UTC is 63%.")).toEqual([])
    expect(reasons("Three sources carry it, at -2.1%.")).toEqual([])
    expect(reasons("We look 24 hours ahead, at the level of $83,900.")).toEqual([])
    expect(reasons("On 20 November 2026, 07:00 UTC it closed at $84,900.")).toEqual([])
  })

  test.each([
    ["BTC rose 2.1%.", "2.1%: its sign or direction isn't the claim's"],
    ["It moved 2.1%.", "2.1%: its sign or direction isn't the claim's"],
    ["BTC fell 2.0%.", "2.0%: no claim in this unit rounds to it"],
    ["ETH closed at $84,512.", "$84,512: no claim about ETH has this value"],
    ["Its price is 84,512.", "84,512: no claim in this unit rounds to it"],
    ["ETH is in motion.", "ETH: the claims are about BTC"],
    ["Four sources carry it.", "Four sources: no claim in this unit rounds to it"],
    ["The chance by 21 November 2026, 19:00 UTC is 63%.", "21 November 2026, 19:00 UTC: it isn't the deadline"],
    ["It closed on 22 November 2026, 19:00 UTC.", "22 November 2026, 19:00 UTC: it is no moment of a source row"],
    ["It closed at 19:00.", "19:00: a time without UTC"],
    ["A chance of 63% that it closes above $83,900.", "above: the statement is about the other side"],
    ["Its highest close.", "highest: no claim proves a comparison"],
    ["BTC fell 2.1% in 24 hours.", "24 hours: no claim in this unit rounds to it"],
    ["BTC fell 2.1% in a day.", "in a day: no claim has this span"],
    ["BTC fell 2.1% this week.", "this week: a day without its date"],
    ["It fell for the third day in a row.", "third day: no claim proves a comparison"],
    ["BTC closed at $83,900.", "$83,900: no claim in this unit rounds to it"],
    ["BTC closed at $84,900.", "$84,900: no claim in this unit rounds to it"],
    ["Ether fell 2.1%.", "2.1%: no claim about ETH has this value"],
    ["At least $84,512.", "At least: only the statement has such a bound"],
  ])("«%s» is refused", (text, reason) => {
    expect(reasons(text)).toContain(reason)
  })

  test.each([
    ["Bitcoin slipped 2.1% in the last hour, closing at $84,512.", "en"],
    ["$BTC -2.07% to $84.5K; the move was 4.3 standard deviations.", "en"],
    ["There's a 63.4% chance it is below $83,900 on November 22, 19:00 UTC.", "en"],
    ["Volume came in at 3.4x the usual. We'll know in 24 hours.", "en"],
    ["Bitcoin daalde het afgelopen uur met 2,1% en sloot op 84.512 dollar.", "nl"],
    ["De kans dat BTC op 22 november 2026 om 19:00 UTC onder $83.900 sluit, is 63%.", "nl"],
    ["Een daling van 2,1%: 4,3 standaardafwijkingen, bij 3,4 keer het volume.", "nl"],
  ] as const)("of another writer's true sentence passes: «%s»", (text, language) => {
    expect(reasons(text, language)).toEqual([])
  })

  test.each([
    ["Bitcoin slipped by a fifth.", "en"],
    ["It has 63 chances.", "en"],
    ["BTC fell 2,1%.", "en"],
    ["BTC fell 2.1 bps.", "en"],
    ["A 1-in-8 chance.", "en"],
    ["The chance is sixty-three percent.", "en"],
    ["\u0412\u0422\u0421 fell.", "en"],
    ["A market worth a trillion.", "en"],
    ["BTC daalde 2.1%.", "nl"],
    ["BTC daalde 2,1 procentpunt.", "nl"],
    ["BTC daalt voor de derde dag op rij.", "nl"],
    ["Een kwart eraf.", "nl"],
    ["BTC staat op €84.512.", "nl"],
  ] as const)("of another writer's lie is refused: «%s»", (text, language) => {
    expect(reasons(text, language)).not.toEqual([])
  })

  test("an asset that isn't on the list may be named where the claims are about it", () => {
    const own = CLAIMS.map((each) => (each.asset === "BTC" ? { ...each, asset: "PEPE" } : each))
    expect(matchFigures("PEPE fell 2.1% to $84,512. $PEPE moves.", own, "en").refusals).toEqual([])
    expect(matchFigures("WIF fell 2.1%.", own, "en").refusals).not.toEqual([])
  })

  test("another asset may be named to cite its own value", () => {
    expect(reasons("ETH closed at $3,012.4.")).toEqual([])
  })

  test("of a stale, disputed or single-source claim is refused, and so is a deadline that has passed", () => {
    const at = (hours: number): FreshnessPolicy => ({
      now: Date.parse(AT) + hours * 3_600_000,
      maxAgeHours: 12,
      acceptsSingleSource: false,
    })
    expect(reasons("BTC fell 2.1%.", "en", at(12))).toEqual([])
    expect(reasons("BTC fell 2.1%.", "en", at(13))).toEqual(["2.1%: it is stale"])
    expect(reasons("It closes by 22 Nov 19:00 UTC.", "en", { ...at(24), maxAgeHours: 48 })).toEqual([
      "22 Nov 19:00 UTC: the deadline has passed",
    ])
    const of = (agreement: Claim["agreement"], policy?: FreshnessPolicy) =>
      matchFigures(
        "BTC fell 2.1%.",
        CLAIMS.map((each) => ({ ...each, agreement })),
        "en",
        policy,
      ).refusals.map(({ reason }) => reason)
    expect(of("disputed")).toEqual(["its sources disagree"])
    expect(of("single")).toEqual(["only one source has it"])
    expect(of("single", { ...at(1), acceptsSingleSource: true })).toEqual([])
  })

  test("is found at its place, with the row that it stands on", () => {
    const text = "BTC fell 2.1% to $84,512."
    const { matches } = matchFigures(text, CLAIMS, "en")
    expect(matches.map(({ start, end, claim: { measure } }) => [text.slice(start, end), measure])).toEqual([
      ["2.1%", "hour_return"],
      ["$84,512", "close"],
    ])
  })
})

describe("the figure suite", () => {
  const PLACES: readonly (readonly [ChannelName, PostFormat])[] = [
    ["x", "single"],
    ["x", "thread"],
    ["x", "picture"],
    ["telegram", "message"],
    ["discord", "message"],
    ["feed", "long"],
  ]
  const VOICES: readonly Voice[] = ["analytical", "bold", "educational"]
  const LANGUAGES: readonly Language[] = ["en", "nl"]
  const SEED = "figures-2026"

  type Written = { readonly post: PostText; readonly claims: readonly Claim[]; readonly voice: Voice }
  const written = (seed: string): Written[] =>
    INSIGHTS.flatMap((insight) => {
      const claims = claimsOf(insight)
      return PLACES.flatMap(([channel, format]) =>
        LANGUAGES.flatMap((language) =>
          VOICES.map((voice) => ({ post: write({ insight, claims, channel, format, language, voice, seed }), claims, voice })),
        ),
      )
    })
  const drafts = [...written(`${SEED} 1`), ...written(`${SEED} 2`)]

  test("covers all seven types of insight", () => {
    expect(new Set(INSIGHTS.map(({ type }) => type)).size).toBe(7)
  })

  test("at least 98% of the correct drafts pass every guard", () => {
    const failed = drafts.filter(({ post, claims, voice }) =>
      checkDraft(post, { claims, voice, now: Date.parse(claims[0]!.asOf) }).some(({ pass }) => !pass),
    )
    console.log(`correct drafts: ${drafts.length - failed.length} of ${drafts.length} pass (seed ${SEED})`)
    expect(failed.length / drafts.length).toBeLessThanOrEqual(0.02)
  })

  test("at least 99.5% of 10,000 drafts with a lie in them are refused", () => {
    const random = seededRandom(SEED)
    const tally = new Map<Mutation, { refused: number; passed: number }>(MUTATIONS.map((kind) => [kind, { refused: 0, passed: 0 }]))
    const passed: string[] = []
    for (let made = 0; made < 10_000;) {
      const { post, claims } = drafts[Math.floor(random() * drafts.length)]!
      const kind = MUTATIONS[made % MUTATIONS.length]!
      const texts = [...post.parts, post.title, post.alt].filter((text) => text !== null)
      const lie = mutate(texts[Math.floor(random() * texts.length)]!, kind, post.language, random)
      if (lie === null) continue
      made += 1
      const isRefused = matchFigures(lie, claims, post.language).refusals.length > 0
      tally.get(kind)![isRefused ? "refused" : "passed"] += 1
      if (!isRefused) passed.push(`${kind}: ${lie}`)
    }
    console.log(
      `mutated drafts (seed ${SEED}): ${[...tally].map(([kind, { refused, passed: let_ }]) => `${kind} ${refused} refused, ${let_} passed`).join("; ")}`,
    )
    expect(passed.length, passed.slice(0, 20).join("\n")).toBeLessThanOrEqual(50)
    for (const [kind, { refused }] of tally) expect(refused, kind).toBeGreaterThan(1_000)
  }, 25_000)
})
