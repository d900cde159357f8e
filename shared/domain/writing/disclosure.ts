// What must a post say of itself? The AI label, and the warning of the rules that the channel's readers live under.
//
// uk: the prescribed cryptoasset warning, verbatim (FCA Handbook, COBS 4.12A.11R and 4.12A.21R; its link to the risk summary is the
// operator's own). issuer: MiCA, Regulation (EU) 2023/1114, Article 7(1)(e), verbatim in English. Looked up in
// November 2026. A profile is the operator's choice, not a legal opinion.
import type { ChannelName, Language, PostText } from "../post.ts"
import { conservativeLength, PART_LIMITS } from "./lengths.ts"

export const DISCLOSURE_PROFILES = ["none", "eu", "uk", "us", "issuer"] as const
export type DisclosureProfile = (typeof DISCLOSURE_PROFILES)[number]

const AI_LABEL: Readonly<Record<Language, string>> = { en: "AI-written.", nl: "Door AI geschreven." }
const NO_ADVICE: Readonly<Record<Language, string>> = { en: "Not investment advice.", nl: "Geen beleggingsadvies." }
const UK_WARNING =
  "Don't invest unless you're prepared to lose all the money you invest. This is a high-risk investment and you should not expect to be protected if something goes wrong."
const ISSUER: Readonly<Record<Language, string>> = {
  en:
    "This crypto-asset marketing communication has not been reviewed or approved by any competent authority in any Member State of the European Union. " +
    "The offeror of the crypto-asset is solely responsible for the content of this crypto-asset marketing communication.",
  nl:
    "Deze publicitaire mededeling over cryptoactiva is niet beoordeeld of goedgekeurd door een bevoegde autoriteit van een lidstaat van de Europese Unie. " +
    "De aanbieder van de cryptoactiva is als enige verantwoordelijk voor de inhoud van deze publicitaire mededeling over cryptoactiva.",
}

/** The sentences that the profile asks for, each whole; none for `none`. The British warning is prescribed in English. */
function disclosurePieces(profile: DisclosureProfile, language: Language): readonly string[] {
  switch (profile) {
    case "none":
      return []
    case "eu":
    case "us":
      return [AI_LABEL[language], NO_ADVICE[language]]
    case "uk":
      return [UK_WARNING, AI_LABEL[language]]
    case "issuer":
      return [ISSUER[language], AI_LABEL[language]]
  }
}

/** The profile's text in one line; empty for `none`. */
export const disclosureText = (profile: DisclosureProfile, language: Language): string => disclosurePieces(profile, language).join(" ")

/** Whether the post has the profile's text where it belongs: at its beginning (`uk`) or its end, in one part or, too long for one, in several. */
export function isDisclosed({ parts, language }: PostText, profile: DisclosureProfile): boolean {
  const [text, pieces] = [disclosureText(profile, language), disclosurePieces(profile, language)]
  const isFirst = profile === "uk"
  const edge = (isFirst ? parts[0] : parts.at(-1)) ?? ""
  const own = isFirst ? parts.slice(0, pieces.length) : parts.slice(-pieces.length)
  return (isFirst ? edge.startsWith(text) : edge.endsWith(text)) || own.join("\n") === pieces.join("\n")
}

/** Characters that the disclosure takes from a part of the channel; 0 where it becomes a part of its own. */
export function disclosureRoom(profile: DisclosureProfile, language: Language, channel: ChannelName): number {
  const length = conservativeLength(disclosureText(profile, language))
  return length === 0 || length > PART_LIMITS[channel] / 3 ? 0 : length + 2
}

/**
 * The post with its profile's text. The British warning opens the post, as prescribed; the others close it. Where the part has no room it
 * becomes a part of its own, and a post of one part a thread. A post that has the text already stays as it is.
 */
export function withDisclosure(post: PostText, profile: DisclosureProfile, language: Language = post.language): PostText {
  const text = disclosureText(profile, language)
  if (isDisclosed({ ...post, language }, profile)) return post
  const isFirst = profile === "uk"
  const at = isFirst ? 0 : post.parts.length - 1
  const joined = isFirst ? `${text}\n\n${post.parts[at]}` : `${post.parts[at]}\n\n${text}`
  if (conservativeLength(joined) <= PART_LIMITS[post.channel]) return { ...post, parts: post.parts.with(at, joined) }
  const own = conservativeLength(text) <= PART_LIMITS[post.channel] ? [text] : disclosurePieces(profile, language)
  return { ...post, format: "thread", parts: isFirst ? [...own, ...post.parts] : [...post.parts, ...own] }
}

/** The text without any profile's disclosure: what the writer wrote. */
export function withoutDisclosure(text: string): string {
  const languages = ["en", "nl"] as const
  const all = DISCLOSURE_PROFILES.flatMap((profile) => languages.map((language) => disclosureText(profile, language)))
  const pieces = DISCLOSURE_PROFILES.flatMap((profile) => languages.flatMap((language) => disclosurePieces(profile, language)))
  if (pieces.includes(text.trim())) return ""
  return all
    .filter((each) => each !== "")
    .reduce((rest, each) => rest.replace(each, ""), text)
    .trim()
}
