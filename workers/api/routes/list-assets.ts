// Which assets does the studio know, and what are they worth right now?
import * as z from "zod"
import { listMarkets } from "../../../shared/db/queries/markets.ts"
import { ASSETS } from "../../../shared/domain/asset.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { Asset, toAsset } from "../shapes/asset.ts"

export const listAssetsRoute = endpoint({
  path: `${API}/assets`,
  name: "listAssets",
  summary: "Every asset that the studio knows, each with its newest quote and where to read more of it.",
  description: "All of them at once, by symbol: there are some dozens. An asset that was not seen on the market yet has no quote.",
  tag: "Market",
  reply: z.object({ data: z.array(Asset) }),
  cache: "market",
  sparse: true,
  async answer({ db, clock }) {
    const quotes = new Map((await listMarkets(db, clock.now())).map((row) => [row.asset, row]))
    const symbols = [...new Set([...ASSETS.map(({ symbol }) => symbol), ...quotes.keys()])].toSorted()
    return { data: symbols.map((symbol) => toAsset(symbol, quotes.get(symbol) ?? null)) }
  },
})
