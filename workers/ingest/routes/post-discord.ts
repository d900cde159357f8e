// Did somebody press a button of ours on Discord, or add the application to his account? Discord says so here, signed.
import { Failure } from "../../../shared/kit/failure.ts"
import { isSignedBy } from "../../../shared/kit/ed25519.ts"
import { readBytes } from "../../../shared/kit/input.ts"
import { readDiscord } from "../discord-events.ts"
import type { IngestRoute, IngestServices } from "../endpoint.ts"
import { takeEvents } from "../take-events.ts"

/** A button comes with its whole message. */
const MAX_BYTES = 262_144
/** What was signed longer ago than this, in milliseconds, or lies as far ahead, may be an old request sent again. */
const FRESH_MS = 5 * 60_000

export const postDiscordRoute: IngestRoute = {
  method: "POST",
  path: "/webhooks/discord",
  operation: null,
  async handle({ request, services, background }) {
    const body = await readSigned(request, services)
    const now = services.clock.now()
    const { answer, events } = readDiscord(parse(body), now)
    if (events.length > 0) await takeEvents(services, { source: "discord", events, now }, background)
    // Discord asks for a content type even where there is no content.
    return answer === null ? new Response(null, { status: 204, headers: { "content-type": "application/json" } }) : Response.json(answer)
  },
}

/** The body, once it is known to be Discord's: anything else is refused with 401, as Discord itself tries. */
async function readSigned(request: Request, { discord, clock }: IngestServices): Promise<Uint8Array> {
  if (discord === null) throw new Failure("not-found", "Nothing is heard of Discord: the application's public key is not set.")
  const signature = request.headers.get("x-signature-ed25519") ?? ""
  const timestamp = request.headers.get("x-signature-timestamp") ?? ""
  const age = clock.now().getTime() - Number(timestamp) * 1_000
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(age) > FRESH_MS) throw new Failure("unauthenticated", "This was not signed just now.")
  const body = await readBytes(request, MAX_BYTES)
  const start = new TextEncoder().encode(timestamp)
  const signed = new Uint8Array(start.byteLength + body.byteLength)
  signed.set(start)
  signed.set(body, start.byteLength)
  if (!(await isSignedBy(discord.publicKey, signature, signed))) throw new Failure("unauthenticated", "This is not Discord's signature.")
  return body
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return null
  }
}
