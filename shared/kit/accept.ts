// Which of the offered media types does a request want? The part of RFC 9110, section 12.5.1, that needs no parameters.

type Range = { readonly type: string; readonly subtype: string; readonly q: number }

function parseRange(text: string): Range[] {
  const match = /^\s*([\w!#$&^.+*-]+)\/([\w!#$&^.+*-]+)\s*(?:;(.*))?$/.exec(text)
  if (!match) return []
  const q = /(?:^|;)\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|$)/i.exec(match[3] ?? "")?.[1]
  return [
    { type: (match[1] ?? "").toLowerCase(), subtype: (match[2] ?? "").toLowerCase(), q: q === undefined ? 1 : Math.min(1, Number(q)) },
  ]
}

/** Weight of one media type: the most exact range that covers it decides; 0 where none does. */
function weigh(media: string, ranges: readonly Range[]): number {
  const [type, subtype] = media.split("/")
  const exact = ranges.find((range) => range.type === type && range.subtype === subtype)
  const family = ranges.find((range) => range.type === type && range.subtype === "*")
  const any = ranges.find((range) => range.type === "*" && range.subtype === "*")
  return (exact ?? family ?? any)?.q ?? 0
}

/** The offered type that `accept` likes best, the first of equals; null where it takes none. A header that says nothing readable takes all. */
export function negotiate(accept: string | null, offered: readonly string[]): string | null {
  const ranges = (accept ?? "").slice(0, 1_000).split(",").flatMap(parseRange)
  if (ranges.length === 0) return offered[0] ?? null
  const weighed = offered.map((media) => ({ media, q: weigh(media, ranges) })).filter(({ q }) => q > 0)
  return weighed.toSorted((a, b) => b.q - a.q)[0]?.media ?? null
}
