import { describe, expect, it } from "vitest"
import { describedBy } from "./described.ts"

const Thing = {
  type: "object",
  properties: { id: { type: "string" }, at: { type: "string", format: "date-time" } },
  required: ["id", "at"],
}
const Problem = { type: "object", properties: { status: { type: "integer" } }, required: ["status"] }
const NotFound = { description: "", content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } }
const document = {
  paths: {
    "/things/{id}": {
      get: {
        responses: {
          200: { headers: { "X-Request-Id": {} }, content: { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } } },
          304: { description: "" },
          404: { $ref: "#/components/responses/NotFound" },
        },
      },
    },
    "/things/newest": { get: { responses: { 200: { content: { "application/json": { schema: { type: "array" } } } } } } },
  },
  components: { schemas: { Thing, Problem }, responses: { NotFound } },
}
const expectDescribed = describedBy(() => document)
const id = { "x-request-id": "req_1" }
const answer = (body: unknown, status = 200, type = "application/json", headers: Record<string, string> = id): Response =>
  new Response(status === 304 ? null : JSON.stringify(body), {
    status,
    headers: { ...headers, ...(status === 304 ? {} : { "content-type": type }) },
  })

describe("an answer as it is described", () => {
  it.each([
    ["GET", "/things/1?colour=red", answer({ id: "1", at: "2026-11-21T12:00:00.000Z", more: true })],
    ["GET", "/things/newest", answer([])],
    ["GET", "/things/1", answer(null, 304)],
    ["GET", "/things/1", answer({ status: 404 }, 404, "application/problem+json")],
    ["DELETE", "/things/1", answer({ status: 405 }, 405, "application/problem+json")],
    ["GET", "/elsewhere", answer("anything", 418)],
  ])("passes: %s %s", async (method, path, response) => {
    await expectDescribed(method, path, response)
    expect(response.bodyUsed).toBe(false)
  })
})

describe("an answer that is not as it is described", () => {
  const whole = { id: "1", at: "2026-11-21T12:00:00.000Z" }
  it.each([
    ["lacks a field", "/things/1", answer({ id: "1" }), "must have required property 'at'"],
    ["has another type", "/things/1", answer({ ...whole, id: 1 }), "/id must be string"],
    ["breaks a format", "/things/1", answer({ ...whole, at: "noon" }), '/at must match format "date-time"'],
    ["has another status", "/things/1", answer(whole, 202), "this status is not described, only 200, 304, 404"],
    ["has another media type", "/things/1", answer(whole, 200, "text/html"), "text/html is not described"],
    ["has no request id", "/things/1", answer(whole, 200, "application/json", {}), "it has no X-Request-Id"],
    ["has a header that nobody knows", "/things/1", answer(whole, 200, "application/json", { ...id, age: "5" }), "age is not described"],
    ["is another path's", "/things/newest", answer(whole), "must be array"],
  ])("fails: it %s", async (_what, path, response, fault) => {
    await expect(expectDescribed("GET", path, response)).rejects.toThrow(fault)
  })
})
