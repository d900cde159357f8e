// What exactly is approved? A version of a text with its picture, its channel and its time, and the hash that an approval is bound to.
import * as z from "zod"
import { PostText } from "./post.ts"

/** Everything that a reader will see, and when: whatever differs in it is another version. */
export const DraftContent = PostText.extend({
  /** SHA-256 of the picture's bytes in hex; null where there is none. */
  mediaHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  /** When it is to go out, in UTC. */
  scheduledAt: z.iso.datetime(),
})
export type DraftContent = z.infer<typeof DraftContent>

/** SHA-256, in hex, of the content as JSON with its fields in a fixed order. */
export async function draftHash(content: DraftContent): Promise<string> {
  const { channel, format, language, title, parts, alt, mediaHash, scheduledAt } = content
  const canonical = JSON.stringify([channel, format, language, title, parts, alt, mediaHash, new Date(scheduledAt).toISOString()])
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(canonical))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("")
}
