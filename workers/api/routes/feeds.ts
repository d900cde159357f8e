// The studio's own feed in the three forms that readers' programs take.
import * as z from "zod"
import { ATOM_TYPE, renderAtom } from "../../../shared/integrations/feed-atom.ts"
import { JSON_FEED_TYPE, renderJsonFeed } from "../../../shared/integrations/feed-json.ts"
import type { FeedHome, FeedPost } from "../../../shared/integrations/feed-post.ts"
import { renderRss, RSS_TYPE } from "../../../shared/integrations/feed-rss.ts"
import { respondTagged } from "../../../shared/kit/etag.ts"
import { readQuery } from "../../../shared/kit/input.ts"
import type { ApiRoute } from "../endpoint.ts"
import { feedHome, feedPosts } from "../feed-home.ts"

/** Seconds for which a reader's program needn't ask again. */
const FRESH_S = 60

type Form = { readonly path: string; readonly type: string; readonly render: (home: FeedHome, posts: readonly FeedPost[]) => string }

const feedRoute = ({ path, type, render }: Form): ApiRoute => ({
  method: "GET",
  path,
  operation: null,
  async handle({ request, services }) {
    const { searchParams, origin } = new URL(request.url)
    readQuery(z.object({}), searchParams)
    const home = feedHome(services.feed, origin)
    const links = [`<${new URL(path, home.homeUrl).href}>; rel="self"`, ...(home.hubUrl === null ? [] : [`<${home.hubUrl}>; rel="hub"`])]
    const headers = new Headers({ "content-type": type, "cache-control": `public, max-age=${FRESH_S}`, link: links.join(", ") })
    return respondTagged(request, render(home, await feedPosts(services, home)), headers)
  },
})

export const FEED_ROUTES: readonly ApiRoute[] = [
  feedRoute({ path: "/feeds/rss.xml", type: RSS_TYPE, render: renderRss }),
  feedRoute({ path: "/feeds/atom.xml", type: ATOM_TYPE, render: renderAtom }),
  feedRoute({ path: "/feeds/feed.json", type: JSON_FEED_TYPE, render: renderJsonFeed }),
]
