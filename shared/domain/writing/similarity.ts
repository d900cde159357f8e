// How much of a text was said before? The share of common word shingles, as Broder measures resemblance.

const SHINGLE_WORDS = 4

/** Runs of four words, figures included: the same template with other figures is another text, the same text with one word changed isn't. */
export function shinglesOf(text: string): ReadonlySet<string> {
  const words =
    text
      .toLowerCase()
      .normalize("NFKC")
      .match(/[\p{L}\p{N}]+(?:[.,:'][\p{L}\p{N}]+)*%?/gu) ?? []
  if (words.length <= SHINGLE_WORDS) return new Set(words.length === 0 ? [] : [words.join(" ")])
  return new Set(words.slice(SHINGLE_WORDS - 1).map((_, i) => words.slice(i, i + SHINGLE_WORDS).join(" ")))
}

/**
 * Jaccard's index of two sets of shingles, 0 to 1; 0 where one is empty.
 * Source: A. Broder, On the resemblance and containment of documents, 1997.
 */
export function resemblance(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0
  let common = 0
  for (const each of a) if (b.has(each)) common++
  return common / (a.size + b.size - common)
}
