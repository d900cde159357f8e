// The forms of one draft: approve exactly this version, reject it, or write the next one. Ingest says whether it held.
import * as z from "zod"
import { DraftId, PlanId } from "../../../shared/domain/event.ts"
import { operatorForm } from "../form.ts"
import { approvalPath } from "../desk-links.ts"

const MOST_PARTS = 25

/** SHA-256 in hex; a version that a guard holds back has none. */
const Hash = z.string().regex(/^([0-9a-f]{64})?$/, "must be the version's hash")
const hashOf = (text: string): string | null => (text === "" ? null : text)

const plan = { params: { id: PlanId }, next: (_fields: unknown, { id }: { id: string }) => approvalPath(id) }

export const approveForm = operatorForm({
  ...plan,
  path: "/approvals/{id}/approve",
  fields: { draft: DraftId, hash: Hash },
  command: ({ draft, hash }) => ({ method: "POST", path: "/api/v1/approvals", body: { draftId: draft, hash } }),
  done: "approved",
})

export const rejectForm = operatorForm({
  ...plan,
  path: "/approvals/{id}/reject",
  fields: { draft: DraftId, hash: Hash, reason: z.string().trim().min(1, "must not be empty").max(1_000) },
  command: ({ draft, hash, reason }) => ({
    method: "POST",
    path: "/api/v1/rejections",
    body: { draftId: draft, hash: hashOf(hash), reason },
  }),
  done: "rejected",
})

const PART_NAMES = Array.from({ length: MOST_PARTS }, (_, i) => `part${i}` as const)
const PARTS = Object.fromEntries(PART_NAMES.map((name) => [name, z.string().max(25_000).optional()])) as Record<
  `part${number}`,
  z.ZodOptional<z.ZodString>
>
/** As a browser sends a `datetime-local`: `2026-11-21T23:58`, meant in UTC. */
const LocalTime = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/, "must be a day and a minute, such as 2026-11-21T23:58")

/** An empty part is left out; a time that is as it was is not sent, for it may have passed. */
export const editForm = operatorForm({
  ...plan,
  path: "/approvals/{id}/edit",
  fields: { draft: DraftId, hash: Hash, title: z.string().max(200).optional(), time: LocalTime, was: LocalTime, ...PARTS },
  command: ({ draft, hash, title, time, was, ...rest }) => {
    const texts = rest as Partial<Record<string, string>>
    const parts = PART_NAMES.map((name) => (texts[name] ?? "").trimEnd()).filter((text) => text.trim() !== "")
    return {
      method: "POST",
      path: "/api/v1/edits",
      body: {
        draftId: draft,
        hash: hashOf(hash),
        parts,
        ...(title === undefined ? {} : { title }),
        ...(time === was ? {} : { scheduledAt: `${time}:00.000Z` }),
      },
    }
  },
  done: "edited",
})
