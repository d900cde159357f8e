// How does a picture come to X? In three steps, then its words for those who can't see it. A picture that no post takes is forgotten by X.
// https://docs.x.com/x-api/media (initialize, append, finalize) and /x-api/media/create-media-metadata.
import * as z from "zod"
import { askX, type XDeps } from "./x-api.ts"

const Uploaded = z.object({ data: z.object({ id: z.string().regex(/^\d{1,19}$/) }) })

type Upload = { readonly bytes: Uint8Array; readonly contentType: string; readonly alt: string }

/** The media id that a post may carry. Nothing here is visible to anyone, so every failure may be tried again from the start. */
export async function uploadPicture(deps: XDeps, { bytes, contentType, alt }: Upload): Promise<string> {
  const opening = { media_type: contentType, total_bytes: bytes.byteLength, media_category: "tweet_image" }
  const { reply } = await askX(deps, { path: "/2/media/upload/initialize", method: "POST", json: opening }, Uploaded)
  const { id } = reply.data
  const segment = { media: toBase64(bytes), segment_index: 0 }
  await askX(deps, { path: `/2/media/upload/${id}/append`, method: "POST", json: segment }, z.unknown())
  await askX(deps, { path: `/2/media/upload/${id}/finalize`, method: "POST" }, Uploaded)
  await askX(deps, { path: "/2/media/metadata", method: "POST", json: { id, metadata: { alt_text: { text: alt } } } }, z.unknown())
  return id
}

function toBase64(bytes: Uint8Array): string {
  let binary = ""
  // More arguments than this at a time overflow the stack.
  for (let at = 0; at < bytes.length; at += 32_768) binary += String.fromCharCode(...bytes.subarray(at, at + 32_768))
  return btoa(binary)
}
