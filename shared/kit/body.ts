// How a body becomes text: read piece by piece up to a limit, then decoded by the encoding that it names.

/** Thrown where a body is longer than allowed; the rest of it was not read. */
export class BodyTooLong extends Error {
  override readonly name = "BodyTooLong"
}

/**
 * The whole body as text. Stops reading as soon as more than `maxBytes` (after decompression) have come, and as soon as
 * `signal` aborts, with the signal's reason, even where the stream itself doesn't heed the signal.
 */
export async function readText(response: Response, maxBytes: number, signal: AbortSignal): Promise<string> {
  if (response.body === null) return ""
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader()
  try {
    if (Number(response.headers.get("content-length")) > maxBytes) throw new BodyTooLong(`more than ${maxBytes} bytes`)
    return decode(await orAborted(collect(reader, maxBytes), signal), response.headers.get("content-type") ?? "")
  } catch (thrown) {
    void reader.cancel().catch(() => undefined)
    throw thrown
  }
}

/** The promise's outcome, or the signal's reason, whichever comes first. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener("abort", abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort))
  })
}

async function collect(reader: ReadableStreamDefaultReader<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.byteLength
    if (length > maxBytes) throw new BodyTooLong(`more than ${maxBytes} bytes`)
    pieces.push(value)
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.byteLength
  }
  return whole
}

/** Byte order mark, then the header's charset, then an XML declaration's encoding, then UTF-8. Broken bytes become U+FFFD. */
function decode(bytes: Uint8Array, contentType: string): string {
  const start = String.fromCharCode(...bytes.subarray(0, 200))
  const named =
    (/^\xfe\xff/.test(start) && "utf-16be") ||
    (/^\xff\xfe/.test(start) && "utf-16le") ||
    (/^\xef\xbb\xbf/.test(start) && "utf-8") ||
    /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType)?.[1] ||
    /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)/.exec(start)?.[1] ||
    "utf-8"
  try {
    return new TextDecoder(named).decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}
