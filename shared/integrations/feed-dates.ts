// When was a feed's entry published? The ways in which feeds write a moment: RFC 822 and its heirs, ISO 8601, and C's asctime.

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

/** Hours east of UTC. RFC 822's names, and those that newspapers write and that mean one thing only. */
const ZONES: ReadonlyMap<string, number> = new Map(
  Object.entries({ z: 0, ut: 0, utc: 0, gmt: 0, est: -5, edt: -4, cst: -6, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7 }).concat(
    Object.entries({ hst: -10, akst: -9, akdt: -8, wet: 0, west: 1, bst: 1, cet: 1, cest: 2, eet: 2, eest: 3, msk: 3 }),
    Object.entries({ sgt: 8, hkt: 8, jst: 9, kst: 9, aest: 10, aedt: 11, nzst: 12, nzdt: 13 }),
  ),
)

const CLOCK = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?`
const RFC_822 = new RegExp(
  String.raw`^(?:[a-z]+\.?,?\s+)?(\d{1,2})[\s-]+([a-z]{3})[a-z]*\.?,?[\s-]+(\d{4}|\d{2})(?:,?\s+${CLOCK}\s*(.*))?$`,
  "i",
)
const ASCTIME = new RegExp(
  String.raw`^(?:[a-z]+\.?,?\s+)?([a-z]{3})[a-z]*\.?\s+(\d{1,2}),?\s+(?:(\d{4}),?\s+)?${CLOCK}\s*([a-z]*)\s*(\d{4})?$`,
  "i",
)
const ISO_8601 = new RegExp(
  String.raw`^(\d{4})(?:-?(\d{2})(?:-?(\d{2}))?)?(?:[t\s]+(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(.*))?$`,
  "i",
)

/** Year, month from 1, day, hour, minute, second, and the zone as written. */
type Parts = readonly [string, string | number, string, string | undefined, string | undefined, string | undefined, string | undefined]

/**
 * The moment that the text names, to the second; a time without a zone is UTC, a day without a time its midnight in UTC.
 * Null where it is none, no day of the calendar, before 1990, or in a zone whose name isn't known.
 */
export function parseFeedDate(text: string): Date | null {
  const parts = readParts(text.trim().replace(/\s+/g, " ").slice(0, 100))
  if (parts === null) return null
  const [year, month, day, hour = "0", minute = "0", second = "0", zone = ""] = parts
  const offset = offsetMinutes(zone)
  const [y, mo, d, h, mi, s] = [fullYear(year), Number(month), Number(day), Number(hour), Number(minute), Number(second)]
  const lastDay = new Date(Date.UTC(y, mo, 0)).getUTCDate()
  const exists = y >= 1990 && y <= 9998 && mo >= 1 && mo <= 12 && d >= 1 && d <= lastDay && h <= 23 && mi <= 59 && s <= 60
  return exists && offset !== null ? new Date(Date.UTC(y, mo - 1, d, h, mi, s) - offset * 60_000) : null
}

function readParts(text: string): Parts | null {
  const rfc = RFC_822.exec(text)
  if (rfc) return [rfc[3] ?? "", monthNumber(rfc[2]), rfc[1] ?? "", rfc[4], rfc[5], rfc[6], rfc[7]]
  const iso = ISO_8601.exec(text)
  if (iso) return [iso[1] ?? "", iso[2] ?? "1", iso[3] ?? "1", iso[4], iso[5], iso[6], iso[7]]
  const asc = ASCTIME.exec(text)
  if (asc) return [asc[3] ?? asc[8] ?? "", monthNumber(asc[1]), asc[2] ?? "", asc[4], asc[5], asc[6], asc[7]]
  return null
}

/** 1 to 12, or 0 for no month. */
const monthNumber = (name = ""): number => MONTHS.indexOf(name.toLowerCase()) + 1

/** RFC 2822, 4.3: two digits below 50 are of this century. */
function fullYear(year: string): number {
  if (year.length !== 2) return Number(year)
  return Number(year) + (Number(year) < 50 ? 2000 : 1900)
}

/** Minutes east of UTC, null where the zone isn't known. A comment in brackets is passed over. */
function offsetMinutes(zone: string): number | null {
  const name = zone.replace(/\(.*$/, "").trim().toLowerCase()
  if (name === "") return 0
  const [, sign, hours, minutes = "0"] = /^(?:utc|gmt)?\s*([+-])(\d{1,2}):?(\d{2})?$/.exec(name) ?? []
  const hoursEast = ZONES.get(name)
  if (sign === undefined) return hoursEast === undefined ? null : hoursEast * 60
  const size = Number(hours) * 60 + Number(minutes)
  if (size > 14 * 60 || Number(minutes) > 59) return null
  return sign === "-" ? -size : size
}
