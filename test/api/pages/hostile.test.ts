import { parseDocument } from "htmlparser2"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { insertInsights } from "../../../shared/db/queries/insights.ts"
import { hostileTexts } from "../../domain/hostile.ts"
import { breakdown, DESK_NOW, draftRow, insertRows, minutes, planRow, type Row, type Story } from "../desk-rows.ts"
import { BORIS, seedOperation, seedPeople } from "../stats-cast.ts"
import { openStudio, type Studio } from "../studio.ts"

const TEXTS = hostileTexts(200)
const RUN = "run_hostile000"

let studio: Studio
let cookie: string
let plans: readonly string[]

/** Everything that a person or a platform can put into a row of the desk says the text. */
async function seed(): Promise<readonly string[]> {
  const { database } = studio
  const run = {
    agent: "analysis",
    trigger: "schedule",
    input: {},
    state: "succeeded",
    attempt: 1,
    moment: minutes(-4),
    started_at: minutes(-4),
    finished_at: minutes(-4),
  }
  await insertRows(database, "runs", [{ ...run, id: RUN, key: "analysis:hostile" }])
  const insights = TEXTS.map(({ text }, i) => ({
    ...breakdown,
    asset: `T${i}`,
    headline: text,
    statementText: text,
    reasons: breakdown.reasons.map((reason) => ({ ...reason, text })),
    evidence: breakdown.evidence.map((row) => ({ ...row, label: text, source: text.slice(0, 100) })),
  }))
  const ids = await insertInsights(database.db("studio_agents"), insights, RUN)
  const rows = await Promise.all(TEXTS.map(({ text }, i) => rowsOf(text, i, ids[i] ?? "")))
  for (const table of ["content_plans", "drafts", "deliveries"])
    await insertRows(
      database,
      table,
      rows.flatMap((each) => each[table] ?? []),
    )
  return rows.flatMap((each) => (each["content_plans"] ?? []).map(({ id }) => String(id)))
}

async function rowsOf(text: string, i: number, insightId: string): Promise<Readonly<Record<string, readonly Row[]>>> {
  const story: Story = {
    insight: breakdown,
    insightId,
    channel: "telegram",
    format: "message",
    state: i % 2 === 0 ? "blocked" : "released",
    slot: i + 1,
  }
  const reasons = { why: [text], rejected: [{ channel: null, format: null, rule: text.slice(0, 60), text }] }
  const plan: Row = { ...planRow(story), asset: `T${i}`, reasons, run_id: RUN }
  const draft = await draftRow(story, plan, 1, {
    parts: [text],
    title: text.slice(0, 200),
    alt: text,
    note: text,
    needs_picture: false,
    hash: null,
  })
  const guards = (draft["guards"] as { spans: object[] }[]).map((guard) => ({
    ...guard,
    pass: false,
    spans: [...guard.spans, { in: 0, start: 0, end: 3, reason: text }],
  }))
  const delivery = {
    id: `dlv_hostile${String(i).padStart(4, "0")}`,
    plan_id: plan["id"],
    draft_id: draft["id"],
    channel: "telegram",
    payload: {},
    parts: 2,
    state: "held",
    scheduled_at: minutes(i),
    due_at: minutes(i),
    receipts: [{ id: text.slice(0, 200), url: `javascript:alert(1)//${text}`.slice(0, 400), at: minutes(-1) }],
    attempt: 1,
    tries: 0,
    failure_code: "upstream-rejected",
    failure_detail: text,
    created_at: minutes(-1),
  }
  return { content_plans: [plan], drafts: [{ ...draft, guards, passes: false, hash: null }], deliveries: i % 2 === 0 ? [] : [delivery] }
}

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  studio = await openStudio(DESK_NOW)
  cookie = await studio.signIn()
  plans = await seed()
}, 60_000)
afterAll(() => studio.close())

type Node = {
  readonly type: string
  readonly name?: string
  readonly data?: string
  readonly attribs?: Record<string, string>
  readonly children?: readonly Node[]
}
const nodesOf = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(nodesOf)]

async function read(path: string) {
  const response = await studio.ask(path, { headers: { cookie, accept: "text/html" } })
  expect([path, response.status]).toEqual([path, 200])
  const nodes = nodesOf(parseDocument(await response.text()))
  return { elements: nodes.filter(({ attribs }) => attribs !== undefined), text: nodes.map(({ data }) => data ?? "").join("") }
}

/** Elements and attributes that a page of ours has; what a text adds would not be among them. */
const OURS =
  /^(html|head|meta|title|link|body|a|header|div|svg|path|circle|rect|nav|form|input|button|main|p|h[1-3]|span|b|time|section|ul|ol|li|figure|img|code|label|textarea|details|summary|dl|dt|dd|q|mark|table|caption|thead|tbody|tr|th|td|footer|ins|del)$/
function strangers(elements: readonly Node[]): string[] {
  return elements.flatMap(({ name = "", attribs = {} }) => [
    ...(OURS.test(name) ? [] : [name]),
    ...Object.keys(attribs).filter((attribute) => /^on|^style$|^srcdoc$/i.test(attribute)),
    ...["href", "src", "action"].flatMap((attribute) => {
      const value = attribs[attribute]
      return value === undefined || /^(\/(?!\/)|#|data:image\/svg)/.test(value) ? [] : [`${attribute}=${value}`]
    }),
  ])
}

describe("hostile text in every row of the desk", () => {
  it("is text on the page of each of 200 drafts, letter for letter", async () => {
    for (const [i, plan] of plans.entries()) {
      const { elements, text } = await read(`/approvals/${plan}`)
      expect([plan, strangers(elements)]).toEqual([plan, []])
      expect([TEXTS[i]?.kind, text.includes(TEXTS[i]?.text ?? "none")]).toEqual([TEXTS[i]?.kind, true])
    }
  }, 60_000)

  it("is text in the life of each of 200 posts, and no address of it is a link", async () => {
    for (const [i, plan] of plans.entries()) {
      const { elements, text } = await read(`/posts/${plan}/life`)
      expect([plan, strangers(elements)]).toEqual([plan, []])
      expect([TEXTS[i]?.kind, text.includes(TEXTS[i]?.mark ?? "none")]).toEqual([TEXTS[i]?.kind, true])
    }
  }, 60_000)

  it("is text in a person's account, in an event that could not be counted, and in what rises", async () => {
    const { postgres } = studio.database
    for (const { kind, text } of TEXTS.filter((_, i) => i % 4 === 0)) {
      await postgres.exec(
        "TRUNCATE audience_days, scorings, community_users, user_identities, user_interactions, engagement_scores, events_aside, event_inbox, topic_hours CASCADE",
      )
      await postgres.exec("DELETE FROM runs WHERE id = 'run_statscast1'")
      await seedPeople(studio.database, DESK_NOW, text)
      const sql = (longest: number) => `'${[...text].slice(0, longest).join("").replaceAll("'", "''")}'`
      await postgres.exec(
        `INSERT INTO topic_hours (hour, asset, topic, interactions, milli_value) VALUES (timestamptz '${DESK_NOW.toISOString()}' - interval '3 hours', ${sql(60)}, ${sql(60)}, 9, 9)`,
      )
      const seen = [...text].slice(0, 60).join("").trim()
      for (const path of ["/audience", `/audience/${BORIS.id}`, "/analytics"]) {
        const { elements, text: words } = await read(path)
        expect([kind, path, strangers(elements)]).toEqual([kind, path, []])
        expect([kind, path, words.includes(seen)]).toEqual([kind, path, true])
      }
    }
    await seedOperation(studio.database, DESK_NOW)
  }, 60_000)

  it.each(["/today", "/approvals", "/calendar", "/channels", "/switches/confirm", "/analytics", "/audience"])(
    "adds nothing to %s but words",
    async (path) => {
      expect(strangers((await read(path)).elements)).toEqual([])
    },
  )
})
