import { describe, expect, it } from "vitest"
import { openXTokenStore, type SealedRow } from "../../shared/integrations/x-token-store.ts"
import { accessToken, type XTokens } from "../../shared/integrations/x-tokens.ts"
import { X_ACCOUNT } from "../world/platform-accounts.ts"
import { openXHost } from "../world/hosts/x.ts"
import { connect } from "../contracts/channel-world.ts"
import { failureOf, fakeClock } from "../kit/outside.ts"

const KEY = btoa("k".repeat(32))
const TOKENS: XTokens = {
  accessToken: "access-hush",
  refreshToken: "refresh-hush",
  expiresAt: new Date("2026-11-21T14:00:00Z"),
  refreshingUntil: null,
}

/** The row as the database keeps it. */
function openRow(): SealedRow & { sealed: string | null; version: number } {
  const row = {
    sealed: null as string | null,
    version: 0,
    read: async () => (row.sealed === null ? null : { sealed: row.sealed, version: row.version }),
    write: async (sealed: string, previous: number) => {
      if (previous !== row.version) return false
      Object.assign(row, { sealed, version: row.version + 1 })
      return true
    },
  }
  return row
}

describe("the tokens of X", () => {
  it("begin with the operator's, which is renewed at its first use and from then on kept", async () => {
    const row = openRow()
    const store = openXTokenStore(row, { key: KEY, refreshToken: X_ACCOUNT.refreshToken })
    const clock = fakeClock()
    const platform = openXHost(X_ACCOUNT)
    const { call } = connect(platform, clock)
    const deps = { call, clock, store, client: { clientId: X_ACCOUNT.clientId, clientSecret: X_ACCOUNT.clientSecret } }
    expect(await accessToken(deps)).toBe("access-1-of-x")
    expect(await accessToken(deps)).toBe("access-1-of-x")
    expect(platform.refreshes).toBe(1)
    expect((await store.read())?.tokens).toMatchObject({
      accessToken: "access-1-of-x",
      refreshToken: "refresh-1-of-x",
      refreshingUntil: null,
    })
  })

  it("can't be read in the row, and two sealings of the same differ", async () => {
    const row = openRow()
    const store = openXTokenStore(row, { key: KEY, refreshToken: "first" })
    await store.write(TOKENS, "0")
    const first = row.sealed
    await store.write(TOKENS, "1")
    expect(atob(`${first}${row.sealed}`.replaceAll("=", ""))).not.toContain("hush")
    expect(row.sealed).not.toBe(first)
    expect(await store.read()).toEqual({ tokens: TOKENS, version: "2" })
  })

  it("are written over a known version only", async () => {
    const store = openXTokenStore(openRow(), { key: KEY, refreshToken: "first" })
    expect([await store.write(TOKENS, "0"), await store.write(TOKENS, "0"), await store.write(TOKENS, "1")]).toEqual([true, false, true])
  })

  it("are a new chain once the operator has signed in again", async () => {
    const row = openRow()
    await openXTokenStore(row, { key: KEY, refreshToken: "first" }).write(TOKENS, "0")
    const again = openXTokenStore(row, { key: KEY, refreshToken: "second" })
    expect(await again.read()).toMatchObject({ tokens: { refreshToken: "second", accessToken: "" }, version: "1" })
  })

  it.each([btoa("short"), "no base64!", btoa("x".repeat(33))])("need a key of 32 bytes, not %j", async (key) => {
    const store = openXTokenStore(openRow(), { key, refreshToken: "first" })
    expect(await failureOf(store.read())).toMatchObject({ code: "misconfigured" })
  })

  it("can't be opened with another key, or after a change of one byte", async () => {
    const row = openRow()
    await openXTokenStore(row, { key: KEY, refreshToken: "first" }).write(TOKENS, "0")
    const other = openXTokenStore(row, { key: btoa("j".repeat(32)), refreshToken: "first" })
    expect(await failureOf(other.read())).toMatchObject({ code: "misconfigured" })
    const bytes = Uint8Array.from(atob(row.sealed ?? ""), (char) => char.charCodeAt(0))
    bytes[20] = (bytes[20] ?? 0) ^ 1
    row.sealed = btoa(String.fromCharCode(...bytes))
    expect(await failureOf(openXTokenStore(row, { key: KEY, refreshToken: "first" }).read())).toMatchObject({ code: "misconfigured" })
  })
})
