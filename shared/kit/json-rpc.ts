// What did a JSON-RPC 2.0 caller send, and what does he get? https://www.jsonrpc.org/specification, one message a request.

export type RpcId = string | number
export type RpcMessage = {
  /** Null: a notification, which nobody answers. */
  readonly id: RpcId | null
  readonly method: string
  readonly params: Readonly<Record<string, unknown>>
}

export const RPC_ERRORS = { parse: -32700, request: -32600, method: -32601, params: -32602 } as const

/** An answer that says what was wrong with the message. */
export class RpcError extends Error {
  override readonly name = "RpcError"
  readonly code: number
  readonly status: number
  readonly data: unknown
  /** `status` is the HTTP answer's. */
  constructor(code: number, message: string, status: number, data?: unknown) {
    super(message)
    this.code = code
    this.status = status
    this.data = data
  }
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Throws an `RpcError` for whatever is no request or notification. */
export function readRpc(body: unknown): RpcMessage {
  if (Array.isArray(body)) throw new RpcError(RPC_ERRORS.request, "One message a request: batches are not taken.", 400)
  if (!isObject(body) || body["jsonrpc"] !== "2.0" || typeof body["method"] !== "string")
    throw new RpcError(RPC_ERRORS.request, "This is not a request of JSON-RPC 2.0.", 400)
  const { id = null, params = {} } = body
  const isId = typeof id === "string" || (typeof id === "number" && Number.isFinite(id))
  if ("id" in body && !isId) throw new RpcError(RPC_ERRORS.request, "`id` must be text or a number.", 400)
  if (!isObject(params)) throw new RpcError(RPC_ERRORS.params, "`params` must be an object.", 400)
  return { id: isId ? id : null, method: body["method"], params }
}

export const rpcResult = (id: RpcId, result: unknown): Response => answer(200, { jsonrpc: "2.0", id, result })

export function rpcError(id: RpcId | null, { code, message, data, status }: RpcError): Response {
  const error = data === undefined ? { code, message } : { code, message, data }
  return answer(status, { jsonrpc: "2.0", ...(id === null ? {} : { id }), error })
}

const answer = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", "cache-control": "no-store" } })
