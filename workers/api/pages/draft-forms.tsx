// What can be done with a draft: approve exactly this version, put it aside, or change it.
import type { DraftVersion, PlanFile } from "../../../shared/db/queries/plan-file.ts"
import { TEXT_LIMITS } from "../../../shared/domain/text-length.ts"
import type { Operator } from "../session.ts"
import { channelPlace } from "./channel-words.ts"
import { CommandForm } from "./command-form.tsx"
import { timeText } from "./format.ts"
import { Count } from "./preview.tsx"

type Of = { file: PlanFile; version: DraftVersion; operator: Operator; now: Date }

const pathOf = ({ plan }: PlanFile, act: string): string => `/approvals/${plan.id}/${act}`

/** What every form says about the version it was made from: one that was changed meanwhile is refused. */
const seen = ({ id, hash }: DraftVersion) => ({ draft: id, hash: hash ?? "" })

export function ApproveForm({ file, version, operator, now }: Of) {
  if (file.plan.state !== "waiting" || version.hash === null) return <></>
  return (
    <CommandForm action={pathOf(file, "approve")} operator={operator} hidden={{ draft: version.id, hash: version.hash }} class="act">
      <button type="submit" class="large">
        Approve version {version.version}
      </button>
      <p class="tiny muted">
        You approve exactly this: the text{version.media_hash === null ? "" : " and the picture"} above, on{" "}
        {channelPlace(file.plan.channel)}, at {timeText(new Date(version.scheduled_at), now)}. Any change makes it void. Hash{" "}
        <code>{version.hash.slice(0, 12)}</code>.
      </p>
    </CommandForm>
  )
}

/** States in which a plan can still be put aside. */
const OPEN = new Set(["checking", "blocked", "waiting", "approved"])
const EDITABLE = new Set(["blocked", "waiting", "approved"])

export function RejectForm({ file, version, operator }: Of) {
  if (!OPEN.has(file.plan.state)) return <></>
  return (
    <details class="act">
      <summary>Reject it</summary>
      <CommandForm action={pathOf(file, "reject")} operator={operator} hidden={seen(version)} class="fields">
        <label for="reason">Why? It is kept with the decision.</label>
        <input id="reason" name="reason" required maxlength={1_000} autocomplete="off" />
        <button type="submit" class="danger">
          Reject version {version.version}
        </button>
      </CommandForm>
    </details>
  )
}

export function EditForm({ file, version, operator, now }: Of) {
  const { plan } = file
  if (!EDITABLE.has(plan.state)) return <></>
  const time = new Date(version.scheduled_at).toISOString().slice(0, 16)
  const most = plan.format === "thread" ? TEXT_LIMITS[plan.channel].parts : 1
  const parts = version.parts.length < most ? [...version.parts, ""] : version.parts
  return (
    <CommandForm action={pathOf(file, "edit")} operator={operator} hidden={{ ...seen(version), was: time }} class="fields wide">
      {version.title !== null && (
        <>
          <label for="title">Title</label>
          <input id="title" name="title" value={version.title} required maxlength={200} lang={plan.language} />
        </>
      )}
      {parts.map((text, i) => (
        <PartField file={file} version={version} text={text} at={i} />
      ))}
      <label for="time">Goes out at (UTC)</label>
      <input id="time" name="time" type="datetime-local" value={time} required />
      <p class="tiny muted">
        Saving writes version {version.version + 1}; the guards look at it at once.
        {plan.state === "approved" ? " The approval of this version ends with it." : ""} It is dropped if it isn't released by{" "}
        {timeText(new Date(plan.expires_at), now)}.
      </p>
      <button type="submit">Save as version {version.version + 1}</button>
    </CommandForm>
  )
}

type PartOf = { file: PlanFile; version: DraftVersion; text: string; at: number }

function PartField({ file: { plan }, version, text, at }: PartOf) {
  const isNew = at >= version.parts.length
  const name = plan.format === "thread" ? `Part ${at + 1}${isNew ? " (new; leave empty for none)" : ""}` : "Text"
  const rows = Math.min(18, Math.max(3, text.split("\n").length + Math.ceil(text.length / 80)))
  return (
    <>
      <label for={`part${at}`}>
        {name} {!isNew && <Count channel={plan.channel} text={text} hasPicture={version.needs_picture && at === 0} />}
      </label>
      <textarea id={`part${at}`} name={`part${at}`} rows={rows} maxlength={25_000} lang={plan.language} spellcheck={true}>
        {/* The parser drops one line break after the tag. */}
        {`\n${text}`}
      </textarea>
    </>
  )
}
