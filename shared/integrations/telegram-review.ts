// Telegram's Bot API as the way to a person: one message with buttons to a private chat. https://core.telegram.org/bots/api#sendmessage
import * as z from "zod"
import { Failure } from "../kit/failure.ts"
import type { Call } from "../kit/http.ts"
import { exchange } from "./channel-exchange.ts"
import { reasonOf, waitMs } from "./telegram.ts"

export type Button = {
  readonly text: string
  /** Comes back when it is pressed; 1 to 64 bytes. */
  readonly data: string
}

export type PersonalMessages = {
  /** Sends a plain text, once. Throws as a channel does: `upstream-unknown` where it may have arrived. */
  send(person: string, text: string, buttons: readonly Button[]): Promise<void>
}

const Sent = z.object({ ok: z.literal(true), result: z.object({ message_id: z.int() }) })

/** `token` is a bot's; a person has to have opened its chat before it may write to him. */
export function openPersonalMessages(
  { token, baseUrl = "https://api.telegram.org" }: { readonly token: string; readonly baseUrl?: string },
  call: Call,
): PersonalMessages {
  return {
    async send(person, text, buttons) {
      const tooLong = buttons.find(({ data }) => new TextEncoder().encode(data).length > 64)
      if (tooLong) throw new Failure("bug", "A button's data has more than 64 bytes.")
      const keyboard = [buttons.map(({ text: label, data }) => ({ text: label, callback_data: data }))]
      const fields = { chat_id: person, text, link_preview_options: { is_disabled: true }, reply_markup: { inline_keyboard: keyboard } }
      await exchange(call, {
        request: {
          source: "review",
          url: `${baseUrl}/bot${token}/sendMessage`,
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(fields),
        },
        reply: Sent,
        posts: true,
        waitMs,
        reason: reasonOf,
        // What a button carries is as good as a key.
        secrets: [token, ...buttons.map(({ data }) => data)],
      })
    },
  }
}
