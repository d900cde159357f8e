// Who asks, may he, and at what pace? What an endpoint wants to know of its caller, and what it tells him of his limits.

export type Caller = {
  /** A key's id, `operator`, or `anonymous`. */
  readonly id: string
  readonly scopes: readonly string[]
}

export type Admission = {
  readonly caller: Caller
  /** What the answer says of the limits, as it stands when it is asked for. */
  headers(): Iterable<readonly [name: string, value: string]>
  /** The answer was one that costs nothing (304): what was taken for it comes back. */
  giveBack(): void
}

export type Asked = {
  /** The scope that is needed; null where anyone may ask. */
  readonly scope: string | null
  /** Tokens that the answer costs. */
  readonly cost: number
  /** It is a page for people: counted by address, at a pace of its own; no key is looked at. */
  readonly isPage?: true
}

export type Gate = {
  /**
   * Lets the request in, or throws `unauthenticated`, `forbidden` or `rate-limited`. At most one round trip to Redis, in the same pipeline as whatever
   * else is asked of the request's client at this moment: both over one `joinCommands` of shared/kit/redis-join.ts.
   */
  admit(request: Request, asked: Asked): Promise<Admission>
  /** Lets in at once who need not be looked up or counted, as `admit` would; null: `admit` has to be asked. */
  admitAtOnce?(request: Request, asked: Asked): Admission | null
  /** What the key of the request may, where that is remembered; null: it has to be looked up, or there is none. */
  scopesAtOnce?(request: Request): readonly string[] | null
}
