// What does a channel post, and when is it free? Its entries in order of time, with the next free slot.
import type { ChannelSettings } from "../../../shared/domain/channels.ts"
import { openSlots, type Slots } from "../../../shared/domain/slots.ts"
import type { PlannedFact } from "./facts.ts"
import type { Policy } from "./policy.ts"

const MINUTE_MS = 60_000
/** Nothing is planned further ahead. */
export const HORIZON_MS = 36 * 3_600_000

export type Entry = Omit<PlannedFact, "channel">

export type Agenda = {
  readonly settings: ChannelSettings
  readonly slots: Slots
  /** By time, earliest first. */
  readonly entries: readonly Entry[]
  add(entry: Entry): void
}

export type AgendaOptions = { readonly timeZone: string; readonly policy: Policy; readonly now: number }

export function openAgenda(settings: ChannelSettings, planned: readonly PlannedFact[], { timeZone, policy, now }: AgendaOptions): Agenda {
  const entries: Entry[] = planned.filter(({ channel }) => channel === settings.channel).sort((a, b) => a.scheduledAt - b.scheduledAt)
  const slots = openSlots({
    windows: settings.windows,
    timeZone,
    gapMs: settings.gapMinutes * MINUTE_MS,
    taken: entries.map(({ scheduledAt }) => scheduledAt),
    from: now + policy.leadMinutes * MINUTE_MS,
    until: now + HORIZON_MS,
    cap: settings.dailyCap,
  })
  return {
    settings,
    slots,
    entries,
    add(entry) {
      const before = entries.findLastIndex(({ scheduledAt }) => scheduledAt <= entry.scheduledAt)
      entries.splice(before + 1, 0, entry)
    },
  }
}

/** How many of the last entries before a moment have the property, one after the other. */
export function runBefore(entries: readonly Entry[], moment: number, has: (entry: Entry) => boolean): number {
  let last = entries.length - 1
  while (last >= 0 && (entries[last]?.scheduledAt ?? 0) >= moment) last -= 1
  let length = 0
  for (let entry = entries[last]; entry !== undefined && has(entry); entry = entries[last - length]) length += 1
  return length
}

/** The entry nearest to a moment that has the property and lies less than `withinMs` away. */
export function nearestEntry(
  entries: readonly Entry[],
  moment: number,
  { withinMs, has }: { readonly withinMs: number; readonly has: (entry: Entry) => boolean },
): Entry | undefined {
  const distance = ({ scheduledAt }: Entry): number => Math.abs(scheduledAt - moment)
  let found: Entry | undefined
  for (const entry of entries) {
    if (distance(entry) < withinMs && has(entry) && (found === undefined || distance(entry) < distance(found))) found = entry
  }
  return found
}
