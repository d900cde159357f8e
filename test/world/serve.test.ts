// Does a handler behind a loopback port see the request as it was sent, and does a taken port say so?
import { connect } from "node:net"
import { afterEach, expect, test } from "vitest"
import { type Handler, type Serving, type ServeOptions, serve } from "./serve.ts"

const open: Serving[] = []
afterEach(async () => {
  for (const serving of open.splice(0)) await serving.close()
})
async function start(handler: Handler, options?: ServeOptions) {
  const serving = await serve(handler, options)
  open.push(serving)
  return serving
}

test("passes method, path, headers and body on, and gives the whole answer back", async () => {
  const { url } = await start(async (request) => {
    const { pathname, search } = new URL(request.url)
    const seen = { method: request.method, path: pathname + search, kind: request.headers.get("x-kind"), body: await request.text() }
    const headers = new Headers({ etag: '"v1"' })
    headers.append("set-cookie", "a=1")
    headers.append("set-cookie", "b=2")
    return Response.json(seen, { status: 201, headers })
  })
  const answer = await fetch(`${url}/a//b?q=%20x`, { method: "PUT", headers: { "x-kind": "test" }, body: "snow \u2603" })
  expect([answer.status, answer.headers.get("etag"), answer.headers.getSetCookie()]).toEqual([201, '"v1"', ["a=1", "b=2"]])
  expect(await answer.json()).toEqual({ method: "PUT", path: "/a//b?q=%20x", kind: "test", body: "snow \u2603" })
})

test("answers without a body where the handler gives none", async () => {
  const { url } = await start(() => new Response(null, { status: 304 }))
  const answer = await fetch(url)
  expect([answer.status, await answer.text()]).toEqual([304, ""])
})

test("names the port that is taken and takes the next one where asked to", async () => {
  const first = await start(() => new Response("first"))
  await expect(serve(() => new Response("second"), { port: first.port })).rejects.toThrow(`Port ${first.port} of 127.0.0.1 is taken`)
  const taken: number[] = []
  const second = await start(() => new Response("second"), { port: first.port, onTaken: (port) => taken.push(port) })
  expect(taken[0]).toBe(first.port)
  expect(second.port).toBe(first.port + taken.length)
  expect(await (await fetch(second.url)).text()).toBe("second")
})

test("closes at once although a client keeps its connection", async () => {
  const serving = await serve(() => new Response("ok"))
  const socket = connect(serving.port, "127.0.0.1")
  await new Promise((resolve) => socket.once("connect", resolve))
  const closed = new Promise((resolve) => socket.once("close", resolve))
  await serving.close()
  await closed
  await expect(fetch(serving.url)).rejects.toThrow("fetch failed")
})
