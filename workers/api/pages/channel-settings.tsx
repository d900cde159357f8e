// What is a channel used for, how long and how often, and what does it lack to be used at all?
import type { findLacking } from "../../../shared/db/queries/channel-reports.ts"
import { CHANNEL_NEEDS, type ChannelSettings } from "../../../shared/domain/channels.ts"
import type { ChannelName } from "../../../shared/domain/post.ts"
import { TEXT_LIMITS } from "../../../shared/domain/text-length.ts"
import { numberText } from "./format.ts"
import { Age } from "./parts.tsx"

export type Told = Awaited<ReturnType<typeof findLacking>>

export const missingOf = (lacking: Told, channel: ChannelName): readonly string[] => lacking?.lacking[channel] ?? []

const windowsText = ({ windows }: ChannelSettings): string =>
  windows.map(({ days, from, until }) => `${days.length === 7 ? "" : `${days.join(", ")} `}${from} to ${until}`).join("; ")

type SettingsOf = {
  channel: ChannelName
  /** Undefined where the operator has left the channel out. */ settings: ChannelSettings | undefined
}

export function Settings({ channel, settings }: SettingsOf) {
  const limit = TEXT_LIMITS[channel]
  return (
    <>
      <div>
        <dt>A part's length</dt>
        <dd>
          at most {numberText(limit.max)} {limit.unit}
          {limit.caption === limit.max ? "" : `, ${numberText(limit.caption)} beside a picture`}
        </dd>
      </div>
      {settings !== undefined && (
        <>
          <div>
            <dt>How it writes</dt>
            <dd>
              {settings.voice}, {settings.language === "nl" ? "Dutch" : "English"}, as {settings.formats.join(", ")}
            </dd>
          </div>
          <div>
            <dt>When</dt>
            <dd>{windowsText(settings)}</dd>
          </div>
          <div>
            <dt>How often</dt>
            <dd>
              at most {settings.dailyCap} a day, {settings.gapMinutes} min apart
            </dd>
          </div>
        </>
      )}
    </>
  )
}

type NeedsOf = { channel: ChannelName; lacking: Told; now: Date }

/** What the agents Worker has to be given before the channel can be sent to, and what of it is missing. */
export function Needs({ channel, lacking, now }: NeedsOf) {
  const missing = missingOf(lacking, channel)
  if (missing.length === 0) {
    return (
      <p class="tiny muted apart">
        It is sent to with <Names names={CHANNEL_NEEDS[channel]} /> of the agents Worker
        {lacking === null ? ", which has not told yet whether it has them" : ""}.
      </p>
    )
  }
  return (
    <p class="fault apart">
      <b>Off: it can't be sent to.</b> The agents Worker lacks <Names names={missing} />. Set each with{" "}
      <code>npx wrangler secret put NAME --env agents</code>; <code>npm run doctor</code> says what they are. Told{" "}
      <Age at={lacking?.at ?? now} now={now} />.
    </p>
  )
}

const Names = ({ names }: { names: readonly string[] }) => (
  <>
    {names.map((name, i) => (
      <>
        {i > 0 ? ", " : ""}
        <code>{name}</code>
      </>
    ))}
  </>
)
