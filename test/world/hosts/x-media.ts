// X's media upload v2: initialize, append, finalize, metadata. A picture is a post's only when it is whole and a PNG.
import { jsonAnswer } from "./host.ts"
import { pictureOf, type PlatformPicture } from "./platform.ts"

type Upload = { readonly wants: number; bytes: Uint8Array; isFinal: boolean; alt: string | null }

export function openXMedia(isPicture: (bytes: Uint8Array) => boolean) {
  const uploads = new Map<string, Upload>()
  const refusal = (detail: string): Response => jsonAnswer({ title: "Invalid Request", detail, status: 400 }, { status: 400 })
  const named = (id: string): Response => jsonAnswer({ data: { id, media_key: `3_${id}`, expires_after_secs: 86_400 } })
  return {
    /** What a post with this media id shows, undefined where it may have none of it. */
    take(id: string): PlatformPicture | undefined {
      const upload = uploads.get(id)
      return upload?.isFinal ? pictureOf(upload.bytes, upload.alt) : undefined
    },
    async answer(request: Request, url: URL): Promise<Response> {
      const body = (await request.json().catch(() => ({}))) as Record<string, unknown>
      const [, , , step, id = "", act] = url.pathname.split("/")
      if (url.pathname === "/2/media/upload/initialize") {
        const next = String(1_880_028_106_020_515_000n + BigInt(uploads.size))
        uploads.set(next, { wants: Number(body["total_bytes"]), bytes: new Uint8Array(), isFinal: false, alt: null })
        return named(next)
      }
      if (step === "metadata") return describe(String(body["id"]), body)
      const upload = uploads.get(id)
      if (!upload) return refusal("The media is not known.")
      if (act === "append") {
        upload.bytes = Uint8Array.from(atob(String(body["media"])), (character) => character.charCodeAt(0))
        return named(id)
      }
      if (upload.bytes.length !== upload.wants || !isPicture(upload.bytes)) return refusal("The media is not whole.")
      upload.isFinal = true
      return named(id)
    },
  }

  function describe(id: string, body: Record<string, unknown>): Response {
    const upload = uploads.get(id)
    if (!upload) return refusal("The media is not known.")
    upload.alt = (body["metadata"] as { alt_text?: { text?: string } } | undefined)?.alt_text?.text ?? null
    return jsonAnswer({ data: { id, associated_metadata: { alt_text: { text: upload.alt } } } })
  }
}
