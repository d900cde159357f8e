// Does every way in which a database can't be reached get a sentence that helps, and none that holds the password?
import { createServer } from "node:net"
import { expect, test } from "vitest"
import { describeUrl, withDatabase } from "../../scripts/database.ts"
import { serve } from "../world/serve.ts"

const SECRET = "correct-horse-battery"

/** What a person reads when the address can't be used. */
const told = (url: string): Promise<string> =>
  withDatabase(url, async () => "reached").catch((error: unknown) => (error instanceof Error ? error.message : "not an error"))

/** A port of this machine where nothing listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await new Promise((resolve) => server.once("listening", resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

test.each(["", "nonsense", `https://ada:${SECRET}@db.local/studio`, `postgresql:///${SECRET}`, `ada:${SECRET}@db.local/studio`])(
  "refuses %j and says what an address looks like",
  (url) => {
    expect(() => describeUrl(url)).toThrow("postgresql://USER:PASSWORD@HOST/DATABASE")
    expect(() => describeUrl(url)).not.toThrow(SECRET)
  },
)

test("reads who, where and which without the password", () => {
  expect(describeUrl(`postgres://a%20da:${SECRET}@db.local:6543/st%2Fudio?sslmode=require`)).toEqual({
    user: "a da",
    host: "db.local:6543",
    database: "st/udio",
  })
})

test("says so where nothing listens", async () => {
  const port = await freePort()
  expect(await told(`postgresql://ada:${SECRET}@127.0.0.1:${port}/studio`)).toBe(
    `Nothing listens at 127.0.0.1:${port}. Is the server running, and is the port right?`,
  )
})

test("says so where something listens that isn't Postgres, without the password", async () => {
  const server = await serve(async () => new Response("hello"))
  const { host } = new URL(server.url)
  const said = await told(`postgresql://ada:${SECRET}@${host}/studio`)
  await server.close()
  expect(said).toContain(host)
  expect(said).not.toContain(SECRET)
})

const url = process.env["TEST_DATABASE_URL"]
const change = (part: Partial<URL>): string => Object.assign(new URL(url ?? ""), part).href

test.skipIf(url === undefined)("names the database that isn't there (needs TEST_DATABASE_URL)", async () => {
  expect(await told(change({ pathname: "/nowhere" }))).toMatch(/^There is no database nowhere on /)
})

test.skipIf(url === undefined || new URL(url).password === "")(
  "names who was refused (needs TEST_DATABASE_URL with a password)",
  async () => {
    const said = await told(change({ password: SECRET }))
    expect(said).toMatch(/refuses the password of /)
    expect(said).not.toContain(SECRET)
  },
)

test.skipIf(url === undefined)("says that the server speaks no TLS where it was asked for (needs TEST_DATABASE_URL)", async () => {
  expect(await told(change({ search: "?sslmode=require" }))).toMatch(/does not speak TLS/)
})
