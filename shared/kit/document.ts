// How is a text that changes with the code alone served? A stylesheet, the description of the API.
import * as z from "zod"
import { respondTagged } from "./etag.ts"
import { readQuery } from "./input.ts"
import type { Route } from "./route.ts"

type Text = {
  readonly path: string
  readonly contentType: string
  /** Made when it is first asked for. */
  readonly make: () => string
}

/** Seconds for which a reader needn't ask again: short, since a deployment may change the text. */
const FRESH_S = 300

export function textRoute<S>({ path, contentType, make }: Text): Route<S> {
  let made: string | null = null
  return {
    method: "GET",
    path,
    operation: null,
    async handle({ request }) {
      readQuery(z.object({}), new URL(request.url).searchParams)
      made ??= make()
      return respondTagged(request, made, new Headers({ "content-type": contentType, "cache-control": `public, max-age=${FRESH_S}` }))
    },
  }
}
