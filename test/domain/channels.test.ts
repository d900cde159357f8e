import { describe, expect, it } from "vitest"
import { ChannelSettings, DEFAULT_CHANNELS, readChannels, TimeZone } from "../../shared/domain/channels.ts"
import { ChannelName } from "../../shared/domain/post.ts"
import { allocate } from "../../shared/domain/slots.ts"

const HOUR_MS = 3_600_000

describe("the default settings", () => {
  it("know every channel once, and fit their own schema", () => {
    expect(DEFAULT_CHANNELS.map(({ channel }) => channel)).toEqual(ChannelName.options)
    for (const settings of DEFAULT_CHANNELS) expect(ChannelSettings.parse(settings)).toEqual(settings)
  })

  it("are all public, label what is written by a machine, and allow no link", () => {
    for (const { tier, disclosure, linkHosts } of DEFAULT_CHANNELS) {
      expect(tier).toBe("public")
      expect(disclosure).toBe("eu")
      expect(linkHosts).toEqual([])
    }
  })

  it("let a post go out within the hour at any hour, on three channels at least", () => {
    for (let hour = 0; hour < 24; hour += 1) {
      const from = Date.parse("2026-11-21T00:00Z") + hour * HOUR_MS
      const open = DEFAULT_CHANNELS.filter(({ windows, gapMinutes, dailyCap }) => {
        const order = { windows, timeZone: "Europe/Amsterdam", gapMs: gapMinutes * 60_000, taken: [], cap: dailyCap, count: 1 }
        return allocate({ ...order, from, until: from + HOUR_MS }).length === 1
      })
      expect(open.length, `${hour}:00`).toBeGreaterThanOrEqual(3)
    }
  })
})

describe("the operator's settings", () => {
  it.each(["", "  ", "{}"])("%j leaves everything as it is", (json) => expect(readChannels(json)).toEqual(DEFAULT_CHANNELS))

  it("change what they name, leave the rest, and leave out a channel that is null", () => {
    const channels = readChannels('{"x":{"dailyCap":5,"language":"nl"},"discord":null,"telegram":{"tier":"members"}}')
    expect(channels.map(({ channel }) => channel)).toEqual(["x", "telegram", "feed"])
    expect(channels[0]).toEqual({ ...DEFAULT_CHANNELS[0], dailyCap: 5, language: "nl" })
    expect(channels[1]).toEqual({ ...DEFAULT_CHANNELS[1], tier: "members" })
    expect(channels[2]).toEqual(DEFAULT_CHANNELS[3])
  })

  it.each([
    ["not json", "(whole): is no JSON"],
    ["[]", "(whole)"],
    ['{"myspace":{}}', "myspace"],
    ['{"x":{"dailyCap":-1}}', "x.dailyCap"],
    ['{"x":{"gapMinutes":0}}', "x.gapMinutes"],
    ['{"x":{"colour":"red"}}', "x"],
    ['{"x":{"channel":"feed"}}', "x"],
    ['{"x":{"formats":[]}}', "x.formats"],
    ['{"x":{"windows":[{"days":["mon"],"from":"7:00","until":"08:00"}]}}', "x.windows.0.from"],
    ['{"feed":{"windows":[{"days":["monday"],"from":"07:00","until":"24:00"}]}}', "feed.windows.0.days.0"],
    ['{"feed":{"linkHosts":["https://example.test/x"]}}', "feed.linkHosts.0"],
  ])("%s is refused, naming the fault", (json, fault) => {
    expect(() => readChannels(json)).toThrow(fault)
  })

  it("give every fault at once", () => {
    expect(() => readChannels('{"x":{"dailyCap":-1},"feed":{"voice":"loud"}}')).toThrow(/x\.dailyCap.*feed\.voice/)
  })

  it("know a time zone from what is none", () => {
    expect(TimeZone.safeParse("Europe/Amsterdam").success).toBe(true)
    expect(TimeZone.safeParse("Amsterdam").success).toBe(false)
  })
})
