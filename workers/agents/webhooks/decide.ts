// What is there to do for other people's programs now? Pure.
import type { WebhookAsk } from "../../../shared/domain/event.ts"

export type Facts = {
  /** Whether this Worker can sign messages. */
  readonly isConfigured: boolean
  /** What the owner of an endpoint asks for, with the event that says so. */
  readonly ask: (WebhookAsk & { readonly event: string }) | null
  readonly isUntold: boolean
  readonly isDue: boolean
  readonly nextAt: Date | null
}

export type Decision = {
  /** Events are to be given to those who listen. */
  readonly givesOut: boolean
  readonly ask: Facts["ask"]
  /** There may be something to send. */
  readonly sends: boolean
  readonly nextAt: Date | null
}

export function decide({ isConfigured, ask, isUntold, isDue, nextAt }: Facts): Decision {
  if (!isConfigured) return { givesOut: false, ask: null, sends: false, nextAt: null }
  return { givesOut: isUntold, ask, sends: isUntold || ask !== null || isDue, nextAt }
}

/** One look finds what is due until the next. */
export const LOOK_MS = 300_000

/** The next run before the next look, in studio time; null where that look is soon enough. */
export function nextRun(
  now: Date,
  times: readonly (Date | null)[],
): { readonly input: { readonly due: string }; readonly at: Date } | null {
  const next = Math.min(...times.flatMap((time) => (time === null ? [] : [Math.max(time.getTime(), now.getTime())])))
  if (next >= now.getTime() + LOOK_MS) return null
  const at = new Date(next)
  return { input: { due: at.toISOString() }, at }
}
