// The bindings of approval: who is asked, and what may go without being asked. Without them everything waits on the dashboard.
import * as z from "zod"
import { type ApprovalRule, readApprovalRules } from "../../shared/domain/approval-rules.ts"
import { People } from "../../shared/domain/review.ts"
import type { SecretText } from "../../shared/kit/env.ts"

export const REVIEW_BINDINGS = {
  /** Telegram's ids of the people who may decide there, between commas; they need TELEGRAM_TOKEN too. */
  REVIEWERS: People,
  /** JSON; its form stands at `readApprovalRules`. Empty: nothing goes without a person. */
  APPROVAL_RULES: z
    .string()
    .default("")
    .transform((json, context): readonly ApprovalRule[] => {
      try {
        return readApprovalRules(json)
      } catch (error) {
        context.addIssue({ code: "custom", message: error instanceof Error ? error.message : "can't be read" })
        return z.NEVER
      }
    }),
}

export type ReviewConfig = {
  readonly rules: readonly ApprovalRule[]
  /** Null where nobody is asked on Telegram. */
  readonly telegram: { readonly token: string; readonly people: readonly string[] } | null
}

/** The bot that writes to reviewers is the one that posts. */
type ReviewEnv = z.infer<z.ZodObject<typeof REVIEW_BINDINGS>> & { readonly TELEGRAM_TOKEN?: SecretText | undefined }

export function toReview({ REVIEWERS: people, APPROVAL_RULES: rules, TELEGRAM_TOKEN: token }: ReviewEnv): ReviewConfig {
  return { rules, telegram: token && people.length > 0 ? { token: token.reveal(), people } : null }
}
