// How do Redis' commands on hashes, sets and sorted sets answer?
import { addIntegers, formatNumber, readFloat, readInteger, Refusal, type Reply, SYNTAX } from "./redis-reply.ts"
import type { RedisStore } from "./redis-store.ts"
import type { CommandTable } from "./redis-table.ts"

type Args = readonly string[]
type Kind = "hash" | "set" | "zset"

const score = (value: number): string => formatNumber(value, 17)

function* inPairs(args: Args): Generator<[string, string]> {
  for (let i = 0; i < args.length; i += 2) yield [args[i] ?? "", args[i + 1] ?? ""]
}

/** Removes members and gives how many there were. */
function removeMembers(store: RedisStore, kind: Kind, [key = "", ...members]: Args): number {
  const held = store.read(kind, key)
  const removed = members.filter((member) => held?.delete(member)).length
  store.dropEmpty(key)
  return removed
}

const size = (store: RedisStore, kind: Kind, key: string): number => store.read(kind, key)?.size ?? 0

function setFields(store: RedisStore, command: string, [key = "", ...rest]: Args): number {
  if (rest.length % 2 !== 0) throw new Refusal(`ERR wrong number of arguments for '${command}' command`)
  const hash = store.open("hash", key)
  const before = hash.size
  for (const [field, value] of inPairs(rest)) hash.set(field, value)
  return hash.size - before
}

function incrementField(store: RedisStore, [key = "", field = "", by = ""]: Args): number {
  const amount = readInteger(by)
  const present = store.read("hash", key)?.get(field) ?? "0"
  const sum = addIntegers(readInteger(present, "ERR hash value is not an integer"), amount)
  store.open("hash", key).set(field, String(sum))
  return Number(sum)
}

export const HASHES: CommandTable = {
  HSET: { arity: -4, run: (store, args) => setFields(store, "hset", args) },
  HMSET: {
    arity: -4,
    run(store, args) {
      setFields(store, "hmset", args)
      return { ok: "OK" }
    },
  },
  HGET: { arity: 3, run: (store, [key = "", field = ""]) => store.read("hash", key)?.get(field) ?? null },
  HMGET: { arity: -3, run: (store, [key = "", ...fields]) => fields.map((field) => store.read("hash", key)?.get(field) ?? null) },
  HGETALL: { arity: 2, run: (store, [key = ""]) => [...(store.read("hash", key) ?? [])].flat() },
  HKEYS: { arity: 2, run: (store, [key = ""]) => [...(store.read("hash", key)?.keys() ?? [])] },
  HLEN: { arity: 2, run: (store, [key = ""]) => size(store, "hash", key) },
  HEXISTS: { arity: 3, run: (store, [key = "", field = ""]) => (store.read("hash", key)?.has(field) ? 1 : 0) },
  HDEL: { arity: -3, run: (store, args) => removeMembers(store, "hash", args) },
  HINCRBY: { arity: 4, run: incrementField },
}

export const SETS: CommandTable = {
  SADD: {
    arity: -3,
    run(store, [key = "", ...members]) {
      const set = store.open("set", key)
      const before = set.size
      for (const member of members) set.add(member)
      return set.size - before
    },
  },
  SREM: { arity: -3, run: (store, args) => removeMembers(store, "set", args) },
  SISMEMBER: { arity: 3, run: (store, [key = "", member = ""]) => (store.read("set", key)?.has(member) ? 1 : 0) },
  SMEMBERS: { arity: 2, run: (store, [key = ""]) => [...(store.read("set", key) ?? [])] },
  SCARD: { arity: 2, run: (store, [key = ""]) => size(store, "set", key) },
}

type Scored = readonly [member: string, score: number]

/** By score, then by the member's bytes. */
function sorted(store: RedisStore, key: string): Scored[] {
  const zset = store.read("zset", key) ?? []
  return [...zset].sort(([a, x], [b, y]) => (x < y ? -1 : x > y ? 1 : Buffer.compare(Buffer.from(a), Buffer.from(b))))
}

type Bounds = (value: number) => boolean

function readBounds(min: string, max: string): Bounds {
  const bound = (text: string) => ({ open: text.startsWith("("), value: readFloat(text.replace("(", ""), "ERR min or max is not a float") })
  const [low, high] = [bound(min), bound(max)]
  return (value) => (low.open ? value > low.value : value >= low.value) && (high.open ? value < high.value : value <= high.value)
}

function addScored(store: RedisStore, [key = "", ...rest]: Args): Reply {
  const flags = new Set<string>()
  let args = rest
  while (/^(NX|XX|GT|LT|CH|INCR)$/i.test(args[0] ?? "")) {
    flags.add((args[0] ?? "").toUpperCase())
    args = args.slice(1)
  }
  if (args.length === 0 || args.length % 2 !== 0) throw new Refusal(SYNTAX)
  if (flags.has("NX") && flags.has("XX")) throw new Refusal("ERR XX and NX options at the same time are not compatible")
  if (["NX", "GT", "LT"].filter((flag) => flags.has(flag)).length > 1) {
    throw new Refusal("ERR GT, LT, and/or NX options at the same time are not compatible")
  }
  if (flags.has("INCR") && args.length > 2) throw new Refusal("ERR INCR option supports a single increment-element pair")
  const pairs = [...inPairs(args)].map(([value, member]) => ({ member, given: readFloat(value) }))
  return applyScores(store, key, pairs, flags)
}

function applyScores(
  store: RedisStore,
  key: string,
  pairs: readonly { member: string; given: number }[],
  flags: ReadonlySet<string>,
): Reply {
  const zset = store.open("zset", key)
  let added = 0
  let changed = 0
  let last: number | null = null
  for (const { member, given } of pairs) {
    const present = zset.get(member)
    const wanted = flags.has("INCR") ? (present ?? 0) + given : given
    if (Number.isNaN(wanted)) throw new Refusal("ERR resulting score is not a number (NaN)")
    last = null
    if (present === undefined ? flags.has("XX") : flags.has("NX")) continue
    if (present !== undefined && ((flags.has("GT") && wanted <= present) || (flags.has("LT") && wanted >= present))) continue
    zset.set(member, wanted)
    last = wanted
    if (present === undefined) added += 1
    else if (present !== wanted) changed += 1
  }
  store.dropEmpty(key)
  if (flags.has("INCR")) return last === null ? null : score(last)
  return flags.has("CH") ? added + changed : added
}

function rangeOf(store: RedisStore, [key = "", first = "", last = "", ...rest]: Args): Reply {
  const words = rest.map((word) => word.toUpperCase())
  const has = (word: string) => words.includes(word)
  const limit = words.indexOf("LIMIT")
  const known = words.filter(
    (word, i) => ["REV", "WITHSCORES", "BYSCORE", "LIMIT"].includes(word) || (limit >= 0 && (i === limit + 1 || i === limit + 2)),
  )
  if (known.length !== words.length) throw new Refusal(SYNTAX)
  if (limit >= 0 && !has("BYSCORE"))
    throw new Refusal("ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX")
  const found = has("BYSCORE") ? byScore(store, key, first, last, has("REV")) : byRank(store, key, first, last, has("REV"))
  const page = limit >= 0 ? cut(found, words[limit + 1], words[limit + 2]) : found
  return page.flatMap(([member, value]) => (has("WITHSCORES") ? [member, score(value)] : [member]))
}

function cut(found: readonly Scored[], offset = "", count = ""): readonly Scored[] {
  const start = Number(readInteger(offset))
  const length = Number(readInteger(count))
  if (start < 0) return []
  return found.slice(start, length < 0 ? undefined : start + length)
}

function byScore(store: RedisStore, key: string, first: string, last: string, reverse: boolean): readonly Scored[] {
  const within = reverse ? readBounds(last, first) : readBounds(first, last)
  const found = sorted(store, key).filter(([, value]) => within(value))
  return reverse ? found.reverse() : found
}

function byRank(store: RedisStore, key: string, first: string, last: string, reverse: boolean): readonly Scored[] {
  const found = sorted(store, key)
  if (reverse) found.reverse()
  const place = (text: string) => {
    const value = Number(readInteger(text))
    return value < 0 ? found.length + value : value
  }
  return found.slice(Math.max(place(first), 0), Math.max(place(last) + 1, 0))
}

function countBetween(store: RedisStore, [key = "", min = "", max = ""]: Args): number {
  const within = readBounds(min, max)
  return sorted(store, key).filter(([, value]) => within(value)).length
}

function removeBetween(store: RedisStore, [key = "", min = "", max = ""]: Args): number {
  const within = readBounds(min, max)
  const gone = sorted(store, key).filter(([, value]) => within(value))
  return removeMembers(store, "zset", [key, ...gone.map(([member]) => member)])
}

export const SORTED_SETS: CommandTable = {
  ZADD: { arity: -4, run: addScored },
  ZINCRBY: { arity: 4, run: (store, [key = "", by = "", member = ""]) => addScored(store, [key, "INCR", by, member]) },
  ZREM: { arity: -3, run: (store, args) => removeMembers(store, "zset", args) },
  ZREMRANGEBYSCORE: { arity: 4, run: removeBetween },
  ZCARD: { arity: 2, run: (store, [key = ""]) => size(store, "zset", key) },
  ZCOUNT: { arity: 4, run: countBetween },
  ZSCORE: {
    arity: 3,
    run(store, [key = "", member = ""]) {
      const value = store.read("zset", key)?.get(member)
      return value === undefined ? null : score(value)
    },
  },
  ZRANGE: { arity: -4, run: rangeOf },
  ZRANGEBYSCORE: {
    arity: -4,
    run: (store, [key = "", min = "", max = "", ...rest]) => rangeOf(store, [key, min, max, "BYSCORE", ...rest]),
  },
}
