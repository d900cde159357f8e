// A form with a file in it as bytes (RFC 7578), the same for the same fields, so that it can be compared and repeated.
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js"

export type FormFile = { readonly name: string; readonly filename: string; readonly contentType: string; readonly bytes: Uint8Array }

/** The body and its content type. The boundary comes from the content, so no content can hold it but by breaking SHA-256. */
export function multipart(
  fields: Readonly<Record<string, string>>,
  file: FormFile,
): { readonly body: Uint8Array<ArrayBuffer>; readonly contentType: string } {
  const names = Object.entries(fields)
  const boundary = `part-${bytesToHex(sha256(concatBytes(utf8ToBytes(JSON.stringify(names)), file.bytes))).slice(0, 40)}`
  const head = names.map(([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${quote(name)}"\r\n\r\n${value}\r\n`)
  const disposition = `content-disposition: form-data; name="${quote(file.name)}"; filename="${quote(file.filename)}"`
  const start = `${head.join("")}--${boundary}\r\n${disposition}\r\ncontent-type: ${file.contentType}\r\n\r\n`
  const body = concatBytes(utf8ToBytes(start), file.bytes, utf8ToBytes(`\r\n--${boundary}--\r\n`))
  return { body: new Uint8Array(body), contentType: `multipart/form-data; boundary=${boundary}` }
}

const quote = (name: string): string => name.replace(/[\r\n"]/g, (sign) => encodeURIComponent(sign))
