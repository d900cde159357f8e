import { readdirSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { openTelegram } from "../../shared/integrations/telegram.ts"
import { TELEGRAM } from "../contracts/channel-accounts.ts"
import { newPost, PICTURE, PNG } from "../contracts/channel-world.ts"
import { failureOf } from "../kit/outside.ts"
import { hasRecordings, preparedCall, readRecording, recordingPath, WITHOUT_RECORDINGS } from "./recordings.ts"

const first = { key: "dlv_1", previous: null }

function prepared(status: number, body: unknown, headers: Record<string, string> = {}) {
  const { call, asked } = preparedCall(() => ({ status, body, headers }))
  return { asked, channel: openTelegram(TELEGRAM, { call, readPicture: async () => PNG }) }
}

async function refusalOf(status: number, body: unknown, headers: Record<string, string> = {}) {
  const { channel } = prepared(status, body, headers)
  return failureOf(channel.sendPart(channel.render(newPost("telegram", ["hello"]), null), 0, first))
}

const sent = (chat: unknown) => ({ ok: true, result: { message_id: 42, chat, date: 1_763_683_200 } })

test("a rendered message is exactly this request: plain text, its title bold by an entity in UTF-16 units", () => {
  const post = newPost("telegram", ["📈 *Up* _again_\n\nMore <b>here</b>."], { title: "📈 *Up* _again_" })
  expect(prepared(200, {}).channel.render(post, null).parts).toMatchInlineSnapshot(`
    [
      {
        "body": {
          "entities": [
            {
              "length": 15,
              "offset": 0,
              "type": "bold",
            },
          ],
          "link_preview_options": {
            "is_disabled": true,
          },
          "text": "📈 *Up* _again_

    More <b>here</b>.",
        },
        "text": "📈 *Up* _again_

    More <b>here</b>.",
      },
    ]
  `)
})

test("a rendered picture has its text as caption", () => {
  expect(prepared(200, {}).channel.render(newPost("telegram", ["hello"], { alt: "A chart" }), PICTURE)).toMatchInlineSnapshot(`
    {
      "channel": "telegram",
      "parts": [
        {
          "body": {
            "caption": "hello",
          },
          "text": "hello",
        },
      ],
      "picture": {
        "alt": "A chart",
        "bytes": 13,
        "contentType": "image/png",
        "hash": "abababababababababababababababababababababababababababababababab",
      },
    }
  `)
})

test.each([
  ["a public channel", { id: -1001234567890, type: "channel", username: "studio" }, "https://t.me/studio/42"],
  ["a private one", { id: -1001234567890, type: "channel" }, "https://t.me/c/1234567890/42"],
])("the address of a message in %s", async (_what, chat, url) => {
  const { channel } = prepared(200, sent(chat))
  const payload = channel.render(newPost("telegram", ["hello"]), null)
  expect(await channel.sendPart(payload, 0, first)).toEqual({ id: "42", url, restMs: 0 })
})

test("the picture's bytes go out unchanged", async () => {
  const { channel, asked } = prepared(200, sent({ id: 1 }))
  await channel.sendPart(channel.render(newPost("telegram", ["hello"], { alt: "A chart" }), PICTURE), 0, first)
  const [{ request } = { request: null }] = asked
  expect(Buffer.from(request?.body as Uint8Array).includes(Buffer.from(PNG))).toBe(true)
  expect(request?.headers?.["content-type"]).toMatch(/^multipart\/form-data; boundary=part-[0-9a-f]{40}$/)
})

test("a token that is none is told before anything is sent, without being shown", () => {
  const open = () =>
    openTelegram({ token: "hush", chatId: "@studio" }, { call: preparedCall(() => ({ body: {} })).call, readPicture: async () => PNG })
  expect(open).toThrow(expect.objectContaining({ code: "misconfigured", message: expect.not.stringContaining("hush") }))
})

test.each([
  [
    "its parameters",
    { ok: false, error_code: 429, description: "Too Many Requests: retry after X", parameters: { retry_after: 123 } },
    {},
    123_000,
  ],
  ["its words, where there are no parameters", { ok: false, error_code: 429, description: "Too Many Requests: retry after 3" }, {}, 3_000],
  ["hours, too", { description: "429: Too Many Requests: retry after 18053" }, {}, 18_053_000],
  ["the header", "<html>", { "retry-after": "9" }, 9_000],
  ["nothing: a minute", "<html>", {}, 60_000],
])("a 429's wait is that of %s", async (_what, body, headers, waitMs) => {
  expect(await refusalOf(429, body, headers)).toMatchObject({ code: "rate-limited", waitMs })
})

test("a group that has moved says where to", async () => {
  const body = {
    ok: false,
    error_code: 400,
    description: "Bad Request: group chat was migrated",
    parameters: { migrate_to_chat_id: -123456789 },
  }
  expect((await refusalOf(400, body)).context["reason"]).toBe("Bad Request: group chat was migrated (now -123456789)")
})

test("a deletion that Telegram refuses is a failure, unless the message is gone already", async () => {
  const gone = { ok: false, error_code: 400, description: "Bad Request: message to delete not found" }
  await expect(prepared(400, gone).channel.remove?.("42")).resolves.toBeUndefined()
  const late = { ok: false, error_code: 400, description: "Bad Request: message can't be deleted" }
  expect(await failureOf(prepared(400, late).channel.remove?.("42") ?? Promise.resolve())).toMatchObject({ code: "upstream-rejected" })
})

describe.skipIf(!hasRecordings)(`recorded errors of Telegram ${hasRecordings ? "" : WITHOUT_RECORDINGS}`, () => {
  const folder = "platform-payloads/telegram/errors"
  const files = hasRecordings ? readdirSync(recordingPath(folder)) : []

  test("there are some", () => expect(files.length).toBeGreaterThan(20))

  test.each(files)("%s is final, or waits", async (file) => {
    const body = JSON.parse(readRecording(`${folder}/${file}`)) as { error_code: number; description: string }
    const failure = await refusalOf(body.error_code, body)
    const expected = body.error_code === 429 ? { code: "rate-limited", waitMs: 123_000 } : { code: "upstream-rejected" }
    expect(failure).toMatchObject(expected)
    expect(String(failure.context["reason"]).startsWith(body.description)).toBe(true)
  })

  test("captured floods wait as long as they say", async () => {
    type Captured = { http_status?: number; description?: string; body?: unknown; body_raw?: string }
    const captured = JSON.parse(readRecording("platform-payloads/telegram/captured-in-issues.json")) as Captured[]
    const floods = captured.filter((each) => each.http_status === 429 || each.description?.startsWith("429"))
    const waits = await Promise.all(
      floods.map(async ({ body, body_raw, ...bare }) => (await refusalOf(429, body ?? body_raw ?? bare)).waitMs),
    )
    expect(waits).toEqual([34_000, 3_000, 18_053_000])
  })
})
