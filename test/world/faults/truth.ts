// What is true when all is quiet? The platform's own posts are the truth; the studio's rows have to say the same.
import type { DeliveryState } from "../../../shared/domain/delivery.ts"
import { type ApprovedPost, planIdOf } from "../approved-posts.ts"
import type { Platforms } from "../platform-accounts.ts"
import type { Postgres } from "../postgres-session.ts"
import type { Schedule } from "./schedule.ts"

export type Verdict = {
  readonly state: DeliveryState | "never begun"
  /** Texts that the platform has more than once, or that were never to go out. */
  readonly duplicates: readonly string[]
  /** What is not as the state says. */
  readonly losses: readonly string[]
}

export type DeliveryRow = {
  readonly id: string
  readonly state: DeliveryState
  readonly receipts: number
  readonly externalIds: readonly string[]
}

export async function deliveryOf(postgres: Postgres, number: number): Promise<DeliveryRow | null> {
  const { rows } = await postgres.query(`SELECT id, state, receipts::text FROM deliveries WHERE plan_id = '${planIdOf(number)}'`)
  const [row] = rows
  if (!row) return null
  const receipts = JSON.parse(row[2] ?? "[]") as { id: string }[]
  return { id: row[0] ?? "", state: row[1] as DeliveryState, receipts: receipts.length, externalIds: receipts.map(({ id }) => id) }
}

type Quiet = { readonly postgres: Postgres; readonly schedule: Schedule; readonly platforms: Platforms; readonly post: ApprovedPost }

/** What the platform has of this story: text and id. The feed has what the studio's own shelf says. */
async function postsOf({ postgres, schedule, platforms, post }: Quiet): Promise<readonly { readonly id: string; readonly text: string }[]> {
  if (schedule.channel !== "feed") return platforms[schedule.channel].posts
  const { rows } = await postgres.query(`SELECT id FROM published_content WHERE plan_id = '${planIdOf(post.number)}'`)
  return rows.map(([id]) => ({ id: id ?? "", text: post.parts.join("\n\n") }))
}

export async function verdictOf(quiet: Quiet): Promise<Verdict> {
  const { postgres, post } = quiet
  const delivery = await deliveryOf(postgres, post.number)
  const posts = await postsOf(quiet)
  const texts = posts.map(({ text }) => text)
  const duplicates = texts.filter((text, i) => texts.indexOf(text) !== i || !post.parts.includes(text))
  if (delivery === null) return { state: "never begun", duplicates, losses: ["nothing was ever begun"] }
  const { state, externalIds } = delivery
  const losses: string[] = []
  const out = post.parts.flatMap((text) => posts.find((each) => each.text === text)?.id ?? [])
  if (state === "live") {
    if (out.length < post.parts.length) losses.push(`live with ${out.length} of ${post.parts.length} parts out`)
    if (duplicates.length === 0 && externalIds.join() !== out.join())
      losses.push(`its receipts are not the platform's: ${externalIds.join()} for ${out.join()}`)
    losses.push(...(await unwritten(quiet, delivery)))
  } else if (state === "held") {
    if (externalIds.some((id, i) => out[i] !== id)) losses.push("held with receipts of nothing")
  } else if (state === "refused") {
    if (out.length > 0) losses.push(`refused with ${out.length} parts out`)
  } else losses.push(`it ended as ${state}`)
  return { state, duplicates, losses }
}

/** A live post has its row and has been told of, once. */
async function unwritten({ postgres, schedule }: Quiet, { id, externalIds }: DeliveryRow): Promise<readonly string[]> {
  const postId = id.replace("dlv_", "post_")
  const { rows } = await postgres.query(`
    SELECT (SELECT external_id FROM published_content WHERE id = '${postId}' AND delivery_id = '${id}'),
      (SELECT count(*) FROM events WHERE name = 'post.published' AND data->>'id' = '${postId}'),
      (SELECT count(*) FROM ledger WHERE plan_id = (SELECT plan_id FROM deliveries WHERE id = '${id}') AND key LIKE 'post:%')`)
  const [externalId, events, paid] = rows[0] ?? []
  const due = schedule.channel === "x" ? externalIds.length : 0
  return [
    ...(externalId === externalIds[0] ? [] : ["it has no post's row"]),
    ...(events === "1" ? [] : [`it was told of ${events} times`]),
    ...(paid === String(due) ? [] : [`${paid} of its ${due} parts were paid for`]),
  ]
}
