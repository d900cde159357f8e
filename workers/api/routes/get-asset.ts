// What is there of one asset?
import { getAssetState } from "../../../shared/db/queries/assets.ts"
import { ASSETS, AssetSymbol } from "../../../shared/domain/asset.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { AssetWithReach, toAssetWithReach } from "../shapes/asset.ts"

export const getAssetRoute = endpoint({
  path: `${API}/assets/{asset}`,
  name: "getAsset",
  summary: "One asset with its newest quote, how far its candles reach, and the newest insight and post about it.",
  tag: "Market",
  params: { asset: AssetSymbol },
  reply: AssetWithReach,
  cache: "market",
  async answer({ db }, { params: { asset } }) {
    const state = await getAssetState(db, asset)
    const isKnown = ASSETS.some(({ symbol }) => symbol === asset) || Object.values(state).some((part) => part !== null)
    if (!isKnown) throw new Failure("not-found", "The studio knows no asset with this symbol.")
    return toAssetWithReach(asset, state)
  },
})
