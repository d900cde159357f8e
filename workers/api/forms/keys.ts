// The forms of keys: make one, give one another secret, revoke one.
import * as z from "zod"
import { ApiScope, MOST_GRACE_HOURS } from "../../../shared/domain/api-key.ts"
import { ApiPlan } from "../../../shared/domain/api-plan.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { operatorForm } from "../form.ts"
import { KeyShownPage } from "../pages/key-shown.tsx"

const Id = z.string().regex(/^key_[0-9a-z]{10,40}$/, "must be a key's id")
const Made = z.object({ id: z.string(), key: z.string(), previousUntil: z.iso.datetime().nullable().optional() })
const Ticked = z.literal("on").optional()

/** A field for each scope, named for it. */
const SCOPES = Object.fromEntries(ApiScope.options.map((scope) => [scope, Ticked])) as Record<ApiScope, typeof Ticked>

export const makeKeyForm = operatorForm({
  path: "/keys",
  fields: {
    name: z.string().trim().min(1, "must not be empty").max(100),
    plan: ApiPlan,
    source: z.string().trim().max(40).optional(),
    /** A day, or nothing. */
    ends: z.union([z.literal(""), z.iso.date("must be a day, such as 2027-01-31")]).optional(),
    ...SCOPES,
  },
  command: ({ name, plan, source, ends, ...ticked }) => {
    const scopes = ApiScope.options.filter((scope) => ticked[scope] === "on")
    if (scopes.length === 0) throw new Failure("invalid-input", "No scope was chosen. Tick what the key may do.")
    const more = { ...(source ? { source } : {}), ...(ends ? { expiresAt: `${ends}T00:00:00Z` } : {}) }
    return { method: "POST", path: "/api/v1/keys", body: { name, plan, scopes, ...more } }
  },
  next: "/keys",
  done: "key-revoked",
  show: (reply) => KeyShownPage(Made.parse(reply)),
})

export const rotateKeyForm = operatorForm({
  path: "/keys/{id}/rotate",
  params: { id: Id },
  fields: {
    grace: z
      .string()
      .regex(/^\d{1,2}$/, `must be hours, at most ${MOST_GRACE_HOURS}`)
      .transform(Number),
  },
  command: ({ grace }, { id }) => ({ method: "POST", path: `/api/v1/keys/${id}/rotation`, body: { graceHours: grace } }),
  next: "/keys",
  done: "key-revoked",
  show: (reply) => KeyShownPage(Made.parse(reply)),
})

export const revokeKeyForm = operatorForm({
  path: "/keys/{id}/revoke",
  params: { id: Id },
  fields: {},
  command: (_fields, { id }) => ({ method: "DELETE", path: `/api/v1/keys/${id}`, body: null }),
  next: "/keys",
  done: "key-revoked",
})
