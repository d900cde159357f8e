// docs/agents.md is written by this test: `npx vitest run test/house/agents-doc.test.ts -u` after a change of an agent.
import { join } from "node:path"
import { expect, test } from "vitest"
import { AGENTS } from "../../workers/agents/registry.ts"
import type { Trigger } from "../../shared/kit/schedule.ts"
import { root } from "./sources.ts"

function describeTrigger(on: Trigger): string {
  if (on.kind === "every") return `every ${on.ms / 60_000} minutes`
  if (on.kind === "daily")
    return `daily, ${String(Math.floor(on.minute / 60)).padStart(2, "0")}:${String(on.minute % 60).padStart(2, "0")} UTC`
  if (on.kind === "after") return `after ${on.agents.join(", ")}`
  return `when ${on.event}`
}

function render(): string {
  const chapters = AGENTS.map((agent) => {
    const { name, purpose, on, emits, needs, budget, tunables } = agent
    const rows = Object.entries(tunables).map(([key, t]) => `| ${key} | ${t.default} | ${t.min} | ${t.max} | ${t.step} |`)
    return [
      `## ${name}`,
      "",
      purpose,
      "",
      `Runs ${on.map(describeTrigger).join(" and ")}. Reaches ${needs.join(", ")}. Emits ${emits.length === 0 ? "nothing" : emits.join(", ")}.`,
      `Budget of a run: ${budget.wallMs / 1_000} s, ${budget.calls} calls out, ${budget.statements} statements of its own, $${(budget.microUsd / 1e6).toFixed(2)}.`,
      "",
      ...(rows.length === 0 ? [] : ["| tunable | default | least | most | step |", "| --- | ---: | ---: | ---: | ---: |", ...rows, ""]),
    ].join("\n")
  })
  return `# Agents\n\nWritten from the declarations by \`test/house/agents-doc.test.ts\`; don't edit.\n\n${chapters.join("\n")}`
}

test("docs/agents.md says what the agents declare", async () => {
  await expect(render()).toMatchFileSnapshot(join(root, "docs", "agents.md"))
})
