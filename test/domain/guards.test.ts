import { describe, expect, test } from "vitest"
import { checkDraft, GUARD_NAMES, type GuardContext, type GuardName } from "../../shared/domain/guards.ts"
import type { Language, PostText } from "../../shared/domain/post.ts"
import { write } from "../../shared/domain/writer.ts"
import { claimsOf } from "../../shared/domain/writing/claims.ts"
import { DISCLOSURE_PROFILES, disclosureText, withDisclosure, withoutDisclosure } from "../../shared/domain/writing/disclosure.ts"
import { conservativeLength } from "../../shared/domain/writing/lengths.ts"
import { resemblance, shinglesOf } from "../../shared/domain/writing/similarity.ts"
import { INSIGHTS } from "./insights.ts"

const insight = INSIGHTS[0]!
const claims = claimsOf(insight)
const now = Date.parse(insight.madeAt)
const post = (parts: readonly string[], rest: Partial<PostText> = {}): PostText => ({
  channel: "telegram",
  format: "message",
  language: "en",
  parts: [...parts],
  title: null,
  alt: null,
  ...rest,
})
const failing = (text: PostText, context: Partial<GuardContext> = {}): GuardName[] =>
  checkDraft(text, { claims, now, voice: "analytical", ...context }).flatMap(({ name, pass }) => (pass ? [] : [name]))
const said = (text: string, language: Language = "en"): GuardName[] => failing(post([text], { language }))

test("every guard reports on every draft, in the order of the list, with the offending words", () => {
  const results = checkDraft(post(["You should buy BTC now, it is guaranteed."]), { claims, now, voice: "analytical" })
  expect(results.map(({ name }) => name)).toEqual(GUARD_NAMES)
  const text = "You should buy BTC now, it is guaranteed."
  const spans = results.flatMap(({ name, spans: list }) => list.map(({ start, end }) => `${name}: ${text.slice(start, end)}`))
  expect(spans).toEqual(["noAdvice: You should buy", "bannedClaims: guaranteed"])
})

describe("advice", () => {
  test.each([
    ["You should sell before the weekend.", "en"],
    ["Time to buy.", "en"],
    ["Buy the dip.", "en"],
    ["A clear buy signal.", "en"],
    ["We recommend patience.", "en"],
    ["Our price target stands.", "en"],
    ["Je moet nu verkopen.", "nl"],
    ["Koop de dip.", "nl"],
    ["Dit is een koopsignaal.", "nl"],
    ["Een goed moment om in te stappen: een instapmoment.", "nl"],
    ["Beleggers zouden moeten kopen.", "nl"],
  ] as const)("«%s» is refused", (text, language) => {
    expect(said(text, language)).toContain("noAdvice")
  })

  test.each([
    ["Traders who buy and sell disagree.", "en"],
    ["The number of buyers is not known.", "en"],
    ["Handelaren die kopen en verkopen zijn het oneens.", "nl"],
  ] as const)("«%s» is none", (text, language) => {
    expect(said(text, language)).toEqual([])
  })
})

describe("banned claims", () => {
  test.each([
    ["A risk-free trade.", "en"],
    ["Insiders know.", "en"],
    ["This is guaranteed to hold.", "en"],
    ["Can only go one way.", "en"],
    ["Gegarandeerde winst.", "nl"],
    ["Zonder risico.", "nl"],
    ["Wij hebben voorkennis.", "nl"],
  ] as const)("«%s» is refused", (text, language) => {
    expect(said(text, language)).toContain("bannedClaims")
  })
})

describe("links", () => {
  test.each(["See https://evil.example/a", "See www.evil.example", "See evil.xyz/claim", "Join t.me/pumpgroup"])(
    "«%s» is refused",
    (text) => {
      expect(said(text)).toContain("links")
    },
  )

  test("lead only where the policy allows, by the exact host", () => {
    const allowed = { linkHosts: ["studio.example"] }
    expect(failing(post(["More: https://studio.example/p/1"]), allowed)).toEqual([])
    for (const link of ["https://studio.example.evil.com/", "https://evil.com/studio.example", "https://studio.example@evil.com/"]) {
      expect(failing(post([`More: ${link}`]), allowed)).toContain("links")
    }
  })
})

describe("near-duplicates", () => {
  const order = { insight, claims, channel: "telegram", format: "message", language: "en", voice: "analytical" } as const
  const text = write({ ...order, seed: "a" })

  test("the same text, or one with a word changed, is refused; another insight's isn't", () => {
    expect(failing(text, { recent: [text.parts.join("\n")] })).toEqual(["nearDuplicate"])
    expect(failing(text, { recent: [text.parts.join("\n").replace("closed", "ended")] })).toEqual(["nearDuplicate"])
    const others = INSIGHTS.slice(1).map((other) =>
      write({ ...order, insight: other, claims: claimsOf(other), seed: "a" }).parts.join("\n"),
    )
    expect(failing(text, { recent: others })).toEqual([])
  })

  test("a disclosure that all posts share makes none of them alike", () => {
    const short = (words: string) => withDisclosure(post([words]), "issuer").parts.join("\n")
    expect(
      failing(post(["Something quite different happened here."]), { recent: [short("Nothing of the kind was seen before.")] }),
    ).toEqual([])
  })

  test("resemblance is the share of common shingles", () => {
    expect(resemblance(shinglesOf("a b c d e"), shinglesOf("a b c d e"))).toBe(1)
    expect(resemblance(shinglesOf("a b c d e"), shinglesOf("a b c d f"))).toBeCloseTo(1 / 3)
    expect(resemblance(shinglesOf(""), shinglesOf(""))).toBe(0)
  })
})

describe("the disclosure", () => {
  const text = post(["The price held."])

  test.each(DISCLOSURE_PROFILES)("of profile %s is demanded, added once and passes every guard in both languages", (profile) => {
    for (const language of ["en", "nl"] as const) {
      const plain = post([language === "en" ? "The price held." : "De koers hield stand."], { language })
      expect(failing(plain, { profile })).toEqual(profile === "none" ? [] : ["disclosure"])
      const disclosed = withDisclosure(plain, profile)
      expect(failing(disclosed, { profile })).toEqual([])
      expect(withDisclosure(disclosed, profile)).toEqual(disclosed)
      expect(disclosed.parts.join("\n")).toContain(disclosureText(profile, language))
    }
  })

  test("opens a British post and closes any other", () => {
    expect(withDisclosure(text, "uk").parts[0]).toMatch(/^Don't invest unless/)
    expect(withDisclosure(text, "eu").parts[0]).toMatch(/Not investment advice\.$/)
  })

  test("is a part of its own where there is no room, and the post a thread", () => {
    const full = post(["x".repeat(250)], { channel: "x", format: "single" })
    expect(withDisclosure(full, "eu")).toMatchObject({ format: "thread", parts: [full.parts[0], disclosureText("eu", "en")] })
    const dutch = withDisclosure(post(["De koers hield stand."], { channel: "x", format: "single", language: "nl" }), "issuer")
    expect(dutch.parts.at(-1)).toBe("Door AI geschreven.")
    expect(dutch.parts).toHaveLength(3)
    expect(failing(dutch, { profile: "issuer" })).toEqual([])
    expect(withDisclosure(dutch, "issuer")).toEqual(dutch)
  })

  test("is taken off again", () => {
    for (const profile of DISCLOSURE_PROFILES) expect(withoutDisclosure(withDisclosure(text, profile).parts[0]!)).toBe("The price held.")
  })
})

describe("voice", () => {
  const voiced = (text: string, voice: GuardContext["voice"]) => failing(post([text]), { voice })

  test("hype, shouting and questions aren't analytical; an explaining voice explains", () => {
    expect(voiced("To the moon.", "bold")).toEqual(["voice"])
    expect(voiced("It held!", "analytical")).toEqual(["voice"])
    expect(voiced("It held!", "bold")).toEqual([])
    expect(voiced("Did it hold?", "analytical")).toEqual(["voice"])
    expect(voiced("It held.", "educational")).toEqual(["voice"])
    expect(voiced("It held, which means attention.", "educational")).toEqual([])
    expect(voiced(`It ${"and then ".repeat(30)}held.`, "bold")).toEqual(["voice"])
  })
})

describe("length", () => {
  test("each part has its channel's limit, as the given count says", () => {
    const at = (length: number) => failing(post(["It held. ".repeat(length / 9)], { channel: "x", format: "single" }))
    expect(at(279)).toEqual([])
    expect(at(288)).toEqual(["length"])
    expect(failing(post(["short"], { channel: "x", format: "single" }), { lengthOf: () => 281 })).toEqual(["length"])
  })

  test("only a thread has several parts", () => {
    expect(failing(post(["It held.", "It held on."]))).toEqual(["length"])
    expect(failing(post(["It held.", "It held on."], { format: "thread" }))).toEqual([])
  })

  test("the conservative count takes wide characters for two and a link for at least 23", () => {
    expect(conservativeLength("abc €")).toBe(6)
    expect(conservativeLength("é—’")).toBe(3)
    expect(conservativeLength("🚀")).toBe(2)
    expect(conservativeLength("https://a.io")).toBe(23)
  })
})

test("a draft that was right in the morning is refused when its claims are stale", () => {
  const text = write({ insight, claims, channel: "x", format: "single", language: "en", voice: "analytical", seed: "a" })
  expect(failing(text)).toEqual([])
  expect(failing(text, { now: now + 13 * 3_600_000 })).toEqual(["figures"])
})

test("a lie in the title or the alt text is found there", () => {
  const results = checkDraft(post(["It held."], { title: "A record", alt: "A chart of ETH" }), { claims, now, voice: "analytical" })
  expect(results.find(({ name }) => name === "figures")?.spans.map((span) => span.in)).toEqual(["title", "alt"])
})
