// The forms of an endpoint: what its operator can have done with it.
import type { WebhookEndpoint } from "../../../shared/db/queries/webhook-endpoints.ts"
import type { Operator } from "../session.ts"
import { CommandForm } from "./command-form.tsx"

const HOUR_MS = 3_600_000

/** As `datetime-local` has it, in UTC. */
const minuteOf = (at: Date): string => at.toISOString().slice(0, 16)

export function EndpointForms({ row: { id, state }, operator, now }: { row: WebhookEndpoint; operator: Operator; now: Date }) {
  const isOn = state === "on"
  return (
    <>
      <div class="acts">
        <CommandForm action="/webhooks/turn" operator={operator} hidden={{ id, state: isOn ? "paused" : "on" }}>
          <button type="submit">{isOn ? "Pause" : "Turn on"}</button>
        </CommandForm>
        {isOn && (
          <CommandForm action="/webhooks/test" operator={operator} hidden={{ id }}>
            <button type="submit">Send a test</button>
          </CommandForm>
        )}
        <CommandForm action="/webhooks/secret" operator={operator} hidden={{ id }}>
          <button type="submit" class="quiet">
            New secret
          </button>
        </CommandForm>
        <CommandForm action="/webhooks/delete" operator={operator} hidden={{ id }}>
          <button type="submit" class="danger">
            Delete
          </button>
        </CommandForm>
      </div>
      {isOn && (
        <CommandForm action="/webhooks/replay" operator={operator} hidden={{ id }} class="fields">
          <label for={`since-${id}`}>Send again what happened since (UTC)</label>
          <input id={`since-${id}`} type="datetime-local" name="since" value={minuteOf(new Date(now.getTime() - 24 * HOUR_MS))} required />
          <label>
            <input type="checkbox" name="all" /> also what was delivered
          </label>
          <button type="submit">Send again</button>
        </CommandForm>
      )}
    </>
  )
}

export const MakeForm = ({ operator }: { operator: Operator }) => (
  <CommandForm action="/webhooks/make" operator={operator} class="fields">
    <label for="webhook-url">Address: https, at a named host of the public internet</label>
    <input
      id="webhook-url"
      name="url"
      type="url"
      required
      maxlength={500}
      autocomplete="off"
      placeholder="https://hooks.example.com/studio"
    />
    <label for="webhook-description">What it is for, for you. It may be left empty.</label>
    <input id="webhook-description" name="description" maxlength={200} autocomplete="off" />
    <label>
      <input type="checkbox" name="insights" checked /> insights
    </label>
    <label>
      <input type="checkbox" name="posts" checked /> posts
    </label>
    <button type="submit">Make it</button>
  </CommandForm>
)
