// Who answers when the studio calls the outside world? Hosts that speak the real wire formats over the fake market and its news. A host
// can be slow, broken, silent or gone, as the caller sets it; a request to a host that isn't here is refused and remembered.
import { openAlternativeHost } from "./hosts/alternative.ts"
import { openBinanceHost } from "./hosts/binance.ts"
import { openFeedHosts } from "./hosts/feeds.ts"
import type { Host } from "./hosts/host.ts"
import { openKrakenHost } from "./hosts/kraken.ts"
import type { Market } from "./market.ts"
import { openNews, type News } from "./news.ts"
import { openStream } from "./random.ts"

/** What is wrong with a host. Without any of these it answers at once and rightly. */
export type HostFault = {
  /** Waits so long before it does anything else. */
  readonly delayMs?: number
  /** Answers this status with the host's own body for it, or with `body`. */
  readonly status?: number
  readonly retryAfterS?: number
  /** Sent in place of the host's own body; alone, with status 200. */
  readonly body?: string
  /** Never answers, until the caller gives up or the fault is cleared. */
  readonly hang?: boolean
  /** Cuts the answer's body in half. */
  readonly malformed?: boolean
  /** Share of requests, 0 to 1, whose connection breaks. */
  readonly dropRate?: number
}

export type Faults = {
  /** Replaces the host's fault. Throws where the host isn't known, so that a test can't break a host that nobody calls. */
  set(host: string, fault: HostFault): void
  /** Mends one host, or all. */
  clear(host?: string): void
}

/** `path` holds the query too; `at` is the world's time. */
export type RequestNote = { readonly host: string; readonly path: string; readonly at: Date }

export type Internet = {
  fetch(request: Request): Promise<Response>
  /** The newest 10,000 requests to known hosts, oldest first. */
  readonly requests: readonly RequestNote[]
  /** The newest 1,000 requests to unknown hosts: a test asserts that there are none. */
  readonly strangers: readonly RequestNote[]
  readonly hosts: readonly string[]
  readonly faults: Faults
}

export type InternetOptions = {
  readonly market: Market
  readonly now: () => Date
  /** Waits, for delays; real milliseconds unless told otherwise. */
  readonly sleep?: (ms: number) => Promise<void>
  /** What the papers print; by default the market's own news. */
  readonly news?: News
  /** Further hosts, such as a channel's. */
  readonly hosts?: readonly Host[]
}

const MAX_REQUESTS = 10_000
const MAX_STRANGERS = 1_000
const realSleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export function openInternet({ market, now, sleep = realSleep, news = openNews(market), hosts: further = [] }: InternetOptions): Internet {
  const known = [openBinanceHost(market), openKrakenHost(market), openAlternativeHost(market), ...openFeedHosts(news), ...further]
  const hosts = new Map(known.flatMap((host) => host.names.map((name) => [name, host] as const)))
  const requests: RequestNote[] = []
  const strangers: RequestNote[] = []
  const faults = openFaults([...hosts.keys()])
  const luck = openStream(market.seed, "dropped connections")

  async function fetch(request: Request): Promise<Response> {
    const url = new URL(request.url)
    const host = hosts.get(url.hostname)
    note(
      host === undefined ? strangers : requests,
      { host: url.hostname, path: url.pathname + url.search, at: now() },
      host ? MAX_REQUESTS : MAX_STRANGERS,
    )
    if (host === undefined) return new Response(`No such host in this world: ${url.hostname}`, { status: 599 })
    const fault = faults.of(url.hostname)
    if (fault === null) return host.answer(request, now())
    if (fault.delayMs !== undefined) await orAbort(request.signal, sleep(fault.delayMs))
    if (fault.hang === true) await orAbort(request.signal, faults.cleared(url.hostname))
    if (fault.dropRate !== undefined && luck.chance(fault.dropRate)) throw new TypeError("fetch failed: the connection was reset")
    return withFault(fault, host, request, now())
  }

  return { fetch, requests, strangers, hosts: [...hosts.keys()], faults }
}

function note(list: RequestNote[], entry: RequestNote, most: number): void {
  list.push(entry)
  if (list.length > most) list.splice(0, list.length - most)
}

async function withFault(fault: HostFault, host: Host, request: Request, at: Date): Promise<Response> {
  if (fault.body !== undefined) return new Response(fault.body, { status: fault.status ?? 200, headers: { "content-type": "text/plain" } })
  if (fault.status !== undefined) return host.refuse(fault.status, fault.retryAfterS ?? null, at)
  const answer = await host.answer(request, at)
  if (fault.malformed !== true) return answer
  const text = await answer.text()
  return new Response(text.slice(0, Math.floor(text.length / 2)), { status: answer.status, headers: answer.headers })
}

/** Waits for `work`, or throws the signal's reason when the caller gives up first. */
function orAbort<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    signal.addEventListener("abort", () => reject(signal.reason), { once: true })
    work.then(resolve, reject)
  })
}

function openFaults(names: readonly string[]) {
  const set = new Map<string, HostFault>()
  const waiting = new Map<string, (() => void)[]>()
  const release = (host: string): void => {
    for (const resolve of waiting.get(host) ?? []) resolve()
    waiting.delete(host)
  }
  const mend = (host: string): void => {
    set.delete(host)
    release(host)
  }
  return {
    of: (host: string): HostFault | null => set.get(host) ?? null,
    cleared: (host: string): Promise<void> => new Promise((resolve) => waiting.set(host, [...(waiting.get(host) ?? []), resolve])),
    set(host: string, fault: HostFault): void {
      if (!names.includes(host)) throw new Error(`This world has no host ${host}; it has ${names.join(", ")}.`)
      set.set(host, fault)
      release(host)
    },
    clear: (host?: string): void => (host === undefined ? names.forEach(mend) : mend(host)),
  }
}
