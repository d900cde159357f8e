// Upstash's client as the studio opens it, but without its patience: on a busy machine a test waits for its Redis as long as it takes.
import { Redis } from "@upstash/redis"
import type { RedisConfig } from "../../shared/kit/cache.ts"

export const openClient = ({ url, token }: RedisConfig): Redis =>
  new Redis({ url, token, automaticDeserialization: false, enableAutoPipelining: false, enableTelemetry: false, retry: false })
