import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { ASSETS } from "../../shared/domain/asset.ts"
import { DISCORD, TELEGRAM, X } from "../contracts/channel-accounts.ts"
import { openDiscordHost } from "./hosts/discord.ts"
import { openTelegramHost } from "./hosts/telegram.ts"
import { openXHost } from "./hosts/x.ts"
import { openInternet } from "./internet.ts"
import { openMarket } from "./market.ts"
import { servePlatforms } from "./platform-page.ts"
import { DISCORD_ACCOUNT, TELEGRAM_ACCOUNT, X_ACCOUNT } from "./platform-accounts.ts"
import { openLocalPlatforms } from "./platforms.ts"

const now = new Date("2026-11-21T12:00:00Z")

function world() {
  const platforms = { x: openXHost(X), telegram: openTelegramHost(TELEGRAM), discord: openDiscordHost(DISCORD) }
  const market = openMarket({ seed: 7, assets: ASSETS, start: new Date("2026-11-01T00:00:00Z") })
  const hosts = Object.values(platforms).map(({ host }) => host)
  const internet = openInternet({ market, now: () => now, hosts })
  const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
    internet.fetch(
      new Request(url, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json", ...headers } }),
    )
  return { ...platforms, internet, post }
}

const REQUESTS = {
  x: ["https://api.x.com/2/tweets", { text: "hello" }, { authorization: `Bearer ${X.accessToken}` }],
  telegram: [`https://api.telegram.org/bot${TELEGRAM.token}/sendMessage`, { chat_id: TELEGRAM.chatId, text: "hello" }, {}],
  discord: [
    `https://discord.com/api/v10/channels/${DISCORD.channelId}/messages`,
    { content: "hello" },
    { authorization: `Bot ${DISCORD.token}` },
  ],
} as const

test.each(["x", "telegram", "discord"] as const)(
  "%s is a host of the fake internet when it is given, and shows what was posted",
  async (name) => {
    const { post, internet, [name]: platform } = world()
    const [url, body, headers] = REQUESTS[name]
    expect((await post(url, body, headers)).ok).toBe(true)
    expect(platform.posts.map(({ text, at }) => [text, at])).toEqual([["hello", now]])
    expect({ requests: internet.requests.length, strangers: internet.strangers.length }).toEqual({ requests: 1, strangers: 0 })
  },
)

test.each(["x", "telegram", "discord"] as const)(
  "%s refuses with its own body and limits where the internet's fault says so",
  async (name) => {
    const { post, internet, [name]: platform } = world()
    const [url, body, headers] = REQUESTS[name]
    internet.faults.set(new URL(url).hostname, { status: 429, retryAfterS: 9 })
    const answer = await post(url, body, headers)
    expect(answer.status).toBe(429)
    const wait = {
      x: answer.headers.get("x-rate-limit-reset"),
      telegram: answer.headers.get("retry-after"),
      discord: answer.headers.get("retry-after"),
    }[name]
    expect(wait).toBe(name === "x" ? String(now.getTime() / 1000 + 9) : "9")
    expect(platform.posts).toEqual([])
  },
)

test.each(["x", "telegram", "discord"] as const)("%s refuses a stranger's credentials", async (name) => {
  const { post, [name]: platform } = world()
  const [url, body] = REQUESTS[name]
  const answer = await post(url.replace(TELEGRAM.token, "1:stranger"), body, { authorization: "Bearer stranger" })
  expect(answer.status).toBe(401)
  expect(platform.posts).toEqual([])
})

test("platforms that are kept remember their posts and X's tokens, and number on", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "platforms-")), "platforms.json")
  const say = async (text: string) => {
    const platforms = openLocalPlatforms({ file })
    const internet = openInternet({ market: openMarket({ seed: 7, assets: ASSETS, start: now }), now: () => now, hosts: platforms.hosts })
    const [x, telegram, discord] = [X_ACCOUNT, TELEGRAM_ACCOUNT, DISCORD_ACCOUNT]
    const send = (url: string, body: unknown, authorization = "") =>
      internet.fetch(
        new Request(url, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json", authorization } }),
      )
    await send("https://api.x.com/2/tweets", { text }, `Bearer ${x.accessToken}`)
    await send(`https://api.telegram.org/bot${telegram.token}/sendMessage`, { chat_id: telegram.chatId, text })
    await send(`https://discord.com/api/v10/channels/${discord.channelId}/messages`, { content: text }, `Bot ${discord.token}`)
    return platforms
  }
  await say("first")
  const { x, telegram, discord } = await say("second")
  for (const { posts } of [x, telegram, discord]) {
    expect(posts.map(({ text, at }) => [text, at])).toEqual([
      ["first", now],
      ["second", now],
    ])
    expect(new Set(posts.map(({ id }) => id)).size).toBe(2)
  }
  expect(openLocalPlatforms({ file }).x.grants).toEqual(x.grants)
})

test("the page of a platform shows its posts, newest first, as text whatever they hold", async () => {
  const platforms = openLocalPlatforms()
  const telegram = TELEGRAM_ACCOUNT
  for (const text of ["calm", "<img src=x onerror=alert(1)>&<script>"]) {
    const body = JSON.stringify({ chat_id: telegram.chatId, text })
    const url = `https://api.telegram.org/bot${telegram.token}/sendMessage`
    await platforms.telegram.host.answer(new Request(url, { method: "POST", body, headers: { "content-type": "application/json" } }), now)
  }
  const serve = servePlatforms({ platforms, apiUrl: "http://localhost:8787" })
  const page = await (await serve(new Request("http://localhost/telegram"))).text()
  expect(page).not.toMatch(/<script>|<img src=x/)
  expect(page.indexOf("onerror=alert(1)")).toBeLessThan(page.indexOf("calm"))
  expect(page.indexOf("onerror=alert(1)")).toBeGreaterThan(0)
})

test("what a program was told by webhook is shown as text, whatever it holds", async () => {
  const platforms = openLocalPlatforms()
  const page = async () => (await servePlatforms({ platforms, apiUrl: "http://localhost:1" })(new Request("http://p/webhooks"))).text()
  expect(await page()).toContain("Nothing came yet")
  const body = `{"type":"webhook.test","data":"<script>alert(1)</script>"}`
  const request = new Request("https://hooks.example.com/a", { method: "POST", body, headers: { "webhook-id": "msg_0000000001" } })
  const host = platforms.hosts.find(({ names }) => names.includes("hooks.example.com"))
  expect((await host?.answer(request, now))?.status).toBe(204)
  const shown = await page()
  expect(shown).toContain("webhook-id: msg_0000000001")
  expect(shown).not.toContain("<script>")
})
