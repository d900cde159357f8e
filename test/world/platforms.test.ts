import { expect, test } from "vitest"
import { ASSETS } from "../../shared/domain/asset.ts"
import { DISCORD, TELEGRAM, X } from "../contracts/channel-accounts.ts"
import { openDiscordHost } from "./hosts/discord.ts"
import { openTelegramHost } from "./hosts/telegram.ts"
import { openXHost } from "./hosts/x.ts"
import { openInternet } from "./internet.ts"
import { openMarket } from "./market.ts"

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
