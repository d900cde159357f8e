// When things are due: slots of a schedule, in UTC. Pure; nothing here asks the time.

/**
 * `every`: slots at multiples of `ms` since 1970 UTC, shifted by `offsetMs`. `daily`: one slot a day at that UTC minute.
 * `after`: due when the runs of all `agents` for a slot have ended, however they ended.
 * `when`: due for each event of that name.
 */
export type Trigger =
  | { readonly kind: "every"; readonly ms: number }
  | { readonly kind: "daily"; readonly minute: number }
  | { readonly kind: "after"; readonly agents: readonly string[] }
  | { readonly kind: "when"; readonly event: string }

const UNIT_MS = { m: 60_000, h: 3_600_000 } as const
const DAY_MS = 86_400_000

/** `every("30m")`, `every("2h")`: a whole number of minutes or hours that divides a day. */
export function every(text: `${number}${"m" | "h"}`): Trigger {
  const match = /^(\d+)([mh])$/.exec(text)
  const ms = match ? Number(match[1]) * UNIT_MS[match[2] as "m" | "h"] : 0
  if (ms <= 0 || DAY_MS % ms !== 0) throw new Error(`every("${text}"): use minutes or hours that divide a day, such as "30m" or "2h"`)
  return { kind: "every", ms }
}

/** `daily("07:00")`: hours and minutes in UTC. */
export function daily(text: `${number}:${number}`): Trigger {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text)
  if (!match) throw new Error(`daily("${text}"): write hours and minutes as "07:00"`)
  return { kind: "daily", minute: Number(match[1]) * 60 + Number(match[2]) }
}

export const after = (...agents: readonly string[]): Trigger => ({ kind: "after", agents })
export const when = (event: string): Trigger => ({ kind: "when", event })

/** The newest slot that is not later than `now`, or null for triggers that have none of their own. */
export function latestSlot(trigger: Trigger, now: Date): Date | null {
  if (trigger.kind === "every") return new Date(Math.floor(now.getTime() / trigger.ms) * trigger.ms)
  if (trigger.kind === "daily") {
    const shift = trigger.minute * 60_000
    return new Date(Math.floor((now.getTime() - shift) / DAY_MS) * DAY_MS + shift)
  }
  return null
}
