// From which address does a request come, where limits are by address? A network of IPv6 that one customer has counts as one.

/** Set by Cloudflare on what comes from outside; nobody can set it himself. */
export const ADDRESS_HEADER = "cf-connecting-ip"
/** Where nobody says: a program on this machine. */
const UNKNOWN = "unknown"

/** The address, an IPv6 one as the first 64 of its bits: `2001:db8:0:1::/64`. */
export function clientAddress(headers: Headers): string {
  const address = headers.get(ADDRESS_HEADER)?.trim().toLowerCase() ?? ""
  if (address === "" || address.length > 45) return UNKNOWN
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  return address.includes(":") ? networkOf(address) : address
}

function networkOf(address: string): string {
  const [front = "", back] = address.split("::", 2)
  const groups = (text: string | undefined) => (text === undefined || text === "" ? [] : text.split(":"))
  const [left, right] = [groups(front), groups(back)]
  const all =
    back === undefined ? left : [...left, ...Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0"), ...right]
  return `${all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`
}
