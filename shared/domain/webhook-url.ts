// May the studio send messages to this address? Only to named hosts of the open internet over https: never to a number, to a network of
// somebody's own, or to itself. Pure; asked when an endpoint is made or changed, and again before each message.

/** Where `https` may be served. */
const PORTS: readonly string[] = ["", "8443"]
const MOST_CHARACTERS = 500

/** Names that no public resolver answers, or that mean the machine or network itself. Sources: RFC 6761, 6762, 7686, 8375, 9476; ICANN SAC113. */
const CLOSED_NAMES: readonly string[] = [
  "alt",
  "arpa",
  "corp",
  "example",
  "home",
  "internal",
  "intranet",
  "invalid",
  "lan",
  "local",
  "localdomain",
  "localhost",
  "mail",
  "onion",
  "private",
  "test",
]
/** Public names that stand for whatever address is written into them, or for the machine itself. */
const ADDRESS_NAMES: readonly string[] = ["nip.io", "sslip.io", "xip.io", "localtest.me", "lvh.me", "vcap.me", "lacolhost.com"]

const isUnder = (host: string, names: readonly string[]): boolean => names.some((name) => host === name || host.endsWith(`.${name}`))

/** A number in any notation ends here as four decimals or in brackets: that is how the URL standard reads a host. */
const isNumber = (host: string): boolean => host.startsWith("[") || /(^|\.)(\d+|0x[\da-f]*)$/.test(host)

const hostOf = (url: URL): string => url.hostname.toLowerCase().replace(/\.+$/, "")

/** What speaks against sending to this address, in words for its owner; null where nothing does. `ownHosts`: host names of the studio itself. */
export function findUrlFault(text: string, ownHosts: readonly string[] = []): string | null {
  if (text.length > MOST_CHARACTERS) return `must have at most ${MOST_CHARACTERS} characters`
  // A browser would drop or turn around some of these; what is meant must be what is written.
  if (!/^[\x21-\x5b\x5d-\x7e]+$/.test(text)) return "must be visible ASCII without spaces and backslashes: write other characters encoded"
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || url.protocol !== "https:") return "must be an https address, such as https://studio.example.com/hooks"
  if (url.username !== "" || url.password !== "") return "must not hold a user name or password"
  if (!PORTS.includes(url.port)) return "must use port 443 or 8443"
  if (url.hash !== "") return "must not have a fragment"
  return findHostFault(hostOf(url), ownHosts)
}

function findHostFault(host: string, ownHosts: readonly string[]): string | null {
  if (isNumber(host)) return "must name its host: addresses in numbers are not sent to"
  if (!/^([a-z\d_]([a-z\d_-]{0,61}[a-z\d_])?\.)+[a-z][a-z\d-]{0,61}[a-z\d]$/.test(host)) return "must be at a host of the public internet"
  if (isUnder(host, CLOSED_NAMES) || isUnder(host, ADDRESS_NAMES)) return "must be at a host of the public internet"
  if (ownHosts.some((own) => own.toLowerCase() === host)) return "must not be the studio itself"
  return null
}
