// How far has a post come on its way out? The states of a delivery and what each part got from its platform.
import * as z from "zod"

/**
 * `scheduled`: to be sent when due. `sending`: somebody is at it until a lease ends. `unknown`: the present part may be out; the channel is asked
 * before anything is repeated. `held`: a person has to say. `live`: every part is out. `rehearsed`: a dry run, nothing was sent. `refused`: the
 * platform will never take it, nothing is out. `cancelled`: taken back before anything was sent.
 */
export const DeliveryState = z.enum(["scheduled", "sending", "unknown", "held", "live", "rehearsed", "refused", "cancelled"])
export type DeliveryState = z.infer<typeof DeliveryState>

/** A part that is out: the platform's id, where a reader finds it, and when it was known to be there. */
export const DeliveryReceipt = z.object({ id: z.string().min(1).max(200), url: z.string().max(500).nullable(), at: z.iso.datetime() })
export type DeliveryReceipt = z.infer<typeof DeliveryReceipt>
