// How long may a part be, and how long is it at most? A count that is never below the platform's own, for texts on the way to it.
import type { ChannelName } from "../post.ts"

/** The most that one part may count. The feed's is the studio's own. */
export const PART_LIMITS: Readonly<Record<ChannelName, number>> = { x: 280, telegram: 4_096, discord: 2_000, feed: 20_000 }

/** Length of a link on X, whatever its own. */
const LINK_LENGTH = 23

/**
 * Never less than what X, Telegram or Discord count: characters beyond Latin, Greek, Cyrillic and their punctuation count two, and a link
 * its own length or 23, whichever is more. Source: X's counting configuration v3, whose light ranges are U+0000-10FF, 2000-200D, 2010-201F
 * and 2032-2037.
 */
export function conservativeLength(text: string): number {
  let length = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const isLight =
      code <= 0x10ff || (code >= 0x2000 && code <= 0x200d) || (code >= 0x2010 && code <= 0x201f) || (code >= 0x2032 && code <= 0x2037)
    length += isLight ? 1 : 2
  }
  for (const [link] of text.matchAll(/https?:\/\/\S+/g)) length += Math.max(0, LINK_LENGTH - link.length)
  return length
}
