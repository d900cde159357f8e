// A Worker that draws what it is sent, with the studio's own parts or, asked for `?fonts=none`, without a font.
import { openPng } from "../../shared/integrations/png.ts"
import { PNG_PARTS } from "../../shared/integrations/png-parts.ts"

const png = openPng(PNG_PARTS)
const bare = openPng({ ...PNG_PARTS, fonts: [] })

// oxlint-disable-next-line import/no-default-export -- a Worker is a default export
export default {
  async fetch(request: Request): Promise<Response> {
    const { render } = new URL(request.url).searchParams.get("fonts") === "none" ? bare : png
    return new Response(await render(await request.text()), { headers: { "content-type": "image/png" } })
  },
}
