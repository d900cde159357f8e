// Discord's signed requests: pings, pressed buttons, and people who add the application.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { NASTY_BODIES } from "../api/bad-input.ts"
import { type Front, openFront, signAsDiscord } from "./front.ts"

const NOON = new Date("2026-11-21T12:00:10.000Z")
const STAMP = String(NOON.getTime() / 1_000)
/** An id of Discord's, made at that moment. */
const snowflake = (at: string) => String((BigInt(Date.parse(at)) - 1_420_070_400_000n) << 22n)

let front: Front
beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  front = await openFront(NOON)
}, 60_000)
afterAll(() => front.close())
beforeEach(async () => {
  await front.database.postgres.exec("TRUNCATE event_inbox")
  front.database.fault = null
  front.discord.isOn = true
  front.hints.length = 0
})

type Sending = { readonly stamp?: string; readonly signature?: string; readonly signed?: string }
async function send(body: unknown, { stamp = STAMP, signature, signed }: Sending = {}): Promise<Response> {
  const text = typeof body === "string" ? body : JSON.stringify(body)
  const headers = {
    "content-type": "application/json",
    "x-signature-timestamp": stamp,
    "x-signature-ed25519": signature ?? (await signAsDiscord(stamp + (signed ?? text))),
  }
  return front.ask("/webhooks/discord", { method: "POST", headers, body: text })
}
const inbox = async () =>
  (await front.database.rows("SELECT source, events FROM event_inbox")).map(([source, events]) => [source, JSON.parse(events ?? "")])

const USER = { id: "53908232506183680", username: "Mason", avatar: "a_d5efa99b3eeaa7dd43acca82f5692432", discriminator: "0", bot: false }
/** As in https://docs.discord.com/developers/interactions/receiving-and-responding, of a button in a server. */
const press = (over: object = {}) => ({
  version: 1,
  type: 3,
  token: "unique_interaction_token",
  message: {
    type: 0,
    tts: false,
    id: "846382741250834432",
    content: "BTC broke out.",
    author: { id: "845027738276462632", bot: true },
    components: [],
  },
  member: {
    user: USER,
    roles: ["290926798626357999"],
    permissions: "17179869183",
    nick: null,
    joined_at: "2017-03-13T19:19:14.040000+00:00",
  },
  id: snowflake("2026-11-21T12:00:09.500Z"),
  guild_id: "290926798626357999",
  data: { custom_id: "open", component_type: 2 },
  channel_id: "345626669114982999",
  application_id: "290926444748734465",
  ...over,
})
/** As in https://docs.discord.com/developers/events/webhook-events. */
const authorized = (data: object = {}) => ({
  version: 1,
  application_id: "1234560123453231555",
  type: 1,
  event: {
    type: "APPLICATION_AUTHORIZED",
    timestamp: "2026-11-21T11:42:53.064834",
    data: { integration_type: 1, scopes: ["applications.commands"], user: { ...USER, global_name: "Mason" }, ...data },
  },
})

describe("a request that Discord has signed", () => {
  it("gets a PONG for the ping of interactions, and a bare 204 for that of a webhook", async () => {
    const pong = await send({ application_id: "1", id: "1", token: "t", type: 1, user: USER, version: 1 })
    expect([pong.status, await pong.json()]).toEqual([200, { type: 1 }])
    const bare = await send({ version: 1, application_id: "1234560123453231555", type: 0 })
    expect([bare.status, bare.headers.get("content-type"), await bare.text()]).toEqual([204, "application/json", ""])
    expect(await inbox()).toEqual([])
  })

  it("counts a pressed button for who pressed it, at the moment of its id", async () => {
    const response = await send(press())
    expect([response.status, await response.json()]).toEqual([200, { type: 6 }])
    const event = {
      k: `click:846382741250834432:${USER.id}`,
      p: "discord",
      u: USER.id,
      t: 9,
      v: 1_000,
      c: "ext:846382741250834432",
      a: "2026-11-21T12:00:09.500Z",
    }
    expect(await inbox()).toEqual([["discord", [{ ...event, r: false, m: null }]]])
    expect(front.hints).toEqual([{ kind: "inbox" }])
  })

  it("counts one from a direct message, and a moment ahead of our clock as now", async () => {
    await send(press({ member: undefined, user: USER, id: snowflake("2026-11-21T13:00:00Z") }))
    expect(await inbox()).toMatchObject([["discord", [{ u: USER.id, a: NOON.toISOString() }]]])
  })

  it("counts who adds the application to his own account", async () => {
    expect((await send(authorized())).status).toBe(204)
    expect(await inbox()).toMatchObject([
      ["discord", [{ k: `join:${USER.id}`, u: USER.id, t: 11, c: null, a: "2026-11-21T11:42:53.064Z" }]],
    ])
  })

  it.each([
    ["a bot's press", press({ member: { user: { ...USER, bot: true } } })],
    ["a press of nobody", press({ member: undefined })],
    ["a server that adds the application", authorized({ integration_type: 0 })],
    ["a bot that adds it", authorized({ user: { ...USER, bot: true } })],
    ["a command", press({ type: 2 })],
    ["a strange id", press({ id: "'; DROP TABLE event_inbox; --" })],
    [
      "an event of another kind",
      { version: 1, application_id: "1", type: 1, event: { type: "ENTITLEMENT_CREATE", timestamp: "2026-11-21T11:42:53.06Z", data: {} } },
    ],
    ["no JSON", "not even JSON"],
  ])("counts nothing for %s", async (_what, body) => {
    expect((await send(body)).status).toBeLessThan(300)
    expect(await inbox()).toEqual([])
  })

  it("is not taken where it can't be stored, so that Discord sends it again", async () => {
    front.database.fault = async () => new Response("away", { status: 500 })
    expect((await send(press())).status).toBe(503)
  })

  it("may be of any shape", async () => {
    for (const body of NASTY_BODIES) {
      const text = typeof body === "string" ? body : new TextDecoder().decode(body)
      expect((await send(text)).status).toBeLessThan(500)
    }
    expect(await inbox()).toEqual([])
  })
})

describe("a request that Discord has not signed just now", () => {
  it.each([
    ["without a signature", { signature: "" }],
    ["with a signature of another text", { signed: "{}" }],
    ["with a signature that is none", { signature: "zz".repeat(64) }],
    ["signed too long ago", { stamp: String(NOON.getTime() / 1_000 - 301) }],
    ["signed ahead of our clock", { stamp: String(NOON.getTime() / 1_000 + 301) }],
    ["without a moment", { stamp: "" }],
    ["with a moment that is none", { stamp: "0x6920" }],
    ["with the moment of the next second", { stamp: String(NOON.getTime() / 1_000 + 1), signature: "of-noon" }],
  ] as const)("is refused %s", async (_how, sending: Sending) => {
    const signature = sending.signature === "of-noon" ? await signAsDiscord(STAMP + JSON.stringify(press())) : sending.signature
    expect((await send(press(), { ...sending, ...(signature !== undefined && { signature }) })).status).toBe(401)
    expect(await inbox()).toEqual([])
  })

  it("is not found where the webhook is off", async () => {
    front.discord.isOn = false
    expect((await send(press())).status).toBe(404)
  })

  it("is refused where it is too long", async () => {
    expect((await send("x".repeat(262_145))).status).toBe(413)
  })
})
