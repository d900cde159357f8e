// What do the words of crypto and market news say about price and fortune? The word lists that polarity and entities look things up in.
//
// Written for this studio from reading headlines: general lists call `bull`, `hike` and `mining` neutral or worse, and `crypto` nothing.
// Weights run from -3 to 3 and mean good or bad for holders. Base forms only, see `stems`; irregular forms stand beside them.

import { stems } from "./text.ts"

/** `move`: a direction, turned round by a bad subject (`inflation falls`). `state`: a condition that can fade. `event`: all else. */
export type Kind = "move" | "state" | "event"
export type Entry = { readonly weight: number; readonly kind: Kind }

const MOVES: Readonly<Record<string, string>> = {
  "3": "soar skyrocket explode moon|to the moon",
  "2.2":
    "surge rally rallied leap rocket boom pump jump spike double triple|new high|record high|all time high|turn green|in green|higher high",
  "1.6": `
    rise rose risen gain climb advance grow grew grown increase outperform accelerate strengthen rebound bounce reclaim recover
    expand uptick higher surpass highest exceed overtake thrive|bounce back|edge up|pick up|move up|month high|year high|week high`,
  "0.8": "inch edge flip hit reach touch retake lead cross",
  "-0.8": "correct correction consolidation retest slow trim|pull back|trim gains|price drop",
  "-1.6": `
    fall fell fallen drop slip slid slide sink sank sunk decline dip decrease weaken shrink shrank retreat lower pullback stall
    falter underperform lose lost dwindle ease fade stumble waver wane|give back|turn red|in red|in the red|trend lower|death cross|
    lower low|month low|year low|week low|weekly low`,
  "-2.2": "plunge tumble tank slump nosedive dive dump crater slash bleed|new low|sell off",
  "-3": "crash collapse plummet implode wipeout|wipe out",
}

const STATES: Readonly<Record<string, string>> = {
  "2": "breakout|bull run|bull market|bull flag",
  "1.4": "bullish growth recovery upside uptrend optimism momentum inflow profit|buying pressure|double bottom|higher demand",
  "0.8": "bull demand confidence hype appetite support accumulation",
  "-0.8": "risk hurdle pressure inflation uncertainty volatility|rate hike|interest rate hike|rate increase|rate hikes",
  "-1.4": "loss losses fear concern worry woe downtrend downside outflow liquidation weakness bear|selling pressure|trade war",
  "-2": "bearish selloff panic turmoil chaos meltdown bloodbath recession contagion|bear market|bull trap",
}

const EVENTS: Readonly<Record<string, string>> = {
  "2": "approve approval|green light|legal tender|wins case|strategic reserve",
  "1.5": `
    win won winner victory adopt adoption boost greenlight success successful succeed mainstream breakthrough strong stronger
    optimistic outweigh undervalued|all clear|price target|huge potential|hits jackpot`,
  "1": `
    launch partner partnership integrate integration invest investment buy bought accumulate acquire acquisition accept license
    licence charter unveil introduce deploy raise raised scoop debut backing back upgrade list listing improve sustainable enable
    secure benefit resume restore embrace welcome milestone record permission legalize legalise good better best safe safer
    opportunity promising potential breakeven healthy resilience resilient clarity friendly favor favorable offer overcome
    interoperable interoperability bridge sponsor sponsorship incentive airdrop innovative easier bid dominate dominance superior
    donate|go live|goes live|went live|live on|join forces|add support|adds support|to open|roll out|rolls out|tokenized fund|
    sign deal|inks deal|signs deal|scores deal|file for etf|staking rewards|opens up|funding round|secures funding|set to launch|
    price discovery|on track|ready for`,
  // Phrases that hold a strong word and say nothing.
  "0": `
    neutral|double edged|interest rate|interest rates|fear and greed|in charge|record label|risk free|legal defense|
    listing and delisting|support level|support levels|key support|bears and bulls|bulls and bears|bull or bear|boom or bust|war on|
    take the plunge|at risk of|low cost|high stakes|high profile|higher education|lower barrier|lost and found|trying to|
    good morning|best of`,
  "0.6": "expose exposure plan aim accord deal agreement hodl hold important pledge add grant fund funding series startup bullishly",
  "-0.6": "warn sanction scrutiny defend war test overheating oversold overbought complex complexity volatile",
  "-1": `
    delay postpone regulate quit resign leave leaving deny criticize criticise criticism slam bash blast doubt controversial
    controversy backlash seize seized confiscate freeze froze frozen block limit challenge struggle unable problem threat threaten
    threatened danger dangerous skeptical sceptical skeptic confusion weak weaker layoff downturn headwind fallout selling unlock
    dilute congestion misleading ire bitter caution cautious rumor rumour mistake cheat nonsense disproportionate debank oppose
    opposition|lay off|job cuts|makes no sense|non starter|to regulate|calls for regulation|cash out|cashes out|power struggle`,
  "-1.6": `
    ban lawsuit sue sued charge charged charges probe investigate investigation investigating fine fined fines penalty reject
    rejection suspend halt restrict restriction illegal unlawful downgrade outage vulnerability bug arrest prison jail sentenced
    guilty subpoena violation fail failure fud suffer trouble worst worse worsen gloomy bleak pain crackdown crisis|clamp down|
    clamps down|crack down|shut down|shuts down|class action|wells notice|faces charges|death spiral|cease and desist|goes dark|
    pulls out|no confidence|raise rates|raise interest rates|raise interest rate|raises interest rates|hike rates|test support`,
  "-2.3": `
    hack hacker exploit steal stole stolen theft heist drain attack attacker scam scammer fraud fraudster phishing malware rug
    rugpull ponzi indict indicted convict convicted bankrupt bankruptcy insolvent insolvency default delist delisting depeg victim
    fake launder laundering laundered ransomware ransom breach|rug pull|loses peg|lost peg|money laundering|files for bankruptcy|
    chapter 11|halts withdrawals|suspends withdrawals|pauses withdrawals|freezes withdrawals|withdrawals halted`,
}

function listEntries(groups: Readonly<Record<string, string>>, kind: Kind): (readonly [string, Entry])[] {
  return Object.entries(groups).flatMap(([weight, list]) => {
    const [words = "", ...phrases] = list.replace(/\s+/g, " ").split("|")
    return [...words.trim().split(" "), ...phrases].map((phrase) => [phrase.trim(), { weight: Number(weight), kind }] as const)
  })
}

/** Words and phrases of up to three words, lower case without hyphens, with their weight. */
export const LEXICON: ReadonlyMap<string, Entry> = new Map([
  ...listEntries(EVENTS, "event"),
  ...listEntries(STATES, "state"),
  ...listEntries(MOVES, "move"),
])

const setOf = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/))

export const NEGATIONS = setOf(
  "no not never without cannot can't won't don't doesn't didn't isn't aren't wasn't wouldn't couldn't nor hardly neither",
)
/** Verbs that turn the fortune of what they act on: `lifts ban`, `trims losses`, `fails to recover`. */
export const REVERSERS = setOf(
  `
    lift dismiss end scrap reject deny avoid prevent halt delay postpone suspend trim pare erase ease drop block fight combat fix
    patch stop avert escape defy shrug survive weather recoup refute debunk dodge limit reduce cut curb fail unable struggle refuse
    recover rebound cancel withdraw overturn clear lose combatting against`,
)
/** Things whose rise is bad news and whose fall is good news. */
/** Those of the reversers that turn only good things: `struggles below` stays bad. */
export const FAILING = setOf("fail struggle unable refuse")
export const BAD_SUBJECTS = setOf(
  `
    inflation fee fees cpi rate rates yield yields dollar dxy unemployment outflow outflows liquidation liquidations fear fears
    concern concerns scam scams hack hacks crime theft loss losses selloff uncertainty reserves risk risks volatility unlock debt
    tariffs tariff jobless`,
)
export const STRENGTHENERS = setOf(
  "sharply massive massively huge major strongly very heavily far significantly record dramatically steeply biggest",
)
export const WEAKENERS = setOf(
  "slightly briefly minor modestly marginally little some small slight mildly partially barely temporarily still almost mixed",
)
export const HEDGES = setOf(
  "could may might if possible possibly potentially potential whether rumored speculation predict predicts maybe mulls mull",
)
/** Words that make what follows them the lesser half of the news, with what remains of its weight. */
export const CONCESSIONS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    despite: 0.15,
    although: 0.3,
    though: 0.3,
    amid: 0.5,
    after: 0.5,
    during: 0.4,
    following: 0.6,
    while: 0.7,
    as: 0.8,
    from: 0.5,
    since: 0.5,
    before: 0.5,
  }),
)

const CRYPTO_STEMS = [
  ..."blockchains? chains? tokens? tokeni[sz]\\w+ (?:alt|stable|meme)?coins? defi nfts? staking stakers? web3 etps? dapps? airdrops?".split(
    " ",
  ),
  ..."crypto\\w* hodl\\w* mainnet testnet validators? onchain usdt usdc l2 dex cbdc parachains?".split(" "),
]
/** Whole words, lower case, that show a text to be about crypto. */
export const CRYPTO_WORDS = new RegExp(`^(?:${CRYPTO_STEMS.join("|")})$`)
/** What stands right after a name only if it is a chain or a company. */
export const ORGANISATION_WORDS = setOf(
  `protocol foundation labs hub blockchain blockchains ecosystem token tokens mainnet testnet lumens validators
    staking dapp dapps defi co cofounder founder ceo holders`,
)
const MARKET_NOUNS = setOf(
  `
    price prices traders bulls bears whale whales etf etfs etp futures options staker stakers supply burn donation donations
    holdings wallets market volume liquidity prices outperforms inches keeps eyes tops breaks moves trades holders up down hits
    gains`,
)

/** True for words that follow a ticker in market news: `rallies`, `price`, `holders`. */
export function isMarketWord(word: string): boolean {
  return MARKET_NOUNS.has(word) || stems(word).some((form) => isStrongMove(LEXICON.get(form)))
}

const isStrongMove = (entry: Entry | undefined): boolean => entry?.kind === "move" && Math.abs(entry.weight) > 1
