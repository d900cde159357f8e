// Did a reviewer press his button, or somebody do something in a chat of the studio's? Telegram says so here; what else it says nobody takes note of.
import * as z from "zod"
import { type Decided, decideByButton, findButton, type Word } from "../../../shared/db/queries/approvals.ts"
import { isHalfSeen, objectionTo } from "../../../shared/domain/approval.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { isSameText, sha256Hex } from "../../../shared/kit/session.ts"
import { passOnApproval } from "../decide.ts"
import type { IngestRoute, IngestServices } from "../endpoint.ts"
import { takeEvents } from "../take-events.ts"
import { readTelegram } from "../telegram-events.ts"

/** Updates are a few KB; what is longer is none that we asked for. */
const MAX_BYTES = 65_536

/** https://core.telegram.org/bots/api#update: of it only a pressed button whose data is ours. */
const Update = z.object({
  update_id: z.int().nonnegative(),
  callback_query: z.object({
    id: z.string().regex(/^[\x21-\x7e]{1,100}$/),
    from: z.object({ id: z.int().positive() }),
    data: z.string().regex(/^[ar]:[\w-]{43}$/),
  }),
})
type Update = z.infer<typeof Update>

/** Said to who pressed, in at most 200 characters: https://core.telegram.org/bots/api#answercallbackquery. */
type Said = { readonly text: string; readonly isAlert: boolean }
const alert = (text: string): Said => ({ text, isAlert: true })

export const postTelegramRoute: IngestRoute = {
  method: "POST",
  path: "/webhooks/telegram",
  operation: null,
  async handle({ request, services, background }) {
    const { telegram, clock } = services
    if (telegram === null) throw new Failure("not-found", "Nothing is heard of Telegram: no secret is set for its webhook.")
    const shown = request.headers.get("x-telegram-bot-api-secret-token") ?? ""
    if (!(await isSameText(shown, telegram.secret.reveal()))) throw new Failure("forbidden", "This is not the webhook's secret.")
    const update = await readUpdate(request)
    const parsed = Update.safeParse(update)
    if (!parsed.success) {
      const now = clock.now()
      const events = readTelegram(update, telegram.chats, now)
      // What can't be stored fails, and Telegram sends it again.
      if (events.length > 0) await takeEvents(services, { source: "telegram", events, now }, background)
      return Response.json({})
    }
    const { text, isAlert } = await press(services, telegram.reviewers, parsed.data)
    // The answer to the webhook is the call, so that no token is needed here: https://core.telegram.org/bots/api#making-requests-when-getting-updates
    return Response.json({
      method: "answerCallbackQuery",
      callback_query_id: parsed.data.callback_query.id,
      text: text.slice(0, 200),
      show_alert: isAlert,
    })
  },
}

/** Null for what is no JSON, or too long: answered as if it had been understood, for Telegram would only send it again. */
async function readUpdate(request: Request): Promise<unknown> {
  if (Number(request.headers.get("content-length")) > MAX_BYTES) return null
  try {
    const bytes = await request.arrayBuffer()
    return bytes.byteLength > MAX_BYTES ? null : JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return null
  }
}

async function press(
  services: IngestServices,
  reviewers: readonly string[],
  { update_id: updateId, callback_query: query }: Update,
): Promise<Said> {
  const { db, clock } = services
  const person = String(query.from.id)
  if (!reviewers.includes(person)) return alert("You are not among the reviewers.")
  const secretHash = await sha256Hex(query.data.slice(2))
  const word = wordOf(query.data.startsWith("a:") ? "approved" : "rejected", person, clock.now())
  const decided = await decideByButton(db, word, { secretHash, person, updateId })
  if (decided === null) return whyNot(await findButton(db, secretHash), { person, updateId, now: clock.now() })
  await passOnApproval(services, decided)
  return sayDecided(word, decided)
}

const wordOf = (decision: Word["decision"], person: string, now: Date): Word => ({
  decision,
  reviewer: `telegram:${person}`,
  via: "telegram",
  actor: `telegram:${person}`,
  reason: decision === "rejected" ? "Rejected with the button on Telegram." : null,
  now,
  tells: true,
})

function sayDecided({ decision }: Word, decided: Decided): Said {
  if (!decided.done) {
    if (isHalfSeen(decided)) return alert("Somebody else has decided at this very moment.")
    return alert(objectionTo(decision, { draftId: decided.draftId, hash: decided.hash }, decided).detail)
  }
  if (decision === "rejected") return { text: "Rejected.", isAlert: false }
  const due = decided.scheduledAt?.toISOString().slice(0, 16).replace("T", " ")
  return { text: `Approved. It is due at ${due} UTC.`, isAlert: false }
}

function whyNot(button: Awaited<ReturnType<typeof findButton>>, by: { person: string; updateId: number; now: Date }): Said {
  if (button === null) return alert("This button is not known here.")
  if (button.reviewer !== by.person) return alert("This button was sent to somebody else.")
  if (button.usedUpdate === by.updateId) return { text: "This was taken already.", isAlert: false }
  if (button.used) return alert("This button has been used. Look at the dashboard.")
  return alert("This button has expired: what the text says would be old.")
}
