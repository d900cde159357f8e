// Which passages stand in many texts on purpose? How to read a forecast, what a kind of finding means: saying them again repeats no post.
import { InsightType } from "../insight.ts"
import { Voice } from "../post.ts"
import type { Cited } from "./cited.ts"
import { ENGLISH } from "./phrases-en.ts"
import { DUTCH } from "./phrases-nl.ts"
import { shinglesOf } from "./similarity.ts"

/** Lessons and method name no figure but these two; a shingle that holds one is a text's own. */
const passage = (type: InsightType): Cited => ({ type, chance: "§", hours: "§" }) as unknown as Cited

let known: ReadonlySet<string> | null = null

/** Made once, where it is first asked for. */
function standingShingles(): ReadonlySet<string> {
  known ??= new Set(standingTexts().flatMap((text) => [...shinglesOf(text)]))
  return known
}

function standingTexts(): string[] {
  return [ENGLISH, DUTCH].flatMap((book) =>
    InsightType.options.flatMap((type) => [
      ...book.lesson(passage(type)),
      ...Voice.options.flatMap((voice) => book.method(passage(type), voice).flat()),
    ]),
  )
}

/** The text's shingles without those of the standing passages. */
export function ownShinglesOf(text: string): ReadonlySet<string> {
  const standing = standingShingles()
  return new Set([...shinglesOf(text)].filter((shingle) => !standing.has(shingle)))
}
