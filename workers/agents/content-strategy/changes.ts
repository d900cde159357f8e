// What has changed in a row that a post cites? One sentence that says what it was, and what it is.

/** `was` when the post was made, `is` today. */
export type ChangedRow = { readonly label: string; readonly was: number; readonly is: number | null; readonly agreement: string | null }

/** Seven digits at most, in plain notation. */
const digits = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 7, useGrouping: false })
const numberText = (value: number): string => digits.format(value)

export function changeText({ label, was, is, agreement }: ChangedRow): string {
  if (is !== null && is !== was) return `${label.slice(0, 200)} was ${numberText(was)} and is ${numberText(is)}.`
  return agreement === "disputed"
    ? `${label.slice(0, 200)} was ${numberText(was)}, and its sources disagree now.`
    : `${label.slice(0, 200)} was ${numberText(was)}, and its row is gone.`
}
