// What is the least that a route can cost here? A Worker with one bare Hono route that answers the JSON it was given, to compare the API's routes with.
import { Hono } from "hono"

const app = new Hono()
let data: Record<string, unknown> = {}

app.get("/bare", (c) => c.json(data))
app.put("/bare", async (c) => {
  data = await c.req.json<Record<string, unknown>>()
  return c.body(null, 204)
})

export default app
