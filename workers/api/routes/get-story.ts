// Who tells a story? One story with its articles.
import { findStory } from "../../../shared/db/queries/stories.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { Story, StoryId, toStory } from "../shapes/news.ts"

export const getStoryRoute = endpoint({
  path: `${API}/news/{id}`,
  name: "getStory",
  summary: "One story with the articles that tell it.",
  tag: "News",
  params: { id: StoryId },
  reply: Story,
  cache: "news",
  async answer({ db }, { params: { id } }) {
    const row = await findStory(db, id)
    if (row === null) throw new Failure("not-found", "There is no story with this id.")
    return toStory(row)
  },
})
