// Posts as they go out, one event each.
import { findPostPlace } from "../../../shared/db/queries/onward.ts"
import { listPosts } from "../../../shared/db/queries/posts.ts"
import { API } from "../links.ts"
import { Post, PostId, toPost } from "../shapes/post.ts"
import { streamed } from "../stream.ts"
import { exportPostsRoute } from "./export-posts.ts"
import { listPostsRoute } from "./list-posts.ts"

export const streamPostsRoute = streamed({
  path: `${API}/streams/posts`,
  name: "streamPosts",
  summary: "Posts that are open to all as they go out, as server-sent events.",
  tag: "Streams",
  event: "post",
  data: Post,
  id: PostId,
  list: listPostsRoute,
  findPlace: ({ db }, id) => findPostPlace(db, id),
  after: async ({ db }, before, limit) => (await listPosts(db, { order: "oldest", before, limit })).map(toPost),
  missed: exportPostsRoute.path,
})
