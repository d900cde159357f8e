// The accounts of the tests' studio on the fake platforms, and a place for X's tokens.
import type { XTokens, XTokenStore } from "../../shared/integrations/x-tokens.ts"

export const X = {
  userId: "1072250532645998596",
  accessToken: "access-0-of-x-hush",
  refreshToken: "refresh-0-of-x-hush",
  clientId: "studio-client",
  clientSecret: "client-secret-hush",
}
export const TELEGRAM = { token: "123456789:AAhushhushhushhushhushhushhush-12345", chatId: "@studio", username: "studio" }
export const DISCORD = { token: "MTIzNDU2.Ghush.hushhushhushhushhushhush", botId: "123456", channelId: "4455667788" }

export type TokenStore = XTokenStore & { readonly tokens: XTokens; readonly writes: number }

/** Tokens in memory that end at a moment, far away unless told otherwise. */
export function newTokenStore(
  account: { accessToken: string; refreshToken: string },
  expiresAt = new Date("2030-01-01T00:00:00Z"),
): TokenStore {
  const state = {
    tokens: { accessToken: account.accessToken, refreshToken: account.refreshToken, expiresAt, refreshingUntil: null } as XTokens,
    version: 1,
    writes: 0,
  }
  return {
    get tokens() {
      return state.tokens
    },
    get writes() {
      return state.writes
    },
    read: async () => ({ tokens: state.tokens, version: String(state.version) }),
    write: async (next, previous) => {
      if (previous !== String(state.version)) return false
      Object.assign(state, { tokens: next, version: state.version + 1, writes: state.writes + 1 })
      return true
    },
  }
}
