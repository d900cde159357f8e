// What do the api Worker's endpoints work with?
import type { Plans } from "../../shared/domain/api-plan.ts"
import { CACHES, type CacheName } from "../../shared/domain/cache.ts"
import type { Db } from "../../shared/db/client.ts"
import type { MediaStore } from "../../shared/integrations/media.ts"
import type { Gate } from "../../shared/kit/admission.ts"
import type { Kept } from "../../shared/kit/asking.ts"
import type { Clock } from "../../shared/kit/clock.ts"
import type { Sums } from "../../shared/kit/counters.ts"
import { endpointsOf } from "../../shared/kit/endpoint.ts"
import type { Route } from "../../shared/kit/route.ts"
import type { DeskSettings } from "./desk-settings.ts"
import type { FeedSettings } from "./feed-home.ts"
import type { KeyUsage } from "./key-usage.ts"
import type { SessionCookie } from "./session.ts"

export type ApiServices = {
  readonly db: Db
  /** The same database with a short patience, for health checks. */
  readonly quickDb: Db
  /** Where answers are kept. */
  readonly cache: Kept
  /** Lets callers of the API in, by their keys and limits; null: everybody, but no one where a scope is needed. */
  readonly gate: Gate | null
  /** How much callers may ask for; null: nobody is counted. */
  readonly plans: Plans | null
  /** How much keys have asked for. */
  readonly keyUsage: KeyUsage
  /** The studio's time. */
  readonly clock: Clock
  /** Pictures of posts. */
  readonly media: Pick<MediaStore, "read" | "has">
  /** How the studio's own feed presents itself. */
  readonly feed: FeedSettings
  /** What the operator's pages show of his settings. */
  readonly desk: DeskSettings
  /** A line above the dashboard's pages; null in production. */
  readonly notice: string | null
  /** The Worker that takes commands: this one can't write. */
  readonly ingest: { fetch(request: Request): Promise<Response> }
  readonly sessionCookie: SessionCookie
  /** All that the studio's Workers have counted; rejects where Redis is gone. */
  readCounts(): Promise<Sums>
}

export type ApiRoute = Route<ApiServices> & {
  /** A page for those who are signed in; others are sent to sign in. */
  readonly forOperator?: true
}

export const endpoint = endpointsOf<ApiServices, CacheName>(CACHES)
