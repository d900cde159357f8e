// The form of a command: sent to the dashboard itself, with the token of the operator's session.
import type { Child } from "hono/jsx"
import type { Operator } from "../session.ts"

type CommandFormOf = {
  /** Path of an `operatorForm`. */
  readonly action: string
  readonly operator: Operator
  /** Fields that the person doesn't see. */
  readonly hidden?: Readonly<Record<string, string>>
  /** Labels, fields, and the button. */
  readonly children: Child
  readonly class?: string
}

export const CommandForm = ({ action, operator, hidden = {}, children, class: name = "inline" }: CommandFormOf) => (
  <form method="post" action={action} class={name}>
    <input type="hidden" name="csrf" value={operator.csrf} />
    {Object.entries(hidden).map(([field, value]) => (
      <input type="hidden" name={field} value={value} />
    ))}
    {children}
  </form>
)
