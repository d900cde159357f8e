// How does Discord show a text just as it is written? Signs that its markup would take are escaped; addresses stay whole.

/** An address, signs with a meaning anywhere, or the signs of a quotation, heading or list at the start of a line. */
const MARKUP = /https?:\/\/[^\s<>]+|[\\*_~`|[\]<]|^([^\S\n]*)([>#+-])/gim

/** Text whose markup signs have a backslash before them, so that it is shown as it is written. */
export function escapeDiscord(text: string): string {
  return text.replaceAll(MARKUP, (found: string, indent: string | undefined, sign: string | undefined) => {
    if (sign !== undefined) return `${indent ?? ""}\\${sign}`
    return found.length === 1 ? `\\${found}` : found
  })
}
