// Does a handler behind a loopback port see the request as it was sent, and does a taken port say so?
import { once } from "node:events"
import { createServer } from "node:http"
import { type AddressInfo, connect } from "node:net"
import { afterEach, expect, test } from "vitest"
import { type Handler, respond, type Serving, type ServeOptions, serve } from "./serve.ts"

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

test("passes a large body on piece by piece, both ways, whole", async () => {
  const { url } = await start(async (request) => new Response(await request.bytes()))
  const body = new Uint8Array(3_000_000).map((_, i) => i % 251)
  const answer = await fetch(url, { method: "POST", body })
  expect(Buffer.compare(Buffer.from(await answer.arrayBuffer()), Buffer.from(body))).toBe(0)
})

test("ends an answer that has no end when its caller goes away, and tells the handler", async () => {
  const ended = Promise.withResolvers<string>()
  let signal: AbortSignal | undefined
  const { url } = await start((request) => {
    signal = request.signal
    const body = new ReadableStream({ pull: (it) => it.enqueue(new Uint8Array(10)), cancel: () => ended.resolve("cancelled") })
    return new Response(body)
  })
  const caller = new AbortController()
  const answer = await fetch(url, { signal: caller.signal })
  await answer.body?.getReader().read()
  caller.abort()
  expect(await ended.promise).toBe("cancelled")
  expect(signal?.aborted).toBe(true)
})

test("leaves the signal of a request that was answered as it was", async () => {
  const closed = Promise.withResolvers<void>()
  let signal: AbortSignal | undefined
  const server = createServer((incoming, outgoing) => {
    outgoing.once("close", closed.resolve)
    const handler = (request: Request) => {
      signal = request.signal
      return new Response("ok")
    }
    respond(handler, incoming, outgoing).catch(closed.reject)
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)).text()
  await closed.promise
  expect(signal?.aborted).toBe(false)
  server.close()
  server.closeAllConnections()
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
