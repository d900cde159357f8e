// The button that ends the session, in the studio and in the browser.
import * as z from "zod"
import { Failure } from "../../../shared/kit/failure.ts"
import { readQuery } from "../../../shared/kit/input.ts"
import { withDone } from "../done.ts"
import type { ApiRoute } from "../endpoint.ts"
import { readSessionForm } from "../form.ts"
import { forward } from "../forward.ts"
import { redirect } from "../redirect.ts"
import { setCookie } from "../session.ts"

/** A session that has ended already is signed out as well. */
const isOver = (thrown: unknown): boolean => thrown instanceof Failure && thrown.code === "unauthenticated"

export const signOutForm: ApiRoute = {
  method: "POST",
  path: "/sign-out",
  operation: null,
  async handle(incoming) {
    const { request, services } = incoming
    try {
      const { token, fields } = await readSessionForm(incoming)
      readQuery(z.object({}), fields)
      await forward(services, request, { method: "DELETE", path: "/api/v1/sessions", body: null }, token)
    } catch (thrown) {
      if (!isOver(thrown)) throw thrown
    }
    return redirect(withDone("/sign-in", "signed-out"), { "set-cookie": setCookie(services.sessionCookie, "", 0) })
  },
}
