// The buttons of the operator's switches. What keeps posts in works at once; what lets them out is asked about first.
import type { Operator } from "../session.ts"
import { CommandForm } from "./command-form.tsx"

type Page = "/today" | "/channels" | "/agents" | "/webhooks"

/** Stops at once. `what` names what is stopped. */
export const StopButton = ({ scope, what, back, operator }: { scope: string; what: string; back: Page; operator: Operator }) => (
  <CommandForm action="/switches" operator={operator} hidden={{ scope, to: "on", back }}>
    <button type="submit" class="danger">
      {what}
    </button>
  </CommandForm>
)

/** Leads to the page that says what would leave, and asks. */
export const AskButton = ({ scope, to, text, back }: { scope: string; to: "on" | "off"; text: string; back: Page }) => (
  <a class="button" href={`/switches/confirm?${new URLSearchParams({ scope, to, back }).toString()}`}>
    {text}
  </a>
)

/** Takes a channel back to rehearsing, at once. */
export const OffButton = ({ scope, text, back, operator }: { scope: string; text: string; back: Page; operator: Operator }) => (
  <CommandForm action="/switches" operator={operator} hidden={{ scope, to: "off", back }}>
    <button type="submit" class="quiet">
      {text}
    </button>
  </CommandForm>
)
