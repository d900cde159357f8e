// How do Redis' commands on strings, keys and the server itself answer?
import { addIntegers, OK, readInteger, Refusal, type Reply, SYNTAX } from "./redis-reply.ts"
import type { RedisStore } from "./redis-store.ts"
import type { CommandTable } from "./redis-table.ts"

const at = (args: readonly string[], place: number): string => args[place] ?? ""

function increment(store: RedisStore, key: string, amount: bigint): Reply {
  const sum = addIntegers(readInteger(store.read("string", key) ?? "0"), amount)
  store.write(key, String(sum), undefined)
  return Number(sum)
}

type SetOptions = { expiresAt: number | null | undefined; when: "NX" | "XX" | null; get: boolean }

/** A moment or a span of SET and its kin, in milliseconds since 1970. */
function readExpiry(store: RedisStore, unit: string, text: string, command: string): number {
  const value = Number(readInteger(text))
  if (value <= 0) throw new Refusal(`ERR invalid expire time in '${command}' command`)
  if (unit === "EX") return store.now + value * 1000
  if (unit === "PX") return store.now + value
  return unit === "EXAT" ? value * 1000 : value
}

function readSetOptions(store: RedisStore, given: readonly string[]): SetOptions {
  const options: SetOptions = { expiresAt: null, when: null, get: false }
  let expiryGiven = false
  for (let i = 0; i < given.length; i += 1) {
    const word = at(given, i).toUpperCase()
    if ((word === "NX" || word === "XX") && (options.when === null || options.when === word)) options.when = word
    else if (word === "GET") options.get = true
    else if (expiryGiven) throw new Refusal(SYNTAX)
    else if (word === "KEEPTTL") {
      options.expiresAt = undefined
      expiryGiven = true
    } else if (["EX", "PX", "EXAT", "PXAT"].includes(word) && i + 1 < given.length) {
      i += 1
      options.expiresAt = readExpiry(store, word, at(given, i), "set")
      expiryGiven = true
    } else throw new Refusal(SYNTAX)
  }
  return options
}

function set(store: RedisStore, [key = "", value = "", ...rest]: readonly string[]): Reply {
  const { expiresAt, when, get } = readSetOptions(store, rest)
  const before = get ? store.read("string", key) : null
  const exists = store.kindOf(key) !== null
  const blocked = (when === "NX" && exists) || (when === "XX" && !exists)
  if (!blocked) store.write(key, value, expiresAt)
  if (get) return before
  return blocked ? null : OK
}

function setPairs(store: RedisStore, args: readonly string[]): void {
  for (let i = 0; i < args.length; i += 2) store.write(at(args, i), at(args, i + 1), null)
}

/** EXPIRE and its kin: `unit` in milliseconds, `absolute` where the value is a moment. */
function expire(store: RedisStore, [key = "", text = "", ...rest]: readonly string[], unit: number, absolute: boolean): Reply {
  const moment = Number(readInteger(text)) * unit + (absolute ? 0 : store.now)
  const flags = rest.map((flag) => flag.toUpperCase())
  const unknown = flags.find((flag) => !["NX", "XX", "GT", "LT"].includes(flag))
  if (unknown !== undefined) throw new Refusal(`ERR Unsupported option ${rest[flags.indexOf(unknown)]}`)
  const present = store.expiryOf(key)
  if (present === undefined) return 0
  const limit = present ?? Infinity
  if (flags.includes("NX") && present !== null) return 0
  if (flags.includes("XX") && present === null) return 0
  if ((flags.includes("GT") && moment <= limit) || (flags.includes("LT") && moment >= limit)) return 0
  store.setExpiry(key, moment)
  return 1
}

function remaining(store: RedisStore, key: string, unit: number): number {
  const expiry = store.expiryOf(key)
  if (expiry === undefined) return -2
  return expiry === null ? -1 : Math.floor((expiry - store.now + unit / 2) / unit)
}

const count = (keys: readonly string[], test: (key: string) => boolean): number => keys.filter(test).length

function keysLike(store: RedisStore, pattern: string): string[] {
  const source = pattern
    .replace(/[.+^${}()|\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".")
  const matcher = new RegExp(`^${source}$`, "s")
  return store.keys().filter((key) => matcher.test(key))
}

function pairs(command: string, args: readonly string[]): void {
  if (args.length % 2 !== 0) throw new Refusal(`ERR wrong number of arguments for '${command}' command`)
}

export const STRINGS: CommandTable = {
  GET: { arity: 2, run: (store, [key = ""]) => store.read("string", key) },
  SET: { arity: -3, run: set },
  SETNX: { arity: 3, run: (store, [key = "", value = ""]) => (set(store, [key, value, "NX"]) === null ? 0 : 1) },
  SETEX: {
    arity: 4,
    run(store, [key = "", seconds = "", value = ""]) {
      store.write(key, value, readExpiry(store, "EX", seconds, "setex"))
      return OK
    },
  },
  GETDEL: {
    arity: 2,
    run(store, [key = ""]) {
      const value = store.read("string", key)
      store.remove(key)
      return value
    },
  },
  STRLEN: { arity: 2, run: (store, [key = ""]) => Buffer.byteLength(store.read("string", key) ?? "") },
  INCR: { arity: 2, run: (store, [key = ""]) => increment(store, key, 1n) },
  DECR: { arity: 2, run: (store, [key = ""]) => increment(store, key, -1n) },
  INCRBY: { arity: 3, run: (store, [key = "", by = ""]) => increment(store, key, readInteger(by)) },
  DECRBY: { arity: 3, run: (store, [key = "", by = ""]) => increment(store, key, -readInteger(by)) },
  MGET: { arity: -2, run: (store, keys) => keys.map((key) => (store.kindOf(key) === "string" ? store.read("string", key) : null)) },
  MSET: {
    arity: -3,
    run(store, args) {
      pairs("mset", args)
      setPairs(store, args)
      return OK
    },
  },
  DEL: { arity: -2, run: (store, keys) => count(keys, (key) => store.remove(key)) },
  UNLINK: { arity: -2, run: (store, keys) => count(keys, (key) => store.remove(key)) },
  EXISTS: { arity: -2, run: (store, keys) => count(keys, (key) => store.kindOf(key) !== null) },
  TYPE: { arity: 2, run: (store, [key = ""]) => ({ ok: store.kindOf(key) ?? "none" }) },
  KEYS: { arity: 2, run: (store, [pattern = ""]) => keysLike(store, pattern) },
  EXPIRE: { arity: -3, run: (store, args) => expire(store, args, 1000, false) },
  PEXPIRE: { arity: -3, run: (store, args) => expire(store, args, 1, false) },
  EXPIREAT: { arity: -3, run: (store, args) => expire(store, args, 1000, true) },
  PEXPIREAT: { arity: -3, run: (store, args) => expire(store, args, 1, true) },
  TTL: { arity: 2, run: (store, [key = ""]) => remaining(store, key, 1000) },
  PTTL: { arity: 2, run: (store, [key = ""]) => remaining(store, key, 1) },
  PERSIST: {
    arity: 2,
    run(store, [key = ""]) {
      if (typeof store.expiryOf(key) !== "number") return 0
      store.setExpiry(key, null)
      return 1
    },
  },
  PING: { arity: -1, run: (_store, args) => ping(args) },
  ECHO: { arity: 2, run: (_store, [text = ""]) => text },
  DBSIZE: { arity: 1, run: (store) => store.keys().length },
  FLUSHALL: { arity: -1, run: (store, args) => flush(store, args) },
  FLUSHDB: { arity: -1, run: (store, args) => flush(store, args) },
  TIME: { arity: 1, run: (store) => [String(Math.floor(store.now / 1000)), String(Math.floor(store.now % 1000) * 1000)] },
}

function ping(args: readonly string[]): Reply {
  if (args.length > 1) throw new Refusal("ERR wrong number of arguments for 'ping' command")
  return args[0] ?? { ok: "PONG" }
}

function flush(store: RedisStore, args: readonly string[]): Reply {
  if (args.length > 1 || !/^(|sync|async)$/i.test(args[0] ?? "")) throw new Refusal(SYNTAX)
  store.clear()
  return OK
}
