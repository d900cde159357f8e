// What does a post's picture look like? The PNG that is kept under its hash; it never changes, so that it may be kept for good.
import * as z from "zod"
import { negotiate } from "../../../shared/kit/accept.ts"
import { isKnown } from "../../../shared/kit/etag.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { readQuery } from "../../../shared/kit/input.ts"
import type { ApiRoute } from "../endpoint.ts"

export const getMediaRoute: ApiRoute = {
  method: "GET",
  /** `id` is the hash and `.png`. */
  path: "/media/{id}",
  operation: null,
  async handle({ request, params, services: { media } }) {
    if (negotiate(request.headers.get("accept"), ["image/png"]) === null)
      throw new Failure("not-acceptable", "This path answers `image/png` only.")
    readQuery(z.object({}), new URL(request.url).searchParams)
    const hash = /^([0-9a-f]{64})\.png$/.exec(params["id"] ?? "")?.[1]
    if (hash === undefined) throw new Failure("not-found", "There is no picture with this name.")
    const headers = { etag: `"${hash}"`, "cache-control": "public, max-age=31536000, immutable", vary: "Accept" }
    if (isKnown(request.headers.get("if-none-match"), headers.etag) && (await media.has(hash)))
      return new Response(null, { status: 304, headers })
    return new Response(await media.read(hash), { headers: { ...headers, "content-type": "image/png" } })
  },
}
