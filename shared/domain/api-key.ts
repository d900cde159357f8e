// What is a program's key, and what may it do?
import * as z from "zod"

export const ApiScope = z.enum(["events:write", "people:write"])
export type ApiScope = z.infer<typeof ApiScope>

/** How a key looks: a beginning that scanners of leaked secrets can look for, then 32 random bytes as base64url. */
export const API_KEY = /^cck_[\w-]{43}$/

/** What the studio's own webhooks call themselves; no key may. */
export const OWN_SOURCES: readonly string[] = ["telegram", "discord"]

/** What events come from: their ids are unique within it. */
export const EventSource = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/, "must be 2 to 40 small letters, digits and hyphens, a letter first")
  .refine((source) => !OWN_SOURCES.includes(source), "is the name of one of the studio's own webhooks")
