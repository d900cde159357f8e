// How does a fetch-style handler become a server on a loopback port?
import { once } from "node:events"
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

export type Handler = (request: Request) => Response | Promise<Response>

export type Serving = {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string
  readonly port: number
  /** Stops listening and ends open connections. */
  close(): Promise<void>
}

export type ServeOptions = {
  /** 0, or none, takes any free port. */
  readonly port?: number
  readonly host?: string
  /** Where `port` is taken: told which one, and the next free one is taken. Without it a taken port throws. */
  readonly onTaken?: (port: number) => void
}

/** Serves `handler` until closed. A handler that throws gives a 500 whose body says nothing of the error, and the error goes to stderr. */
export async function serve(handler: Handler, { port = 0, host = "127.0.0.1", onTaken }: ServeOptions = {}): Promise<Serving> {
  const server = createServer((incoming, outgoing) => void respond(handler, incoming, outgoing))
  await listen(server, port, host, onTaken)
  const { port: taken } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${taken}`,
    port: taken,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}

async function listen(server: Server, port: number, host: string, onTaken: ServeOptions["onTaken"]): Promise<void> {
  for (let wanted = port; ; wanted += 1) {
    try {
      await listenOnce(server, wanted, host)
      return
    } catch (thrown) {
      const taken = (thrown as NodeJS.ErrnoException).code === "EADDRINUSE"
      if (!taken) throw thrown
      if (onTaken === undefined || wanted - port >= 100)
        throw new Error(`Port ${wanted} of ${host} is taken by another program.`, { cause: thrown })
      onTaken(wanted)
    }
  }
}

function listenOnce(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject)
    server.listen(port, host, () => {
      server.off("error", reject)
      resolve()
    })
  })
}

/** The first port from `wanted` on that nobody listens on; `onTaken` is told of each that is taken. 0 gives any. */
export async function findPort(wanted: number, host = "127.0.0.1", onTaken: (port: number) => void = () => undefined): Promise<number> {
  const server = createServer()
  await listen(server, wanted, host, onTaken)
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Thrown by a handler: the caller sees its connection break. */
export class BrokenConnection extends Error {}

export type RespondOptions = {
  /** Scheme of the request's URL; http unless told otherwise. */
  readonly scheme?: "http" | "https"
  /** What to do where the handler throws, in place of a 500 and a line on stderr. */
  readonly onError?: (thrown: unknown) => void
}

/** Answers one request of node:http by a handler. The request's signal ends when the caller goes away. */
export async function respond(
  handler: Handler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  options: RespondOptions = {},
): Promise<void> {
  const gone = new AbortController()
  // Only where the answer hasn't gone out: an error for every request that ended well costs a tenth of the process under load.
  outgoing.once("close", () => void (outgoing.writableFinished || gone.abort()))
  try {
    await send(await handler(await toRequest(incoming, options.scheme ?? "http", gone.signal)), outgoing, gone.signal)
  } catch (thrown) {
    // A caller that went away is not a fault of the handler.
    if (gone.signal.aborted || incoming.errored) return
    if (thrown instanceof BrokenConnection) return void outgoing.destroy()
    if (options.onError !== undefined) return options.onError(thrown)
    console.error(thrown)
    if (outgoing.headersSent) outgoing.destroy()
    else outgoing.writeHead(500).end("internal error")
  }
}

async function toRequest(incoming: IncomingMessage, scheme: "http" | "https", signal: AbortSignal): Promise<Request> {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headersDistinct)) for (const each of value ?? []) headers.append(name, each)
  const method = incoming.method ?? "GET"
  const path = incoming.url?.startsWith("/") ? incoming.url : "/"
  const origin = `${scheme}://${incoming.headers.host ?? "localhost"}`
  const url = (URL.canParse(origin) ? origin : "http://localhost") + path
  if (method === "GET" || method === "HEAD") return new Request(url, { method, headers, signal })
  // As a whole: nobody here answers before the body has come, and streams between the two kinds are slow.
  const pieces: Buffer[] = []
  for await (const piece of incoming) pieces.push(piece as Buffer)
  return new Request(url, { method, headers, signal, body: pieces.length === 0 ? null : Buffer.concat(pieces) })
}

async function send(response: Response, outgoing: ServerResponse, gone: AbortSignal): Promise<void> {
  outgoing.statusCode = response.status
  for (const [name, value] of response.headers) if (name !== "set-cookie") outgoing.setHeader(name, value)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) outgoing.setHeader("set-cookie", cookies)
  if (response.body !== null) await copy(response.body, outgoing, gone)
  outgoing.end()
}

/** Piece by piece, no faster than they are taken; ends early where the caller goes away. */
async function copy(body: ReadableStream<Uint8Array>, outgoing: ServerResponse, gone: AbortSignal): Promise<void> {
  const reader = body.getReader()
  const stop = () => void reader.cancel().catch(() => undefined)
  gone.addEventListener("abort", stop, { once: true })
  if (gone.aborted) stop()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    if (!outgoing.write(next.value)) await once(outgoing, "drain", { signal: gone })
  }
}
