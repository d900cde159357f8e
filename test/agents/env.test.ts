import { describe, expect, it } from "vitest"
import { CHANNEL_NEEDS, DEFAULT_CHANNELS } from "../../shared/domain/channels.ts"
import { readAgentsConfig } from "../../workers/agents/env.ts"

const queue = { send: () => {}, sendBatch: () => {} }
const env = (rest: Record<string, string> = {}) => ({
  STAGE: "local",
  DATABASE_URL: "postgresql://studio_agents:x@db.local/studio",
  REDIS_URL: "https://redis.local",
  REDIS_TOKEN: "x",
  RUNS: queue,
  MEDIA: { get: () => {}, put: () => {}, head: () => {} },
  ...rest,
})

function faultsOf(given: Record<string, string>): readonly string[] {
  try {
    readAgentsConfig(env(given))
    return []
  } catch (error) {
    return (error as { context: { faults: string[] } }).context.faults
  }
}

describe("the channels' accounts among the bindings", () => {
  it("are off where anything is missing, which is named", () => {
    const none = readAgentsConfig(env())
    expect([none.x, none.telegram, none.discord, none.feed]).toEqual([null, null, null, null])
    expect(none.lacking).toEqual(CHANNEL_NEEDS)
    const half = readAgentsConfig(
      env({ TELEGRAM_TOKEN: `123456:${"a".repeat(30)}`, DISCORD_CHANNEL: "5", PUBLIC_URL: "https://studio.example" }),
    )
    expect([half.telegram, half.lacking]).toEqual([
      null,
      { x: ["X_CLIENT_ID", "X_REFRESH_TOKEN", "CHANNEL_KEY"], telegram: ["TELEGRAM_CHAT"], discord: ["DISCORD_TOKEN"] },
    ])
    expect(half.feed).toEqual({ publicUrl: "https://studio.example" })
  })
})

describe("the channels' settings among the bindings", () => {
  it("are the defaults, in UTC, where nothing is said", () => {
    expect(readAgentsConfig(env()).channels).toEqual({ list: DEFAULT_CHANNELS, timeZone: "UTC" })
    expect(readAgentsConfig(env({ CHANNELS: "" })).channels.list).toEqual(DEFAULT_CHANNELS)
  })

  it("are what the operator says", () => {
    const { channels } = readAgentsConfig(env({ CHANNELS: '{"x":null,"feed":{"language":"nl"}}', TIME_ZONE: "Europe/Amsterdam" }))
    expect(channels.list.map(({ channel, language }) => `${channel} ${language}`)).toEqual(["telegram en", "discord en", "feed nl"])
    expect(channels.timeZone).toBe("Europe/Amsterdam")
  })

  it("stop the Worker with every fault named where they make no sense", () => {
    expect(faultsOf({ CHANNELS: '{"x":{"dailyCap":-1}}', TIME_ZONE: "Amsterdam" })).toEqual([
      expect.stringMatching(/^CHANNELS: x\.dailyCap/),
      "TIME_ZONE: a time zone such as Europe/Amsterdam",
    ])
    expect(faultsOf({ CHANNELS: "x=1" })).toEqual(["CHANNELS: (whole): is no JSON"])
  })
})

describe("the maintenance's settings among the bindings", () => {
  it("keep thirteen months and give no way in as the owner where nothing is said", () => {
    const { maintenance, retentionMonths } = readAgentsConfig(env())
    expect([maintenance, retentionMonths]).toEqual([null, 13])
  })

  it("are what the operator says", () => {
    const url = "postgresql://owner:x@db.local/studio"
    const { maintenance, retentionMonths } = readAgentsConfig(env({ MAINTENANCE_URL: url, RETENTION_MONTHS: "0" }))
    expect([maintenance, retentionMonths]).toEqual([{ url }, 0])
  })

  it("stop the Worker where they make no sense, without a word of the address", () => {
    const faults = faultsOf({ MAINTENANCE_URL: "db.local", RETENTION_MONTHS: "-1" })
    expect(faults).toEqual([expect.stringMatching(/^MAINTENANCE_URL: must look like/), expect.stringMatching(/^RETENTION_MONTHS: /)])
    expect(faults.join()).not.toContain("db.local")
  })
})
