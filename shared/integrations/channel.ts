// What is a channel? A pure rendering into the exact requests, and a sending that happens at most once. One file beside this one implements each.
import type { Counts } from "../domain/engagement.ts"
import type { ChannelName, PostText } from "../domain/post.ts"
import { TEXT_LIMITS } from "../domain/text-length.ts"
import { Failure } from "../kit/failure.ts"

/** A stored picture: the SHA-256 of its bytes in hex, and what they are. */
export type Picture = { readonly hash: string; readonly contentType: "image/png"; readonly bytes: number }

/** A part as it goes out: `text` is what a reader will see, `body` the platform's own request but for ids that only sending brings. */
export type Part = { readonly text: string; readonly body: Readonly<Record<string, unknown>> }

/** JSON through and through, so that what was approved can be kept and compared. The picture hangs on the first part. */
export type Payload = {
  readonly channel: ChannelName
  readonly parts: readonly Part[]
  readonly picture: (Picture & { readonly alt: string }) | null
}

/** What the platform made of a part. `restMs`: how long it asks to be left alone before the next call, 0 where it doesn't. */
export type Receipt = { readonly id: string; readonly url: string | null; readonly restMs: number }

/** `key` is the same each time the same delivery is tried; `previous` is the receipt of the part before, null for the first. */
export type Sending = { readonly key: string; readonly previous: Receipt | null }

/** Engagement of a post so far; null is what the platform does not tell. An id that is gone has no reading. */
export type Reading = Counts & { readonly id: string }

export type ChannelLimits = {
  /** Pictures of a post, and the most bytes of one. */
  readonly pictures: number
  readonly pictureBytes: number
  /** Posts that the platform takes from one account in a row, spread evenly over that time. */
  readonly perMinute: number
  /** How long after a lost answer the platform may still not show what it did: `find` is believed only after that. */
  readonly settleMs: number
}

export type Channel = {
  readonly name: ChannelName
  readonly limits: ChannelLimits
  /** The exact payload; pure. Throws `invalid-input` where a part is empty or too long, or the picture too large, with pointers. */
  render(post: PostText, picture: Picture | null): Payload
  /**
   * Sends one part, once. Throws `rate-limited` with its wait and `upstream-unavailable` where nothing was posted, `upstream-rejected` where
   * nothing ever will be, `upstream-unknown` where it may have been posted.
   */
  sendPart(payload: Payload, part: number, sending: Sending): Promise<Receipt>
  /**
   * The receipt of a part that may have been posted since a moment, null where the platform has none; null itself where it can't be asked.
   * `since` is the platform's time: give a moment safely before the first try, so that clocks that differ hide nothing.
   */
  readonly find: ((payload: Payload, part: number, sending: Sending & { readonly since: Date }) => Promise<Receipt | null>) | null
  /** Readings of at most 100 posts by their receipts' ids; null where the platform tells none. */
  readonly metrics: ((ids: readonly string[]) => Promise<readonly Reading[]>) | null
  /** Takes a part down; one that is gone already is fine. */
  readonly remove: ((id: string) => Promise<void>) | null
}

/** Reads a stored picture's bytes. Throws where there is none. */
export type ReadPicture = (hash: string) => Promise<Uint8Array<ArrayBuffer>>

/** Throws `invalid-input`, naming every fault, unless the channel can take this post and picture as they are. */
export function checkPost(channel: Pick<Channel, "name" | "limits">, post: PostText, picture: Picture | null): void {
  const { measure, max, caption, parts, unit } = TEXT_LIMITS[channel.name]
  const faults = post.parts.flatMap((text, i) => {
    const most = i === 0 && picture ? caption : max
    const length = measure(text)
    if (text.trim() === "") return [{ pointer: `/parts/${i}`, detail: "is empty" }]
    return length > most ? [{ pointer: `/parts/${i}`, detail: `has ${length} ${unit}, at most ${most} fit` }] : []
  })
  const add = (pointer: string, detail: string): void => void faults.push({ pointer, detail })
  if (post.channel !== channel.name) add("/channel", `is ${post.channel}, not ${channel.name}`)
  if (post.parts.length === 0 || post.parts.length > parts) add("/parts", `has ${post.parts.length} parts, 1 to ${parts} fit`)
  if (picture && (picture.bytes === 0 || picture.bytes > channel.limits.pictureBytes))
    add("/picture", `has ${picture.bytes} bytes, 1 to ${channel.limits.pictureBytes} fit`)
  if (picture && !post.alt?.trim()) add("/alt", "is missing: a picture needs words for those who can't see it")
  if (faults.length > 0) throw new Failure("invalid-input", `${channel.name} can't take this post.`, { faults })
}

/** The payload of a post whose parts become these bodies. */
export function toPayload(post: PostText, picture: Picture | null, body: (text: string, part: number) => Part["body"]): Payload {
  const parts = post.parts.map((text, i) => ({ text, body: body(text, i) }))
  return { channel: post.channel, parts, picture: picture && { ...picture, alt: post.alt ?? "" } }
}

/** The part with its place checked: each part after the first needs its forerunner's receipt. */
export function partOf(payload: Payload, part: number, { previous }: Pick<Sending, "previous">): Part {
  const found = payload.parts[part]
  if (found === undefined) throw new Failure("invalid-input", `The post has no part ${part}.`)
  if (part > 0 !== (previous !== null)) throw new Failure("invalid-input", `Part ${part} ${part > 0 ? "needs" : "has no"} part before it.`)
  return found
}

/** The picture of a part with its bytes, null where the part has none. */
export async function pictureOf(
  payload: Payload,
  part: number,
  read: ReadPicture,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly alt: string; readonly hash: string; readonly contentType: string } | null> {
  if (part > 0 || !payload.picture) return null
  return { ...payload.picture, bytes: await read(payload.picture.hash) }
}
