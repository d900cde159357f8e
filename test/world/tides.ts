// How does the hidden price of every asset move from hour to hour? One market factor with regimes, betas, clustered volatility, fat
// tails and the shocks of events. Time is cut in blocks of 32 days that know their own ends, so any block can be made without the others.
import type { AssetSymbol } from "../../shared/domain/asset.ts"
import { eventsOfDay, takenUp, unrest, type WorldEvent } from "./events.ts"
import { DAY_OF_WEEK, FACTOR_SIGMA, HOUR_OF_DAY, profileOf, type Profile } from "./profiles.ts"
import { keyOf, memoise, normalAt, openStream, smoothNoises, type Stream } from "./random.ts"

export const HOUR_MS = 3_600_000
/** Hours in a block. */
export const BLOCK = 768

export type Regime = "calm" | "rising" | "falling" | "turbulent"

/** Hours, counted from 1970, in which an asset goes its own way. */
export type CorrelationBreak = { readonly asset: AssetSymbol; readonly from: number; readonly until: number }

export type AssetBlock = {
  /** Logarithm of the price at the end of each hour. */
  readonly logClose: Float64Array
  /** Standard deviation that the hour's log return was drawn with. */
  readonly sigma: Float64Array
  /** Units of the asset traded in the hour. */
  readonly volume: Float64Array
  /** Logarithm of the price at the start of the block. */
  readonly logOpen: number
}

export type Tides = {
  asset(symbol: AssetSymbol, block: number): AssetBlock
  regime(hour: number): Regime
  events(day: number): readonly WorldEvent[]
  breaks(symbol: AssetSymbol, block: number): readonly CorrelationBreak[]
}

type FactorBlock = { readonly change: Float64Array; readonly sigma: Float64Array; readonly regimes: readonly Regime[] }
type Shocks = { readonly jump: Float64Array; readonly unrest: Float64Array }

const REGIMES: Readonly<Record<Regime, { readonly tempo: number; readonly drift: number; readonly weight: number }>> = {
  calm: { tempo: 0.65, drift: 0, weight: 0.34 },
  rising: { tempo: 0.9, drift: 0.00045, weight: 0.26 },
  falling: { tempo: 1.15, drift: -0.0005, weight: 0.2 },
  turbulent: { tempo: 1.75, drift: 0, weight: 0.2 },
}
/** Standard deviations of the log price around its level, at block ends, and how much of it lasts from one block to the next. */
const FACTOR_SPREAD = 0.11
const OWN_SPREAD = 0.1
const LASTING = 0.6
/** Share of the market's move that other assets than Bitcoin take up an hour late. */
const LATE = 0.12

export function openTides(seed: number, symbols: readonly AssetSymbol[]): Tides {
  const events = memoise(2_000, (day) => eventsOfDay(seed, symbols, day))
  const factor = memoise(64, (block) => makeFactorBlock(seed, block, shocksOf(null, block, events)))
  const makers = new Map<AssetSymbol, (block: number) => AssetBlock>()
  return {
    events,
    regime: (hour) => factor(Math.floor(hour / BLOCK)).regimes[hour - Math.floor(hour / BLOCK) * BLOCK] ?? "calm",
    breaks: (symbol, block) => breaksOf(seed, symbol, block),
    asset(symbol, block) {
      const make =
        makers.get(symbol) ??
        memoise(64, (index) => makeAssetBlock(seed, symbol, index, { now: factor(index), before: factor(index - 1) }, events))
      makers.set(symbol, make)
      return make(block)
    },
  }
}

/** A stationary walk at block ends: a moving average of independent draws, so that no end depends on a far past. */
function endOf(key: number, block: number): number {
  let sum = 0
  for (let back = 0; back < 10; back += 1) sum += LASTING ** back * normalAt(key, block - back)
  return sum * Math.sqrt(1 - LASTING ** 2)
}

/** Slow, daily and hourly swings of volatility at once, which is what makes |return| remember itself over hours and weeks. */
function restlessness(key: number, block: number): Float64Array {
  const [slow, daily, hourly] = [170, 27, 5].map((period, i) => swings(key + i, period, block))
  return slow!.map((swing, i) => Math.exp(0.26 * swing + 0.26 * daily![i]! + 0.24 * hourly![i]! - 0.1))
}

const swings = (key: number, period: number, block: number): Float64Array =>
  smoothNoises(key, { period, first: block * BLOCK, count: BLOCK })

/** What events add to the hours of a block: those of the day before still echo. */
function shocksOf(asset: AssetSymbol | null, block: number, events: (day: number) => readonly WorldEvent[]): Shocks {
  const shocks = { jump: new Float64Array(BLOCK), unrest: new Float64Array(BLOCK) }
  const firstDay = (block * BLOCK) / 24
  for (let day = firstDay - 1; day < firstDay + BLOCK / 24; day += 1) {
    for (const event of events(day)) if (event.asset === asset) addShock(shocks, event, block)
  }
  return shocks
}

function addShock(shocks: Shocks, event: WorldEvent, block: number): void {
  const eventHour = Math.floor(event.at / HOUR_MS)
  for (let hour = Math.max(eventHour, block * BLOCK); hour < Math.min(eventHour + 24, (block + 1) * BLOCK); hour += 1) {
    const place = hour - block * BLOCK
    const sinceStart = hour * HOUR_MS - event.at
    shocks.jump[place]! += event.impact * (takenUp(sinceStart + HOUR_MS) - takenUp(sinceStart))
    shocks.unrest[place]! += unrest(event.impact, sinceStart + HOUR_MS)
  }
}

/** The regime of each hour of a block: stretches of three to nine days. */
function regimesOf(stream: Stream): readonly Regime[] {
  const regimes: Regime[] = []
  while (regimes.length < BLOCK) {
    let rest = stream.unit()
    const names: readonly Regime[] = ["calm", "rising", "falling", "turbulent"]
    const regime = names.find((name) => (rest -= REGIMES[name].weight) < 0) ?? "calm"
    const hours = stream.int(72, 216)
    for (let i = 0; i < hours && regimes.length < BLOCK; i += 1) regimes.push(regime)
  }
  return regimes
}

function makeFactorBlock(seed: number, block: number, shocks: Shocks): FactorBlock {
  const stream = openStream(seed, "factor", block)
  const regimes = regimesOf(stream)
  const restless = restlessness(keyOf(seed, "factor volatility"), block)
  const change = new Float64Array(BLOCK)
  const sigma = new Float64Array(BLOCK)
  for (let i = 0; i < BLOCK; i += 1) {
    const hour = block * BLOCK + i
    const { tempo, drift } = REGIMES[regimes[i]!]
    sigma[i] = FACTOR_SIGMA * tempo * restless[i]! * HOUR_OF_DAY[hour % 24]! ** 0.4 * (1 + 0.5 * shocks.unrest[i]!)
    change[i] = drift + sigma[i]! * fatTailed(stream) + shocks.jump[i]!
  }
  const ends = keyOf(seed, "factor ends")
  settle(change, sigma, FACTOR_SPREAD * (endOf(ends, block + 1) - endOf(ends, block)))
  return { change, sigma, regimes }
}

/** A draw of about unit variance whose kurtosis is near 5: a normal one of lognormal size. */
function fatTailed(stream: Stream): number {
  return stream.normal() * Math.exp(0.35 * stream.normal() - 0.12)
}

/** Spreads over the hours what is missing to the block's known end, most of it where the hours are restless anyway. */
function settle(change: Float64Array, sigma: Float64Array, total: number): void {
  let sum = 0
  let variance = 0
  for (let i = 0; i < BLOCK; i += 1) {
    sum += change[i]!
    variance += sigma[i]! ** 2
  }
  for (let i = 0; i < BLOCK; i += 1) change[i]! += ((total - sum) * sigma[i]! ** 2) / variance
}

function breaksOf(seed: number, asset: AssetSymbol, block: number): readonly CorrelationBreak[] {
  const stream = openStream(seed, "break", asset, block)
  if (asset === "BTC" || !stream.chance(0.22)) return []
  const from = block * BLOCK + stream.int(0, BLOCK - 72)
  return [{ asset, from, until: from + stream.int(20, 60) }]
}

type Factors = { readonly now: FactorBlock; readonly before: FactorBlock }

function makeAssetBlock(
  seed: number,
  symbol: AssetSymbol,
  block: number,
  factors: Factors,
  events: (day: number) => readonly WorldEvent[],
): AssetBlock {
  const profile = profileOf(symbol)
  const stream = openStream(seed, "asset", symbol, block)
  const shocks = shocksOf(symbol, block, events)
  const marketShocks = shocksOf(null, block, events)
  const pulls = pullsOf(seed, symbol, block, profile, stream)
  const restless = restlessness(keyOf(seed, "volatility", symbol), block)
  const change = new Float64Array(BLOCK)
  const sigma = new Float64Array(BLOCK)
  for (let i = 0; i < BLOCK; i += 1) {
    const { beta, drift } = pulls[i]!
    const own = profile.ownSigma * restless[i]! * (1 + 0.6 * shocks.unrest[i]!)
    sigma[i] = Math.hypot(own, beta * factors.now.sigma[i]!)
    change[i] = beta * factorMove(factors, i, symbol) + drift + own * fatTailed(stream) + shocks.jump[i]!
  }
  const logOpen = logPriceAtStart(seed, symbol, block, profile)
  settle(change, sigma, logPriceAtStart(seed, symbol, block + 1, profile) - logOpen)
  const traded = volumes({ change, shocks, marketShocks }, { block, profile, key: keyOf(seed, "volume", symbol), stream })
  return { logOpen, logClose: accumulate(logOpen, change), sigma, volume: traded }
}

function factorMove({ now, before }: Factors, i: number, symbol: AssetSymbol): number {
  if (symbol === "BTC") return now.change[i]!
  return (1 - LATE) * now.change[i]! + LATE * (i === 0 ? before.change[BLOCK - 1]! : now.change[i - 1]!)
}

/** Beta and own drift of each hour: usual, except in a correlation break. */
function pullsOf(seed: number, symbol: AssetSymbol, block: number, profile: Profile, stream: Stream) {
  const usual = { beta: profile.beta, drift: 0 }
  const pulls = new Array<{ beta: number; drift: number }>(BLOCK).fill(usual)
  for (const { from, until } of breaksOf(seed, symbol, block)) {
    const apart = {
      beta: profile.beta * (stream.unit() * 0.5 - 0.4),
      drift: (stream.chance(0.5) ? 1 : -1) * (0.0008 + 0.0012 * stream.unit()),
    }
    pulls.fill(apart, from - block * BLOCK, until - block * BLOCK)
  }
  return pulls
}

function logPriceAtStart(seed: number, symbol: AssetSymbol, block: number, profile: Profile): number {
  const market = FACTOR_SPREAD * profile.beta * endOf(keyOf(seed, "factor ends"), block)
  const own = symbol === "BTC" ? 0 : OWN_SPREAD * endOf(keyOf(seed, "own ends", symbol), block)
  return Math.log(profile.level) + market + own
}

function accumulate(start: number, change: Float64Array): Float64Array {
  let level = start
  return change.map((step) => (level += step))
}

type Moves = { readonly change: Float64Array; readonly shocks: Shocks; readonly marketShocks: Shocks }
type VolumeTerms = { readonly block: number; readonly profile: Profile; readonly key: number; readonly stream: Stream }

/** Units traded in each hour: the day's pattern, slow swings, more when the price moves and when there is news. */
function volumes({ change, shocks, marketShocks }: Moves, { block, profile, key, stream }: VolumeTerms): Float64Array {
  const usual = (profile.hourlyVolumeMusd * 1e6) / profile.level
  const scale = Math.hypot(profile.ownSigma, profile.beta * FACTOR_SIGMA)
  const [slow, daily] = [swings(key, 190, block), swings(key + 1, 19, block)]
  return change.map((step, i) => {
    const hour = block * BLOCK + i
    const pattern = HOUR_OF_DAY[hour % 24]! * DAY_OF_WEEK[(Math.floor(hour / 24) + 4) % 7]!
    const swing = Math.exp(0.28 * slow[i]! + 0.24 * daily[i]! + 0.26 * stream.normal())
    const move = (0.3 + Math.abs(step) / scale) ** 0.65
    return usual * pattern * swing * move * (1 + 0.6 * shocks.unrest[i]! + 0.4 * marketShocks.unrest[i]!)
  })
}
