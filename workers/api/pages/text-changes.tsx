// What did an edit change? The words that came and went between two versions, part by part.
import type { DraftVersion } from "../../../shared/db/queries/plan-file.ts"
import { textDiff } from "../../../shared/domain/text-diff.ts"
import { timeText } from "./format.ts"

type Pair = { readonly name: string; readonly before: string; readonly after: string }

function pairsOf(before: DraftVersion, after: DraftVersion, now: Date): Pair[] {
  const most = Math.max(before.parts.length, after.parts.length)
  const parts = Array.from({ length: most }, (_, i) => ({
    name: most === 1 ? "Text" : `Part ${i + 1}`,
    before: before.parts[i] ?? "",
    after: after.parts[i] ?? "",
  }))
  const time = ({ scheduled_at }: DraftVersion): string => timeText(new Date(scheduled_at), now)
  const rest = [
    { name: "Title", before: before.title ?? "", after: after.title ?? "" },
    { name: "Alt text", before: before.alt ?? "", after: after.alt ?? "" },
    { name: "Time", before: time(before), after: time(after) },
  ]
  return [...rest.slice(0, 1), ...parts, ...rest.slice(1)].filter((pair) => pair.before !== pair.after)
}

/** Of what stayed the same, so much is shown before and after a change. */
const AROUND = 90

/** A long stretch that is the same, but for its ends that lie beside a change. */
function shorten(text: string, follows: boolean, precedes: boolean): string {
  const [head, tail] = [follows ? AROUND : 0, precedes ? AROUND : 0]
  if (text.length <= head + tail + 20) return text
  return `${text.slice(0, head)} … ${tail === 0 ? "" : text.slice(-tail)}`
}

export function TextChanges({ before, after, now }: { before: DraftVersion; after: DraftVersion; now: Date }) {
  const pairs = pairsOf(before, after, now)
  if (pairs.length === 0) return <p class="empty">Its words and its time are the same.</p>
  return (
    <dl class="changes">
      {pairs.map((pair) => (
        <div>
          <dt class="small muted">{pair.name}</dt>
          <dd class="words">
            {textDiff(pair.before, pair.after).map(({ kind, text }, i, all) =>
              kind === "same" ? shorten(text, i > 0, i < all.length - 1) : kind === "added" ? <ins>{text}</ins> : <del>{text}</del>,
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
