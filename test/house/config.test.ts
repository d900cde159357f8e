// Do wrangler.toml, .dev.vars.example and the Workers' own schemas name the same bindings?
import { parseEnv } from "node:util"
import { expect, test } from "vitest"
import { DEPLOYABLES, inspectDeployable, listSecrets, readDeclaration } from "../../scripts/deployables.ts"
import { LOCAL_NAMES } from "../../shared/kit/env.ts"
import { listFiles, read } from "./sources.ts"

const cases = DEPLOYABLES.map((deployable) => ({ ...deployable, deployable, declaration: readDeclaration(deployable.name) }))

/** The comment above `[env.NAME]` says which secrets the Worker has. */
function listCommentedSecrets(name: string): readonly string[] {
  const comment = new RegExp(`# --- ${name}:[\\s\\S]*?\\[env\\.${name}\\]`).exec(read("wrangler.toml"))?.[0] ?? ""
  const list = /Secrets: ([A-Z0-9_,\s#]+?)(?:\.|\n\[|$)/.exec(comment)?.[1] ?? ""
  return list.split(/[\s,#]+/).filter(Boolean)
}

test("wrangler.toml has an environment for each Worker's folder, and no other", () => {
  const folders = listFiles("workers").flatMap((path) => /^workers\/([^/]+)\/env\.ts$/.exec(path)?.[1] ?? [])
  const environments = [...read("wrangler.toml").matchAll(/^\[env\.([a-z]+)\]/gm)].map((match) => match[1] ?? "")
  expect(environments.toSorted()).toEqual(folders.toSorted())
  expect(cases.map(({ name }) => name).toSorted()).toEqual(folders.toSorted())
})

test.each(cases)("$name: wrangler.toml, its secrets and the schema name the same things", ({ name, read: reader, declaration }) => {
  const given = [...Object.keys(declaration.vars), ...declaration.bindings, ...listCommentedSecrets(name)]
  expect(given.toSorted()).toEqual(reader.names.filter((each) => !LOCAL_NAMES.includes(each)).toSorted())
})

test("the example of .dev.vars names every secret of every Worker, and nothing else", () => {
  const secrets = cases.flatMap(({ name }) => listCommentedSecrets(name))
  expect(Object.keys(parseEnv(read(".dev.vars.example"))).toSorted()).toEqual([...new Set(secrets)].toSorted())
})

test("the example of .dev.vars holds no value", () => {
  expect(Object.values(parseEnv(read(".dev.vars.example"))).filter(Boolean)).toEqual([])
})

test.each(cases)("$name: production refuses to start with a name or a value of the local world", ({ deployable }) => {
  const local = Object.fromEntries(deployable.read.names.map((each) => [each, "local-only"]))
  const { faults } = inspectDeployable(deployable, local)
  for (const each of listSecrets(deployable).required) expect(faults).toContain(`${each}: is a value of the local world; set a real one`)
})

test("a queue that is written to is read by somebody, and its dead letters too", () => {
  const toml = read("wrangler.toml")
  const consumed = [...toml.matchAll(/\{ queue = "([^"]+)", max_batch_size/g)].map((match) => match[1] ?? "")
  expect(consumed.toSorted()).toEqual([...new Set(cases.flatMap(({ declaration }) => declaration.queues))].toSorted())
})
