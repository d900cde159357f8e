// What may go out without a person? A table of rules that an operator may set; without one, everything waits for him.
import * as z from "zod"
import { AssetSymbol } from "./asset.ts"
import { PlanKind, Tier } from "./plan.ts"
import { ChannelName, Language, PostFormat } from "./post.ts"

/** A rule lets a version go where all that it says is so; what it doesn't say may be anything, but for kind and writer. */
export const ApprovalRule = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, "lower case letters, digits and hyphens, such as calm-news"),
  channels: z.array(ChannelName).min(1).optional(),
  formats: z.array(PostFormat).min(1).optional(),
  languages: z.array(Language).min(1).optional(),
  tiers: z.array(Tier).min(1).optional(),
  assets: z.array(AssetSymbol).min(1).optional(),
  /** Corrections and repeats only where they are named. */
  kinds: z.array(PlanKind).min(1).default(["insight"]),
  /** From 0 to 1, as content-strategy gave it. */
  minPriority: z.number().min(0).max(1).default(0),
  /** What this rule may approve in one UTC day. There is no rule without an end. */
  maxPerDay: z.int().min(1).max(1_000),
  /** Only what the studio's own writer wrote; false lets a model's texts go too. What a person wrote always waits for a person. */
  onlyStudioWriter: z.boolean().default(true),
})
export type ApprovalRule = z.infer<typeof ApprovalRule>

const Rules = z.array(ApprovalRule).max(50)

/**
 * The rules as the operator's JSON says, such as `[{"name":"calm","channels":["feed"],"maxPerDay":5}]`; an empty text has none. Throws an Error
 * whose message lists every fault.
 */
export function readApprovalRules(json: string): readonly ApprovalRule[] {
  const parsed = Rules.safeParse(json.trim() === "" ? [] : parseJson(json))
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join(".") || "(whole)"}: ${message}`).join("; "))
  }
  const names = parsed.data.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined) throw new Error(`(whole): two rules are called ${twice}`)
  return parsed.data
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw new Error("(whole): is no JSON")
  }
}

/** What a rule looks at. */
export type Candidate = {
  readonly kind: PlanKind
  readonly channel: ChannelName
  readonly format: PostFormat
  readonly language: Language
  readonly tier: Tier
  readonly asset: AssetSymbol
  readonly priority: number
  /** `studio`, `model:…` or `operator`. */
  readonly author: string
}

const allows = <T>(list: readonly T[] | undefined, value: T): boolean => list === undefined || list.includes(value)

/** The first rule that lets this version go, of those that have approved less today than they may; null: it waits for a person. */
export function mayGoAlone(
  version: Candidate,
  rules: readonly ApprovalRule[],
  countsToday: Readonly<Record<string, number>>,
): ApprovalRule | null {
  if (version.author === "operator") return null
  const rule = rules.find(
    (each) =>
      allows(each.channels, version.channel) &&
      allows(each.formats, version.format) &&
      allows(each.languages, version.language) &&
      allows(each.tiers, version.tier) &&
      allows(each.assets, version.asset) &&
      each.kinds.includes(version.kind) &&
      version.priority >= each.minPriority &&
      (version.author === "studio" || !each.onlyStudioWriter) &&
      (countsToday[each.name] ?? 0) < each.maxPerDay,
  )
  return rule ?? null
}
