// Every line of curl that the docs show is run, as it stands there. What the API answers to it is the description's example: `npm run openapi` writes
// workers/api/examples.json anew.
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { ENDPOINTS } from "../../workers/api/routes.ts"
import { ENDPOINTS as COMMANDS } from "../../workers/ingest/routes.ts"
import { root } from "../house/sources.ts"
import { NOON, seed } from "./cast.ts"
import { seedDesk } from "./desk-cast.ts"
import { readCurl, splitWords } from "./shell.ts"
import { seedLooks, seedPeople } from "./stats-cast.ts"
import { openStudio, type Studio } from "./studio.ts"
import COMMAND_EXAMPLES from "../../workers/ingest/examples.json" with { type: "json" }
import { KEY as OPERATOR_KEY } from "../ingest/front.ts"

const INGEST = "https://ingest.example"
const KEY = "key-of-the-shell"

let studio: Studio
let html: string
let cookie: string
/** By the operation's name. */
let curls: ReadonlyMap<string, string>

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  studio = await openStudio(NOON)
  cookie = await studio.signIn()
  await seed(studio.database.db("studio_agents"))
  await seedDesk(studio.database)
  await seedPeople(studio.database, NOON)
  await seedLooks(studio.database)
  html = await (await studio.ask("/docs")).text()
  curls = new Map(
    [...html.matchAll(/<article class="operation" id="([\w-]+)">([\s\S]*?)<\/article>/g)].map(([, name = "", part = ""]) => [
      name,
      shown(part).at(0) ?? "",
    ]),
  )
}, 60_000)
afterAll(() => studio.close())

/** Lines to copy, as a reader gets them. */
const shown = (part: string): string[] =>
  [...part.matchAll(/<pre class="copy"[^>]*>([\s\S]*?)<\/pre>/g)].map(([, text = ""]) =>
    text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"),
  )

async function run(line: string): Promise<Response> {
  const { method, url, headers, body } = readCurl(line, { KEY, INGEST })
  const { authorization, ...others } = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  // A key of the operator opens what his session opens.
  const shownKey = authorization === undefined ? {} : { cookie }
  const path = url.slice(new URL(url).origin.length)
  return studio.ask(path, { method, headers: { ...others, ...shownKey }, body })
}

/** What ingest answers to a line, shown the operator's key, or that of a program. */
async function tell(line: string, key = OPERATOR_KEY): Promise<Response> {
  const { method, url, headers, body } = readCurl(line, { KEY: key, INGEST })
  return studio.front.ask(url.slice(INGEST.length), { method, headers: { ...headers }, body })
}

const isStream = (name: string): boolean => ENDPOINTS.some(({ operation }) => operation?.name === name && operation.media !== undefined)

describe("the docs", () => {
  it("show a line of curl for every operation of both Workers", () => {
    const names = ENDPOINTS.map(({ operation }) => operation?.name ?? "")
    const commands = COMMANDS.map(({ operation }) => `tell-${operation?.name}`)
    expect([...curls.keys()].toSorted()).toEqual([...names, ...commands].toSorted())
    for (const [name, line] of curls)
      expect([name, readCurl(line, { KEY, INGEST }).url]).toEqual([name, expect.not.stringContaining("{asset}")])
  })

  it("begin with a first call that works without a key", async () => {
    const line = shown(html).find((each) => each.startsWith("curl")) ?? ""
    expect(line).not.toContain("$KEY")
    const response = await run(line)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ data: [{}, {}] })
  })

  it("show the API although the other Worker does not answer", async () => {
    const spy = vi.spyOn(studio.front, "ask").mockResolvedValue(new Response("away", { status: 502 }))
    const response = await studio.ask("/docs")
    spy.mockRestore()
    expect(response.status).toBe(200)
    const page = await response.text()
    expect(page).toContain("its operations are missing here")
    expect(page).toContain('id="listInsights"')
  })
})

it.each(ENDPOINTS.map(({ operation }) => operation?.name ?? ""))("the docs' line of curl for %s works as it stands", async (name) => {
  const response = await run(curls.get(name) ?? "")
  expect([name, response.status]).toEqual([name, 200])
  await response.body?.cancel()
})

it("the description's examples are what the API answers to those lines", async () => {
  const examples: Record<string, { reply: unknown }> = {}
  for (const [name, line] of curls) {
    if (isStream(name) || line.includes("$INGEST")) continue
    examples[name] = { reply: masked(shortened(await (await run(line)).json())) }
  }
  await expect(`${JSON.stringify(examples, null, 2)}\n`).toMatchFileSnapshot(join(root, "workers", "api", "examples.json"))
})

async function makeWebhook(): Promise<string> {
  const { webhook } = (await (await tell(curls.get("tell-postWebhook") ?? "")).json()) as { webhook: { id: string } }
  return webhook.id
}

describe("what is told to the studio", () => {
  const replies = new Map<string, unknown>()

  it.each(COMMANDS.map(({ operation }) => operation?.name ?? ""))(
    "the docs' line of curl for %s is understood as it stands",
    async (name) => {
      const line = curls.get(`tell-${name}`) ?? ""
      const made = (await (await tell(curls.get("tell-postKey") ?? "")).json()) as { key: string; id: string }
      const id = line.includes("/webhooks/") ? await makeWebhook() : made.id
      const response = await tell(line.replace("{id}", id), name === "postEvents" ? made.key : OPERATOR_KEY)
      const answer: unknown = await response.json()
      // What the example names need not be there; of sessions there is none that the key of the docs could begin or end.
      const expected = { postSession: [401], deleteSession: [400] }[name] ?? [200, 202, 404, 409]
      expect([name, expected, response.status, answer]).toEqual([name, expect.arrayContaining([response.status]), response.status, answer])
      if (response.ok) replies.set(name, answer)
    },
  )

  it("the description's examples are what ingest answers to those lines, where what they name is there", async () => {
    const written = COMMAND_EXAMPLES as Readonly<Record<string, { body?: unknown; reply?: unknown }>>
    const names = COMMANDS.map(({ operation }) => operation?.name ?? "")
    const examples = names.flatMap((name) => {
      const { body, reply: byHand } = written[name] ?? {}
      const reply = replies.has(name) ? masked(shortened(replies.get(name))) : byHand
      return body === undefined && reply === undefined ? [] : [[name, { body, reply }]]
    })
    await expect(`${JSON.stringify(Object.fromEntries(examples), null, 2)}\n`).toMatchFileSnapshot(
      join(root, "workers", "ingest", "examples.json"),
    )
  })
})

/** Lists with two entries at most: an example, not an extract. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 2).map(shortened)
  if (value === null || typeof value !== "object") return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, name === "next" && each !== null ? CURSOR : shortened(each)]),
  )
}

const CURSOR = "WyIyMDI2LTExLTIxVDEyOjAwOjAwLjAwMFoiXQ"

/** With ids that are the same in every run: those of rows are drawn by lot. */
function masked(value: unknown): unknown {
  const known = new Map<string, string>()
  const text = JSON.stringify(value).replaceAll(/\b([a-z]{2,5}_)[0-9a-z]{22}\b/g, (id, prefix: string) => {
    const mask = known.get(id) ?? `${prefix}01kbjw9f4rt8v2m6x0c${String(known.size).padStart(3, "0")}`
    known.set(id, mask)
    return mask
  })
  const told = text
    .replaceAll(/(?<=\b(?:cck|whsec)_)[\w+/=-]{20,}/g, (secret) => "EXAMPLE".repeat(9).slice(0, secret.length))
    .replaceAll(/"lastFour":"[^"]*"/g, '"lastFour":"wXyZ"')
  return JSON.parse(told)
}

describe("a line of a shell", () => {
  it("is read with its quotes, variables and ends of lines", () => {
    const line = String.raw`curl -s "$INGEST/a" \
  -H 'A: $KEY' -d '{"it'\''s":1}'`
    expect(splitWords(line, { INGEST: "https://i" })).toEqual(["curl", "-s", "https://i/a", "-H", "A: $KEY", "-d", `{"it's":1}`])
  })

  it.each(["curl 'open", 'curl "$NOBODY"', "wget https://a", "curl -s", "curl --data x https://a", "curl https://a -H"])(
    "is refused: %s",
    (line) => {
      expect(() => readCurl(line, {})).toThrow(Error)
    },
  )
})
