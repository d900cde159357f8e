// Draws the picture that a text lacks; a text whose picture can't be drawn goes without it rather than not at all.
import * as z from "zod"
import type { Db } from "../../../shared/db/client.ts"
import {
  attachPicture,
  findMediaOfSpec,
  findPictureOrder,
  insertPlainVersions,
  listDraftsOfRun,
  listOverduePictures,
} from "../../../shared/db/queries/pictures.ts"
import { profileOf } from "../../../shared/domain/agents.ts"
import { draftHash } from "../../../shared/domain/draft.ts"
import { DraftId, type Emit, PlanId } from "../../../shared/domain/event.ts"
import { Slot } from "../../../shared/domain/run.ts"
import { stableId } from "../../../shared/kit/ids.ts"
import { defineAgent, type Moment } from "../contract.ts"
import { decide } from "./decide.ts"
import { drawAndKeep, type Pictures, specHashOf } from "./draw.ts"
import type { Decision, Facts, Plain } from "./facts.ts"

/** A picture that isn't there so long after its text isn't waited for any more. */
const OVERDUE_MS = 60 * 60_000
const MOST_OVERDUE = 50

/** `draft.needs-picture` names a version and its plan; a slot looks after those that nobody has drawn. */
const Input = z.union([z.object({ id: DraftId, plan: PlanId }), z.object({ slot: Slot })])

export const imageGeneration = defineAgent({
  ...profileOf("image-generation"),
  emits: ["draft.waiting"],
  needs: ["db", "pictures"],
  tunables: {},
  input: Input,
  output: z.object({ picture: z.string().nullable(), isNew: z.boolean(), without: z.array(DraftId), note: z.string().nullable() }),
  key: (input) => `image-generation:${"id" in input ? input.id : input.slot}`,
  async gather({ db, pictures }, input, at): Promise<Facts> {
    const { notice } = pictures
    const written = await listDraftsOfRun(db, at.runId)
    if ("id" in input) return { order: await findPictureOrder(db, input.id, at.now), overdue: [], written, notice }
    const before = new Date(at.now.getTime() - OVERDUE_MS)
    return { order: null, overdue: await listOverduePictures(db, before, MOST_OVERDUE), written, notice }
  },
  decide,
  async act({ db, pictures }, decision, at) {
    switch (decision.kind) {
      case "nothing":
        return { output: { ...NOTHING, note: decision.why }, emits: [] }
      case "done":
        return { output: { ...NOTHING, note: "it was done before" }, emits: decision.told.map(({ id, planId }) => waiting(id, planId)) }
      case "plain":
        return goWithout(db, decision.versions, at)
      case "draw":
        return illustrate({ db, pictures }, decision, at)
    }
  },
})

const NOTHING = { picture: null, isNew: false, without: [], note: null }

const waiting = (id: string, plan: string): Emit => ({ name: "draft.waiting", key: id, data: { id, plan } })

async function illustrate(
  { db, pictures }: { db: Db; pictures: Pictures },
  { spec, alt, to, plain }: Extract<Decision, { kind: "draw" }>,
  at: Moment,
) {
  const { post, scheduledAt, draftId, planId, version } = to
  const known = await findMediaOfSpec(db, await specHashOf(spec, post.language))
  const drawn = known === null ? await drawAndKeep(pictures, spec, post.language) : null
  const mediaHash = known?.hash ?? drawn?.hash
  if (mediaHash === undefined) return goWithout(db, [plain], at)
  const hash = await draftHash({ ...post, alt, mediaHash, scheduledAt })
  const stands = await attachPicture(db, { draftId, planId, version, mediaHash, alt, hash }, drawn, at)
  if (!stands) return { output: { ...NOTHING, note: "the plan has moved on" }, emits: [] }
  return { output: { ...NOTHING, picture: mediaHash, isNew: drawn !== null }, emits: [waiting(draftId, planId)] }
}

/** The same texts without their pictures, as versions of their own. */
async function goWithout(db: Db, versions: readonly Plain[], at: Moment) {
  const rows = await Promise.all(versions.map(toPlainVersion))
  const standing = new Set(await insertPlainVersions(db, rows, at))
  const stood = rows.filter(({ id }) => standing.has(id))
  return {
    output: { ...NOTHING, without: stood.map(({ id }) => id), note: versions[0]?.why ?? null },
    emits: stood.map(({ id, planId }) => waiting(id, planId)),
  }
}

async function toPlainVersion({ from, format, why }: Plain) {
  const { draftId, planId, version, planCreatedAt, post, scheduledAt } = from
  const id = stableId("draft", new Date(planCreatedAt), `${planId}:${version + 1}`)
  const hash = await draftHash({ ...post, format, alt: null, mediaHash: null, scheduledAt })
  return { fromId: draftId, id, planId, format, note: `Without a picture: ${why}.`, hash }
}
