// What does a post's every figure rest on, and how was it approved? One post, checked to its rows.
import { findInsight } from "../../../shared/db/queries/insights.ts"
import { findPost } from "../../../shared/db/queries/posts.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { PostId, PostWithFigures, tiersOf, toPostWithFigures } from "../shapes/post.ts"

export const getPostRoute = endpoint({
  path: `${API}/posts/{id}`,
  name: "getPost",
  summary: "One post with every figure of its texts, the stored row each rests on, and the approval it is bound to.",
  description: "A post for members is there for keys with `read:premium` only; for others it does not exist.",
  tag: "Posts",
  params: { id: PostId },
  reply: PostWithFigures,
  cache: "posts",
  isTiered: true,
  async answer({ db }, { params: { id }, isPremium }) {
    const post = await findPost(db, id, tiersOf(isPremium))
    if (post === null) throw new Failure("not-found", "There is no post with this id that you may read.")
    const insight = await findInsight(db, post.insightId)
    return toPostWithFigures(post, insight?.evidence ?? [])
  },
})
