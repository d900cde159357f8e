// What is a program's key, and what may it do?
import * as z from "zod"
import { newSessionToken, sha256Hex } from "../kit/session.ts"

/** What each scope lets a program do, in words for whoever makes a key. */
export const API_SCOPES = {
  "read:insights": "what anyone may read, at the key's own pace",
  "read:premium": "posts for members too",
  "read:operations": "runs, sums of the audience, metrics",
  "write:events": "reports what people do",
  "write:people": "tells what people ask for about themselves",
  "write:approvals": "approves and rejects texts",
  "write:webhooks": "sets up its own webhooks",
} as const

export const ApiScope = z.enum(Object.keys(API_SCOPES) as [keyof typeof API_SCOPES, ...(keyof typeof API_SCOPES)[]])
export type ApiScope = z.infer<typeof ApiScope>

/** What the operator's session may read: everything. */
export const READ_SCOPES: readonly ApiScope[] = ApiScope.options.filter((scope) => scope.startsWith("read:"))

/** The scopes in the order of the list, each once; whoever may read something may read what anyone may. */
export const toScopes = (asked: readonly ApiScope[]): ApiScope[] =>
  ApiScope.options.filter((scope) => asked.includes(scope) || (scope === "read:insights" && asked.some((each) => each.startsWith("read:"))))

/** How a key looks: a beginning that scanners of leaked secrets can look for, then 32 random bytes as base64url. */
export const API_KEY = /^cck_[\w-]{43}$/
export const API_KEY_PREFIX = "cck_"

export const newApiKey = (): string => API_KEY_PREFIX + newSessionToken()
/** What the database keeps of a key. */
export const hashOfApiKey = (key: string): Promise<string> => sha256Hex(key)

/** What a request shows as its bearer token; null where that doesn't look like a program's key. */
export const shownKey = (headers: Headers): string | null => {
  const shown = /^Bearer ([\x21-\x7e]{1,500})$/i.exec(headers.get("authorization") ?? "")?.[1] ?? ""
  return API_KEY.test(shown) ? shown : null
}

/** For so long a key that was found isn't looked up again, in milliseconds: a revoked one works so much longer at most. */
export const REMEMBERED_MS = 30_000
/** Keys that an isolate remembers. */
export const MOST_REMEMBERED = 1_000

/** Longest time for which the secret from before a rotation may go on working, in hours. */
export const MOST_GRACE_HOURS = 72

/** What the studio's own webhooks call themselves; no key may. */
export const OWN_SOURCES: readonly string[] = ["telegram", "discord"]

/** What events come from: their ids are unique within it. */
export const EventSource = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/, "must be 2 to 40 small letters, digits and hyphens, a letter first")
  .refine((source) => !OWN_SOURCES.includes(source), "is the name of one of the studio's own webhooks")
