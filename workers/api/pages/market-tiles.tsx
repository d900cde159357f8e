// How do the markets stand? A tile an asset, with everything that speaks against its price.
import type { MarketGlance } from "../../../shared/db/queries/markets.ts"
import { ASSETS, findAsset } from "../../../shared/domain/asset.ts"
import { API } from "../links.ts"
import { changeText, numberText, priceText, spanText } from "./format.ts"
import { Age, Badge, Empty } from "./parts.tsx"
import { Sparkline } from "./sparkline.tsx"

/** A price older than this is said to be old: two scans were missed. */
const OLD_MS = 75 * 60_000

function Flags({ market, ageMs }: { market: MarketGlance; ageMs: number }) {
  return (
    <span class="badges">
      {market.state !== "live" && <Badge tone="bad">{market.state}</Badge>}
      {market.agreement === "disputed" && (
        <Badge tone="warn">{`sources differ ${numberText(Number(market.deviation_bps ?? 0) / 100, 1)}%`}</Badge>
      )}
      {market.agreement === "single" && <Badge>{`${market.source} only`}</Badge>}
      {ageMs > OLD_MS && <Badge tone="warn">{`${spanText(ageMs)} old`}</Badge>}
    </span>
  )
}

function Change({ pct }: { pct: string | null }) {
  if (pct === null) return <span class="change muted small">24 h change not stated</span>
  const value = Number(pct)
  const tone = value > 0 ? "good" : value < 0 ? "bad" : "muted"
  return (
    <span class={`change small num ${tone}`}>
      <span aria-hidden="true">{value > 0 ? "▲ " : value < 0 ? "▼ " : ""}</span>
      {changeText(pct)} <span class="sr">24 h</span>
    </span>
  )
}

function Tile({ market, now }: { market: MarketGlance; now: Date }) {
  const { name } = findAsset(market.asset)
  const change = Number(market.change_pct_24h ?? 0)
  return (
    <li class="tile">
      <span class="who">
        <a href={`${API}/market/${encodeURIComponent(market.asset)}/quotes`}>{market.asset}</a>
        {name !== market.asset && <span title={name}>{name}</span>}
      </span>
      <span class="price num">${priceText(market.price)}</span>
      <Change pct={market.change_pct_24h} />
      <Sparkline
        values={market.closes}
        label={`Hourly closes of ${market.asset} over two days`}
        tone={change > 0 ? "good" : change < 0 ? "bad" : ""}
      />
      <Flags market={market} ageMs={now.getTime() - new Date(market.observed_at).getTime()} />
    </li>
  )
}

export function MarketTiles({ markets, now }: { markets: readonly MarketGlance[]; now: Date }) {
  if (markets.length === 0) return <Empty>No quote yet. The first market scan fills this with a tile an asset.</Empty>
  return (
    <ul class="tiles">
      {inOrder(markets).map((market) => (
        <Tile market={market} now={now} />
      ))}
    </ul>
  )
}

/** How many rose and fell, and how old the oldest of these quotes is: what the tiles say together. */
export function Breadth({ markets, now }: { markets: readonly MarketGlance[]; now: Date }) {
  const changes = markets.flatMap(({ change_pct_24h: pct }) => (pct === null ? [] : [Number(pct)]))
  const [up, down] = [changes.filter((pct) => pct > 0).length, changes.filter((pct) => pct < 0).length]
  const oldest = markets.map((market) => market.observed_at).toSorted()[0]
  if (oldest === undefined) return <></>
  return (
    <span class="small muted num">
      {`${up} up, ${down} down in 24 h; quotes of `}
      <Age at={oldest} now={now} />
    </span>
  )
}

/** Known assets in the order of the house's list, which is by weight; the others after them. */
function inOrder(markets: readonly MarketGlance[]): MarketGlance[] {
  const place = new Map(ASSETS.map(({ symbol }, i) => [symbol, i]))
  return markets.toSorted((a, b) => (place.get(a.asset) ?? 999) - (place.get(b.asset) ?? 999) || (a.asset < b.asset ? -1 : 1))
}
