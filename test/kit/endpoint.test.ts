import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import * as z from "zod"
import type { Gate } from "../../shared/kit/admission.ts"
import { newApp } from "../../shared/kit/app.ts"
import { endpointsOf, type Served } from "../../shared/kit/endpoint.ts"
import { Failure } from "../../shared/kit/failure.ts"
import { Cursor, Limit } from "../../shared/kit/page-cursor.ts"
import { fakeClock } from "./outside.ts"

beforeEach(() => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
})
afterEach(() => void vi.restoreAllMocks())

type Toys = Served & { readonly gate: Gate | null }
const endpoint = endpointsOf<Toys, "toys">({ toys: { freshS: 60 } })

const ROWS = [
  { id: "a", name: "ball", size: 1 },
  { id: "b", name: "boat", size: 2 },
]
const Toy = z.object({ id: z.string(), name: z.string(), size: z.int() })
const about = { summary: "Toys.", tag: "Toys" }

const listToys = endpoint({
  ...about,
  path: "/toys",
  name: "listToys",
  query: { limit: Limit(100, 20), cursor: Cursor.optional() },
  reply: z.object({ data: z.array(Toy), next: z.string().nullable() }),
  cache: "toys",
  sparse: true,
  cost: 3,
  answer: async (_toys, { query }) => ({ data: query.cursor === undefined ? ROWS : [], next: query.cursor === undefined ? "abc" : null }),
})

const getSecret = endpoint({
  ...about,
  path: "/secret",
  name: "getSecret",
  reply: z.object({ secret: z.string() }),
  cache: null,
  scope: "read:secrets",
  answer: async () => ({ secret: "hush" }),
})

const getTiered = endpoint({
  ...about,
  path: "/tiered",
  name: "getTiered",
  query: { broken: z.literal("yes").optional() },
  reply: z.object({ price: z.int() }),
  cache: "toys",
  isTiered: true,
  async answer(_toys, { isPremium, query }) {
    if (query.broken) throw new Failure("not-found", "There is no such toy.")
    return { price: isPremium ? 1 : 2 }
  },
})

/** A gate that knows the scopes of a key by its name, and counts. */
function openGate(isOpen = true) {
  const seen = { scopes: [] as (string | null)[], tokens: 0 }
  const gate: Gate = {
    async admit(request, { scope, cost }) {
      const key = request.headers.get("authorization")
      seen.scopes.push(scope)
      if (!isOpen) throw new Failure("rate-limited", "Too many requests.", { waitMs: 7_000 })
      if (scope !== null && key !== scope) throw new Failure(key === null ? "unauthenticated" : "forbidden", "This needs another key.")
      seen.tokens += cost
      return {
        caller: { id: key ?? "anonymous", scopes: key === null ? [] : [key] },
        headers: () => [["ratelimit", `"minute";r=${seen.tokens}`]],
        giveBack: () => void (seen.tokens -= cost),
      }
    },
  }
  return { gate, seen }
}

function open(gate: Gate | null = null) {
  const toys: Toys = { cache: null, gate }
  return newApp<Toys>({ worker: "toys", clock: fakeClock(), open: () => toys, routes: [listToys, getSecret, getTiered], isPublic: true })
}

const as = (key: string) => ({ headers: { authorization: key } })

describe("a caller", () => {
  it("is let in by the gate, which is told the scope and takes what the answer costs", async () => {
    const { gate, seen } = openGate()
    const response = await open(gate).request("/toys")
    expect([response.status, response.headers.get("ratelimit")]).toEqual([200, '"minute";r=3'])
    expect((await open(gate).request("/secret", as("read:secrets"))).status).toBe(200)
    expect(seen).toEqual({ scopes: [null, "read:secrets"], tokens: 4 })
  })

  it("reads of his limits on a problem too, where the gate had let him in", async () => {
    const response = await open(openGate().gate).request("/tiered?broken=yes")
    expect([response.status, response.headers.get("ratelimit")]).toEqual([404, '"minute";r=1'])
  })

  it("is refused as the gate says", async () => {
    expect((await open(openGate().gate).request("/secret")).status).toBe(401)
    expect((await open(openGate().gate).request("/secret", as("read:toys"))).status).toBe(403)
    const late = await open(openGate(false).gate).request("/toys")
    expect([late.status, late.headers.get("retry-after")]).toEqual([429, "7"])
  })

  it("finds a scope closed where there is no gate to ask, and everything else open", async () => {
    expect((await open().request("/secret", as("read:secrets"))).status).toBe(401)
    expect((await open().request("/toys")).status).toBe(200)
  })

  it("pays nothing for an answer that he has already", async () => {
    const { gate, seen } = openGate()
    const etag = (await open(gate).request("/toys")).headers.get("etag") ?? ""
    expect((await open(gate).request("/toys", { headers: { "if-none-match": etag } })).status).toBe(304)
    expect(seen.tokens).toBe(3)
  })
})

describe("an answer that differs for members", () => {
  it("tells the endpoint who asks, and no cache between may keep it", async () => {
    const { gate } = openGate()
    const [open_, paid] = [await open(gate).request("/tiered"), await open(gate).request("/tiered", as("read:premium"))]
    expect([await open_.json(), await paid.json()]).toEqual([{ price: 2 }, { price: 1 }])
    expect([open_, paid].map(({ headers }) => headers.get("cache-control")?.split(",")[0])).toEqual(["public", "private"])
    expect([open_, paid].map(({ headers }) => headers.get("vary"))).toEqual(["Accept, Authorization", "Accept, Authorization"])
  })

  it("is kept by no cache between where a scope is needed", async () => {
    const { headers } = await open(openGate().gate).request("/secret", as("read:secrets"))
    expect([headers.get("cache-control"), headers.get("vary")]).toEqual(["private, no-cache", "Accept, Authorization"])
  })
})

describe("fields", () => {
  it("choose what rows have, in the order of the row, in a media type of their own and under a tag of their own", async () => {
    const [full, some] = [await open().request("/toys"), await open().request("/toys?fields=size,id,size")]
    expect(some.headers.get("content-type")).toBe("application/vnd.content-creator.sparse+json")
    expect(await some.text()).toBe('{"data":[{"id":"a","size":1},{"id":"b","size":2}],"next":"abc"}')
    expect(some.headers.get("etag")).not.toBe(full.headers.get("etag"))
  })

  it.each([
    ["fields=nam", "rows have no field nam; did you mean name?"],
    ["fields=weight", "rows have no field weight; the fields are id, name, size"],
    ["fields=", "must be names of fields between commas"],
    ["fields=id,,name", "must be names of fields between commas"],
  ])("are refused for %s", async (query, detail) => {
    const response = await open().request(`/toys?${query}`)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ errors: [{ pointer: "fields", detail }] })
  })
})

describe("a page of a list", () => {
  it("links to the next in its head, with everything else that was asked", async () => {
    const { headers } = await open().request("/toys?limit=2&fields=id")
    expect(headers.get("link")).toBe('</toys?limit=2&fields=id&cursor=abc>; rel="next"')
    expect((await open().request("/toys?limit=2&cursor=abc")).headers.get("link")).toBeNull()
  })

  it("lets pages of other sites read what its headers say, and send a key", async () => {
    const { headers } = await open().request("/toys")
    expect(headers.get("access-control-expose-headers")?.split(", ")).toEqual(
      expect.arrayContaining(["Link", "ETag", "RateLimit", "As-Of"]),
    )
    const asked = await open().request("/toys", { method: "OPTIONS" })
    expect(asked.headers.get("access-control-allow-headers")?.split(", ")).toEqual(
      expect.arrayContaining(["Authorization", "Last-Event-ID"]),
    )
  })
})
