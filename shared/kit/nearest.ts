// Which known name did somebody mean who wrote another one?

/** Number of single-letter changes that turn one text into the other. Source: Levenshtein distance, Wagner-Fischer. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** The known name closest to `name`, or null where none is near enough to be meant. */
export function nearest(name: string, known: readonly string[]): string | null {
  if (name.length > 40) return null
  const wanted = name.toLowerCase()
  const ranked = known.map((each) => ({ each, far: distance(wanted, each.toLowerCase()) })).toSorted((a, b) => a.far - b.far)
  const best = ranked[0]
  return best && best.far <= Math.max(1, Math.floor(best.each.length / 3)) ? best.each : null
}
