// Is every agent's folder an agent, known everywhere by the same name and with the same declaration?
import { expect, test } from "vitest"
import { AGENT_PROFILES } from "../../shared/domain/agents.ts"
import { EVENTS } from "../../shared/domain/event.ts"
import { AGENTS } from "../../workers/agents/registry.ts"
import { listFiles } from "./sources.ts"

const names = AGENTS.map(({ name }) => name)

test("the registry has exactly the folders that hold an agent.ts", () => {
  const folders = listFiles("workers/agents").flatMap((path) => /^workers\/agents\/([^/]+)\/agent\.ts$/.exec(path)?.[1] ?? [])
  expect(folders.length).toBeGreaterThan(0)
  expect(names.toSorted()).toEqual(folders.toSorted())
})

test("no agent is registered twice", () => {
  expect(new Set(names).size).toBe(names.length)
})

test("the profiles that other rooms read name the same agents in the same order", () => {
  expect(AGENT_PROFILES.map(({ name }) => name)).toEqual(names)
})

test.each(AGENTS.map((agent) => [agent.name, agent] as const))("%s declares what its profile says", (name, agent) => {
  const { purpose, on, budget } = agent
  expect(AGENT_PROFILES.find((profile) => profile.name === name)).toEqual({ name, purpose, on, budget })
})

test.each(AGENTS.map((agent) => [agent.name, agent] as const))("%s waits only for agents and events that exist", (_name, { on }) => {
  const awaited = on.flatMap((each) => (each.kind === "after" ? each.agents : []))
  expect(awaited.filter((each) => !names.some((name) => name === each))).toEqual([])
  expect(Object.keys(EVENTS)).toEqual(expect.arrayContaining(on.flatMap((each) => (each.kind === "when" ? [each.event] : []))))
})

test.each(AGENTS.map((agent) => [agent.name, agent] as const))("%s has slots of one kind at most", (_name, { on }) => {
  expect(on.filter((each) => each.kind !== "when").length).toBeLessThanOrEqual(1)
})
