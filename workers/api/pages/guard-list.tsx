// What do the guards say of a version? Each with what it looks for, and the words that speak against it.
import type { DraftVersion } from "../../../shared/db/queries/plan-file.ts"
import type { GuardResult, Place } from "../../../shared/domain/guards.ts"
import { GUARD_WORDS } from "./channel-words.ts"
import { Badge, Empty } from "./parts.tsx"

const placeText = (place: Place, parts: number): string =>
  typeof place === "string" ? `the ${place === "alt" ? "alt text" : place}` : parts === 1 ? "the text" : `part ${place + 1}`

const textOf = ({ title, parts, alt }: DraftVersion, place: Place): string =>
  (place === "title" ? title : place === "alt" ? alt : parts[place]) ?? ""

export function GuardList({ version }: { version: DraftVersion }) {
  if (version.guards === null) return <Empty>The guards have not looked at this version yet.</Empty>
  return (
    <ul class="rows tight guards">
      {version.guards.map((guard) => (
        <li>
          <div class="between">
            <h3>{GUARD_WORDS[guard.name].title}</h3>
            <Badge tone={guard.pass ? "good" : "bad"}>{guard.pass ? "passes" : "refuses"}</Badge>
          </div>
          {guard.pass ? <p class="small muted">{GUARD_WORDS[guard.name].looks}</p> : <Faults guard={guard} version={version} />}
        </li>
      ))}
    </ul>
  )
}

const MOST = 120

const Faults = ({ guard, version }: { guard: GuardResult; version: DraftVersion }) => (
  <ul class="faults">
    {guard.spans.map((span) => {
      const text = textOf(version, span.in)
      // What is wrong with a text as a whole needs no quotation of it.
      const words = span.end - span.start < text.length ? text.slice(span.start, span.end) : ""
      return (
        <li class="small">
          {words === "" ? "" : <q>{words.length > MOST ? `${words.slice(0, MOST)}…` : words}</q>}
          {`${words === "" ? "In" : " in"} ${placeText(span.in, version.parts.length)}: ${span.reason}`}
        </li>
      )
    })}
  </ul>
)
