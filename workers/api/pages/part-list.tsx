// Which parts of the studio are well? One that is needs no words.
import type { Part } from "../vitals.ts"
import { Badge } from "./parts.tsx"

export const PartList = ({ parts }: { parts: readonly Part[] }) => (
  <ul class="rows tight">
    {parts.map((part) => (
      <li>
        <div class="between">
          <h3>{part.name}</h3>
          <Badge tone={part.state === "ok" ? "good" : part.state === "degraded" ? "warn" : "bad"}>{part.state}</Badge>
        </div>
        {part.state !== "ok" && <p class="small muted">{part.detail}</p>}
      </li>
    ))}
  </ul>
)
