// What does Redis hold? Keys with a kind, a value and perhaps a moment at which they are gone.
import { Refusal, WRONG_TYPE } from "./redis-reply.ts"

type Kinds = {
  readonly string: string
  readonly hash: Map<string, string>
  readonly set: Set<string>
  /** Member to score. */
  readonly zset: Map<string, number>
}
export type Kind = keyof Kinds
type Entry = { [K in Kind]: { readonly kind: K; readonly value: Kinds[K]; expiresAt: number | null } }[Kind]

export class RedisStore {
  readonly #entries = new Map<string, Entry>()
  readonly #now: () => number

  /** `now` gives milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now
  }

  get now(): number {
    return this.#now()
  }

  #find(key: string): Entry | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined || entry.expiresAt === null || entry.expiresAt > this.#now()) return entry
    this.#entries.delete(key)
    return undefined
  }

  kindOf(key: string): Kind | null {
    return this.#find(key)?.kind ?? null
  }

  /** The value of a key, null where there is none; a key of another kind is refused. */
  read<K extends Kind>(kind: K, key: string): Kinds[K] | null {
    const entry = this.#find(key)
    if (entry === undefined) return null
    if (entry.kind !== kind) throw new Refusal(WRONG_TYPE)
    return entry.value as Kinds[K]
  }

  /** The hash, set or sorted set under a key, made where there is none. */
  open<K extends "hash" | "set" | "zset">(kind: K, key: string): Kinds[K] {
    const found = this.read(kind, key)
    if (found !== null) return found
    const value = kind === "set" ? new Set<string>() : new Map<string, never>()
    this.#entries.set(key, { kind, value, expiresAt: null } as Entry)
    return value as unknown as Kinds[K]
  }

  /** Removes a hash, set or sorted set that has become empty: Redis keeps none. */
  dropEmpty(key: string): void {
    const entry = this.#find(key)
    if (entry !== undefined && entry.kind !== "string" && entry.value.size === 0) this.#entries.delete(key)
  }

  /** Puts a string under a key, whatever was there. `expiresAt` null means for ever, undefined keeps the moment it had. */
  write(key: string, value: string, expiresAt: number | null | undefined): void {
    const kept = expiresAt === undefined ? (this.#find(key)?.expiresAt ?? null) : expiresAt
    this.#entries.set(key, { kind: "string", value, expiresAt: kept })
  }

  remove(key: string): boolean {
    return this.#find(key) !== undefined && this.#entries.delete(key)
  }

  clear(): void {
    this.#entries.clear()
  }

  /** Undefined where there is no such key, null where it stays for ever. */
  expiryOf(key: string): number | null | undefined {
    return this.#find(key)?.expiresAt
  }

  setExpiry(key: string, at: number | null): void {
    const entry = this.#find(key)
    if (entry === undefined) return
    if (at !== null && at <= this.#now()) this.#entries.delete(key)
    else entry.expiresAt = at
  }

  keys(): string[] {
    return [...this.#entries.keys()].filter((key) => this.#find(key) !== undefined)
  }
}
