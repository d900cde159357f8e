import { afterAll, beforeAll, expect, it, vi } from "vitest"
import { openStudio, type Studio } from "../studio.ts"

const NOW = new Date("2026-11-21T12:00:00Z")

let studio: Studio
let cookie: string
beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  studio = await openStudio(NOW)
  cookie = await studio.signIn()
}, 60_000)
afterAll(() => studio.close())

async function page(): Promise<string> {
  const response = await studio.ask("/tuning", { headers: { cookie, accept: "text/html" } })
  expect(response.status).toBe(200)
  return response.text()
}
const words = async (): Promise<string> =>
  (await page())
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll(/\s+/g, " ")

/** Fills in the page's form as a browser does, and sends it. */
async function send(action: string, fields: Record<string, string>): Promise<Response> {
  const form = (await page()).split("<form").find((each) => each.includes(`action="${action}"`)) ?? ""
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = "", value = ""]) => [
    name,
    value,
  ])
  return studio.ask(action, {
    method: "POST",
    headers: { cookie, accept: "text/html", "content-type": "application/x-www-form-urlencoded", origin: "http://localhost" },
    body: new URLSearchParams([...hidden, ...Object.entries(fields)]).toString(),
  })
}

/** Posts of a day, each with that rate and a spread of half of it. */
const postDays = (value: string, n: number, rate: number) => `
  INSERT INTO post_days (day, band_hours, dimension, value, posts, rated, impressions, engagements, micro_rates, micro_rate_squares)
  SELECT day, 24, 'policy-channel', '${value}', ${n}, ${n}, 1, 1, ${n * rate}, ${n * rate * rate * 1.25}
  FROM generate_series(date '2026-11-12', date '2026-11-19', interval '1 day') AS day;`

it("says that the defaults hold while nothing was tried", async () => {
  const text = await words()
  expect(text).toContain("The defaults hold in every run.")
  expect(text).toContain("Nothing was tried yet.")
  expect((await studio.ask("/tuning", { headers: { accept: "text/html" } })).headers.get("location")).toContain("/sign-in")
})

it("lets the operator try a value, says so, and shows who, why and against what", async () => {
  const response = await send("/tuning/values", { name: "scoreMin", value: "0.5", reason: "Fewer, <b>better</b> posts" })
  expect([response.status, response.headers.get("location")]).toEqual([303, "/tuning?done=trial-began"])
  const text = await words()
  expect(text).toContain("Version 1 on trial since")
  expect(text).toContain("scoreMin from 0.45 to 0.5, measured against the defaults. By operator session: Fewer, <b>better</b> posts")
  expect(text).toContain("on the same days: not shown yet: there are too few posts to compare.")
  expect(await studio.database.rows("SELECT actor, action FROM audit_log WHERE action LIKE 'policy%'")).toEqual([
    ["operator session", "policy.began"],
  ])
})

it("refuses a value outside its bounds with the reason", async () => {
  const response = await send("/tuning/values", { name: "scoreMin", value: "0.99" })
  expect(response.status).toBe(400)
  expect(await response.text()).toContain("must lie between 0.1 and 0.9, in steps of 0.05 from 0.45")
})

it("shows an uplift with its bounds where they leave nothing out, and else that none is shown", async () => {
  await studio.database.postgres.exec("UPDATE policy_versions SET began_at = timestamptz '2026-11-10T04:00Z'")
  await studio.database.postgres.exec(postDays("1/x", 40, 21_000) + postDays("frozen/x", 10, 20_000))
  expect(await words()).toMatch(/on the same days: not shown yet: between −\d+\.\d+% to \+\d+\.\d+% \(320 posts against 80\)\./)
  await studio.database.postgres.exec(`DELETE FROM post_days; ${postDays("1/x", 40, 40_000)} ${postDays("frozen/x", 10, 20_000)}`)
  expect(await words()).toMatch(/on the same days: \+100\.00% , between \+\d+\.\d+% to \+\d+\.\d+% \(320 posts against 80\)\./)
})

it("takes back what stands, and says how it ended", async () => {
  const response = await send("/tuning/roll-back", { reason: "Not now" })
  expect([response.status, response.headers.get("location")]).toEqual([303, "/tuning?done=rolled-back"])
  const text = await words()
  expect(text).toContain("The defaults hold in every run.")
  expect(text).toContain("Version 1 rolled back")
  expect(text).toContain("Verdict (operator): Not now")
})

it("shows a version whose row can't be read as nothing, and the page stands", async () => {
  await studio.database.postgres.exec(
    `INSERT INTO policy_versions (agent, version, tunables, change, state, actor, began_at) VALUES ('content-strategy', 9, '"x"', '[]', 'trial', '<i>x</i>', now())`,
  )
  expect(await words()).toContain("What it changed can't be read.")
  expect(await page()).not.toContain("<i>x</i>")
})
