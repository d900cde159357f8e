// Times at the API's edge: read from a caller, written to a reader.
import * as z from "zod"

/** A moment in UTC as every reply writes it, such as `2026-11-21T19:00:00.000Z`. */
export const Time = z.iso.datetime()

/** A moment that a caller names, with its zone. The years are those that a price of this market can have. */
export const Moment = z.iso
  .datetime({ offset: true, error: "must be a moment with its zone, such as 2026-11-21T19:00:00Z" })
  .max(40)
  .refine((text) => text >= "2009" && text < "2101", "must lie between the years 2009 and 2100")

/** The time in a cursor: what `toIso` wrote, within years that the database takes. News may be older than any price. */
export const PlaceTime = Time.max(24).refine((text) => text >= "1900" && text < "2101")

export const toIso = (time: Date | string): string => new Date(time).toISOString()
export const toIsoOrNull = (time: Date | string | null): string | null => (time === null ? null : toIso(time))
