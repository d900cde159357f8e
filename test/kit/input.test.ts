import { describe, expect, it } from "vitest"
import { readForm } from "../../shared/kit/input.ts"

const MAX = 200
const form = (body: string | Uint8Array, type: string | null = "application/x-www-form-urlencoded") =>
  readForm(new Request("http://localhost/", { method: "POST", body: body as BodyInit, headers: { "content-type": type ?? "" } }), MAX)

describe("a form's body", () => {
  it("gives its fields as text, with the line ends that the person typed", async () => {
    expect([...(await form("text=one%0D%0Atwo+%26%20three&empty=&emoji=%F0%9F%97%9D"))]).toEqual([
      ["text", "one\ntwo & three"],
      ["empty", ""],
      ["emoji", "🗝"],
    ])
  })

  it.each(["application/json", "multipart/form-data; boundary=x", "text/plain", "application/x-www-form-urlencodedx", ""])(
    "of the type %j is refused",
    async (type) => {
      await expect(form("a=b", type)).rejects.toMatchObject({ code: "unsupported-media-type" })
    },
  )

  it("is refused where it is too long", async () => {
    await expect(form(`a=${"x".repeat(MAX - 1)}`)).rejects.toMatchObject({ code: "too-large" })
    expect((await form(`a=${"x".repeat(MAX - 2)}`)).get("a")).toHaveLength(MAX - 2)
  })

  it("is refused where a field holds what no text column can", async () => {
    await expect(form("a=b&note=x%00y")).rejects.toMatchObject({
      code: "invalid-input",
      faults: [{ pointer: "note", detail: "holds a character that text can't have" }],
    })
  })

  it.each(["%", "%zz=%", "&&==&", "a=%ff%fe", "=x", new Uint8Array([0xff, 0xfe, 0x3d])])(
    "that is broken is text all the same (%j)",
    async (body) => {
      for (const [name, value] of await form(body)) expect(name.isWellFormed() && value.isWellFormed()).toBe(true)
    },
  )
})
