// X's API v2: posts and threads of one account, labelled as made with AI. A lost answer is settled by our own timeline.
// https://docs.x.com/x-api/posts/create-post (text, reply, media, made_with_ai).
import * as z from "zod"
import { Failure } from "../kit/failure.ts"
import { type Channel, checkPost, partOf, pictureOf, type ReadPicture, type Receipt, toPayload } from "./channel.ts"
import { askX, restMs, type XDeps } from "./x-api.ts"
import { uploadPicture } from "./x-media.ts"
import { findOwnPost, readMetrics, XId } from "./x-timeline.ts"

/** 100 posts in 15 minutes are let through for one account; a timeline shows a post after seconds. */
const LIMITS = { pictures: 1, pictureBytes: 5_000_000, perMinute: 6, settleMs: 30_000 }

const Posted = z.object({ data: z.object({ id: XId }) })
const Deleted = z.object({ data: z.object({ deleted: z.boolean() }) })

/**
 * A token must exist in the store before anything can be sent. A refusal as a duplicate is `upstream-rejected` with that reason: X then has
 * the same text already, which `find` can tell.
 */
export function openX(deps: XDeps & { readonly readPicture: ReadPicture }): Channel {
  const channel = { name: "x", limits: LIMITS } as const
  return {
    ...channel,
    render(post, picture) {
      checkPost(channel, post, picture)
      return toPayload(post, picture, (text) => ({ text, made_with_ai: true }))
    },
    async sendPart(payload, part, sending) {
      const { body } = partOf(payload, part, sending)
      const picture = await pictureOf(payload, part, deps.readPicture)
      const media = picture ? { media: { media_ids: [await uploadPicture(deps, picture)] } } : {}
      const reply = sending.previous ? { reply: { in_reply_to_tweet_id: sending.previous.id } } : {}
      const json = { ...body, ...media, ...reply }
      const posted = await askX(deps, { path: "/2/tweets", method: "POST", json, posts: true }, Posted)
      return receiptOf(posted.reply.data.id, restMs(posted.answer, deps))
    },
    async find(payload, part, sending) {
      const { text } = partOf(payload, part, sending)
      const id = await findOwnPost(deps, { text, repliesTo: sending.previous?.id ?? null, since: sending.since })
      return id === null ? null : receiptOf(id, 0)
    },
    metrics: (ids) => readMetrics(deps, ids),
    async remove(id) {
      await askX(deps, { path: `/2/tweets/${XId.parse(id)}`, method: "DELETE" }, Deleted).catch((thrown: unknown) => {
        if (!(thrown instanceof Failure) || thrown.context["status"] !== 404) throw thrown
      })
    },
  }
}

const receiptOf = (id: string, rest: number): Receipt => ({ id, url: `https://x.com/i/status/${id}`, restMs: rest })
