// How do language models' hosts ask? The Model Context Protocol over streamable HTTP without sessions: revision 2026-07-28, in which each request
// carries its version, and the two before it, which begin with a handshake. https://modelcontextprotocol.io/specification/2026-07-28
import { isObject, readRpc, RPC_ERRORS, RpcError, rpcError, type RpcMessage, rpcResult } from "./json-rpc.ts"

export type McpTool = {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly inputSchema: unknown
  readonly outputSchema: unknown
  readonly annotations: unknown
  readonly _meta?: unknown
}

export type ToolArguments = Readonly<Record<string, unknown>>
/** What a tool gives: `content` for models, `structuredContent` for programs. */
export type ToolResult = {
  readonly content: readonly unknown[]
  readonly structuredContent?: unknown
  readonly isError?: true
  readonly _meta?: unknown
}

export type McpServer = {
  readonly info: { readonly name: string; readonly title: string; readonly version: string }
  /** What a model has to know before it uses the tools. */
  readonly instructions: string
  listTools(): readonly McpTool[]
  /** Null where there is no such tool. What it throws, but for an `RpcError`, is for the app. */
  callTool(name: string, given: ToolArguments): Promise<ToolResult | null>
  /** Called before anything else than a tool's call is answered: throws where the caller may not ask. */
  admit(): Promise<unknown>
}

const MODERN = "2026-07-28"
/** With a handshake; the newest first. */
const LEGACY = ["2025-11-25", "2025-06-18"] as const
export const MCP_VERSIONS: readonly string[] = [MODERN, ...LEGACY]
/** What a caller speaks who says nothing: the header came after it. */
const UNSAID = "2025-03-26"

const META = "io.modelcontextprotocol"
const HEADER_MISMATCH = -32020
const UNSUPPORTED_VERSION = -32022
/** How long a host may keep what changes with a deployment alone. */
const KEPT = { ttlMs: 300_000, cacheScope: "public" } as const
const CAPABILITIES = { tools: {} } as const

/** The answer to one POST whose body is `body`. */
export async function answerMcp(server: McpServer, headers: Headers, body: unknown): Promise<Response> {
  let id: RpcMessage["id"] = null
  try {
    const message = readRpc(body)
    id = message.id
    if (id === null) return await takeNotification(server)
    if (message.method !== "tools/call") await server.admit()
    const meta = isObject(message.params["_meta"]) ? message.params["_meta"] : {}
    const isModern = `${META}/protocolVersion` in meta || headers.get("mcp-protocol-version") === MODERN
    const result = isModern ? await answerModern(server, headers, message, meta) : await answerLegacy(server, headers, message)
    return rpcResult(id, result)
  } catch (thrown) {
    if (thrown instanceof RpcError) return rpcError(id, thrown)
    throw thrown
  }
}

/** There is nothing that a notification would change here. */
async function takeNotification(server: McpServer): Promise<Response> {
  await server.admit()
  return new Response(null, { status: 202 })
}

async function answerModern(
  server: McpServer,
  headers: Headers,
  message: RpcMessage,
  meta: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  checkModern(headers, message, meta)
  const { method } = message
  const serverInfo = { [`${META}/serverInfo`]: server.info }
  const own = { resultType: "complete", _meta: serverInfo }
  if (method === "server/discover")
    return { ...own, supportedVersions: MCP_VERSIONS, capabilities: CAPABILITIES, instructions: server.instructions, ...KEPT }
  if (method === "tools/list") return { ...own, tools: server.listTools(), ...KEPT }
  if (method === "tools/call") {
    const { _meta: more, ...result } = await call(server, message)
    return { ...own, ...result, _meta: { ...serverInfo, ...(isObject(more) ? more : {}) } }
  }
  throw new RpcError(RPC_ERRORS.method, `There is no method ${method.slice(0, 60)} here.`, 404)
}

/** Headers repeat what the body says, so that whoever routes by them routes what is meant. */
function checkModern(headers: Headers, { method, params }: RpcMessage, meta: Readonly<Record<string, unknown>>): void {
  const version = meta[`${META}/protocolVersion`]
  if (typeof version !== "string" || !isObject(meta[`${META}/clientCapabilities`]))
    throw new RpcError(RPC_ERRORS.params, `\`_meta\` must have ${META}/protocolVersion and ${META}/clientCapabilities.`, 400)
  if (version !== MODERN) throw unsupported(version)
  const expected = [
    ["MCP-Protocol-Version", version],
    ["Mcp-Method", method],
    ...(method === "tools/call" ? [["Mcp-Name", String(params["name"])] as const] : []),
  ] as const
  const wrong = expected.find(([name, value]) => decoded(headers.get(name)) !== value)
  if (wrong) throw new RpcError(HEADER_MISMATCH, `The header ${wrong[0]} is missing, or says something else than the body.`, 400)
}

/** Header values outside ASCII come as `=?base64?...?=`. */
function decoded(value: string | null): string | null {
  const base64 = /^=\?base64\?(.*)\?=$/.exec(value ?? "")?.[1]
  if (base64 === undefined) return value
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)))
  } catch {
    return null
  }
}

async function answerLegacy(server: McpServer, headers: Headers, message: RpcMessage): Promise<unknown> {
  const { method, params } = message
  if (method === "initialize") {
    const asked = params["protocolVersion"]
    const protocolVersion = LEGACY.find((version) => version === asked) ?? LEGACY[0]
    return { protocolVersion, capabilities: CAPABILITIES, serverInfo: server.info, instructions: server.instructions }
  }
  const version = headers.get("mcp-protocol-version") ?? UNSAID
  if (version !== UNSAID && !LEGACY.some((known) => known === version)) throw unsupported(version)
  if (method === "ping") return {}
  if (method === "tools/list") return { tools: server.listTools() }
  if (method === "tools/call") return call(server, message)
  throw new RpcError(RPC_ERRORS.method, `There is no method ${method.slice(0, 60)} here.`, 200)
}

async function call(server: McpServer, { params }: RpcMessage): Promise<ToolResult> {
  const { name, arguments: given = {} } = params
  if (typeof name !== "string" || !isObject(given))
    throw new RpcError(RPC_ERRORS.params, "A call needs `name`, and `arguments` as an object.", 400)
  const result = await server.callTool(name, given)
  if (result !== null) return result
  await server.admit()
  throw new RpcError(RPC_ERRORS.params, `There is no tool ${name.slice(0, 60)}: tools/list names them.`, 200)
}

const unsupported = (requested: string): RpcError =>
  new RpcError(UNSUPPORTED_VERSION, "This version of the protocol is not spoken here.", 400, {
    supported: MCP_VERSIONS,
    requested: requested.slice(0, 60),
  })
