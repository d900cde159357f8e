// What does the local studio meet outside? A simulated market and platforms, or the real internet, and what readers of the platforms see.
import { ASSETS } from "../../shared/domain/asset.ts"
import { openInternet } from "../../test/world/internet.ts"
import { openMarket } from "../../test/world/market.ts"
import { servePlatforms } from "../../test/world/platform-page.ts"
import { type LocalPlatforms, openLocalPlatforms } from "../../test/world/platforms.ts"
import { type Serving, serve } from "../../test/world/serve.ts"
import type { World } from "../../test/world/world.ts"
import { realInternet } from "./live.ts"
import type { StartOptions } from "./options.ts"
import type { StudioState } from "./state.ts"

/** A notice for the pages and the pictures, and an X that posts at any hour: who tries the studio at night wants to see it. */
export const simulated = ({ seed }: StudioState) => ({
  NOTICE: `A simulated market, seed ${seed}: no price, headline or name here is real.`,
  CHANNELS: '{"x":{"windows":[{"days":["mon","tue","wed","thu","fri","sat","sun"],"from":"00:00","until":"24:00"}]}}',
})

export function openOutside({ live }: StartOptions, { seed, beganAt, clock, platforms: file }: StudioState) {
  if (live) return { fetch: realInternet, platforms: null, told: "the real one" }
  const market = openMarket({ seed, assets: ASSETS, start: beganAt })
  const platforms = openLocalPlatforms({ file })
  const internet = openInternet({ market, now: () => clock.now(), hosts: platforms.hosts })
  const told = `${internet.hosts.length} fake hosts, ${ASSETS.length} assets`
  return { fetch: (request: Request) => internet.fetch(request), platforms, told }
}

/** Serves what readers of the fake platforms see, as pages. */
export function showPlatforms(platforms: LocalPlatforms, { urls }: World, port: number): Promise<Serving> {
  const handler = servePlatforms({ platforms, apiUrl: urls.api.replace("127.0.0.1", "localhost") })
  return serve(handler, { port, onTaken: () => undefined })
}
