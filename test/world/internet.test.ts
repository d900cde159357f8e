import { describe, expect, it } from "vitest"
import { ASSETS } from "../../shared/domain/asset.ts"
import { openInternet } from "./internet.ts"
import { openMarket } from "./market.ts"

const now = new Date("2026-11-21T12:20:00Z")
const market = openMarket({ seed: 1, assets: ASSETS, start: now })
const TIME = "https://data-api.binance.vision/api/v3/time"
const newInternet = (sleep?: (ms: number) => Promise<void>) => openInternet({ market, now: () => now, ...(sleep && { sleep }) })

describe("the fake internet", () => {
  it("refuses a host that it doesn't have, and remembers who was asked", async () => {
    const internet = newInternet()
    const answer = await internet.fetch(new Request("https://api.example.org/v1/x?y=1"))
    expect(answer.status).toBe(599)
    expect(internet.strangers).toEqual([{ host: "api.example.org", path: "/v1/x?y=1", at: now }])
    expect(internet.requests).toEqual([])
  })

  it("notes each request to a known host with the world's time", async () => {
    const internet = newInternet()
    await internet.fetch(new Request(TIME))
    expect(internet.requests).toEqual([{ host: "data-api.binance.vision", path: "/api/v3/time", at: now }])
    expect(internet.strangers).toEqual([])
  })

  it("waits as long as a host's fault says, by the given sleep", async () => {
    const waits: number[] = []
    const internet = newInternet(async (ms) => void waits.push(ms))
    internet.faults.set("data-api.binance.vision", { delayMs: 800 })
    expect((await internet.fetch(new Request(TIME))).status).toBe(200)
    expect(waits).toEqual([800])
  })

  it("answers a set status with the host's own body and its wait, until the fault is cleared", async () => {
    const internet = newInternet()
    internet.faults.set("data-api.binance.vision", { status: 429, retryAfterS: 7 })
    internet.faults.set("api.kraken.com", { status: 503 })
    const binance = await internet.fetch(new Request(TIME))
    expect([binance.status, binance.headers.get("retry-after")]).toEqual([429, "7"])
    expect(await binance.json()).toMatchObject({ code: -1003 })
    const kraken = await internet.fetch(new Request("https://api.kraken.com/0/public/Time"))
    expect([kraken.status, kraken.headers.get("content-type")]).toEqual([503, "text/html"])
    internet.faults.clear()
    expect((await internet.fetch(new Request(TIME))).status).toBe(200)
  })

  it("cuts a malformed host's answer in half", async () => {
    const internet = newInternet()
    internet.faults.set("data-api.binance.vision", { malformed: true })
    const answer = await internet.fetch(new Request(TIME))
    expect(answer.status).toBe(200)
    await expect(answer.json()).rejects.toThrow(SyntaxError)
  })

  it("sends the body that a fault gives", async () => {
    const internet = newInternet()
    internet.faults.set("api.kraken.com", { body: '{"error":["EAPI:Rate limit exceeded"]}' })
    const answer = await internet.fetch(new Request("https://api.kraken.com/0/public/Time"))
    expect([answer.status, await answer.json()]).toEqual([200, { error: ["EAPI:Rate limit exceeded"] }])
  })

  it("hangs until the caller gives up", async () => {
    const internet = newInternet()
    internet.faults.set("data-api.binance.vision", { hang: true })
    const patience = new AbortController()
    const answer = internet.fetch(new Request(TIME, { signal: patience.signal }))
    patience.abort(new Error("waited long enough"))
    await expect(answer).rejects.toThrow("waited long enough")
  })

  it("hangs until the fault is cleared, and then answers", async () => {
    const internet = newInternet()
    internet.faults.set("data-api.binance.vision", { hang: true })
    let isAnswered = false
    const answer = internet.fetch(new Request(TIME)).finally(() => (isAnswered = true))
    await Promise.resolve()
    expect(isAnswered).toBe(false)
    internet.faults.clear("data-api.binance.vision")
    expect((await answer).status).toBe(200)
  })

  it("breaks about the stated share of connections", async () => {
    const internet = newInternet()
    internet.faults.set("data-api.binance.vision", { dropRate: 0.3 })
    const asked = await Promise.allSettled(Array.from({ length: 200 }, () => internet.fetch(new Request(TIME))))
    const broken = asked.filter((one) => one.status === "rejected").length
    expect(broken).toBeGreaterThan(35)
    expect(broken).toBeLessThan(85)
  })

  it("can't break a host that isn't there", () => {
    expect(() => newInternet().faults.set("api.krakem.com", { hang: true })).toThrow("no host api.krakem.com")
  })
})
