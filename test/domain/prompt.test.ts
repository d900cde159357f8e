import { describe, expect, test } from "vitest"
import * as z from "zod"
import { mostTokensIn, type Prompt, promptHash, promptMessages, replySchema } from "../../shared/domain/prompt.ts"
import { UNTRUSTED_RULE, untrustedPart } from "../../shared/domain/untrusted.ts"

const Reply = z.object({ text: z.string(), title: z.string().nullable() })
const newPrompt = (more: Partial<Prompt> = {}): Prompt => ({
  system: "You write.",
  trusted: "Write this.",
  untrusted: ["a headline"],
  reply: Reply,
  maxTokens: 100,
  promptVersion: "test/1",
  ...more,
})

describe("the hash of a prompt", () => {
  const models = ["first/a", "second/b"]
  const hash = promptHash(newPrompt(), models)

  test("is a SHA-256 in hex, the same for the same question", () => {
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    const { system, trusted, untrusted, reply, maxTokens, promptVersion } = newPrompt()
    expect(promptHash({ promptVersion, maxTokens, reply, untrusted: [...untrusted], trusted, system }, [...models])).toBe(hash)
    expect(promptHash(newPrompt({ reply: z.object({ text: z.string(), title: z.string().nullable() }) }), models)).toBe(hash)
  })

  test.each<Partial<Prompt>>([
    { system: "You write!" },
    { trusted: "Write that." },
    { untrusted: [] },
    { untrusted: ["a headline", ""] },
    { untrusted: ["a headline\u200b"] },
    { reply: z.object({ text: z.string().max(280), title: z.string().nullable() }) },
    { maxTokens: 101 },
    { promptVersion: "test/2" },
  ])("differs with %o", (more) => {
    expect(promptHash(newPrompt(more), models)).not.toBe(hash)
  })

  test("differs with the models and their order", () => {
    expect(promptHash(newPrompt(), models.toReversed())).not.toBe(hash)
    expect(promptHash(newPrompt(), ["first/a"])).not.toBe(hash)
  })

  test("can't be met by moving text from one field to another", () => {
    const one = newPrompt({ system: "a", trusted: "b", untrusted: ["c", "d"] })
    const others = [
      { ...one, system: "ab", trusted: "" },
      { ...one, untrusted: ["c,d"] },
      { ...one, trusted: "b c", untrusted: ["d"] },
    ]
    for (const other of others) expect(promptHash(other, models)).not.toBe(promptHash(one, models))
  })
})

describe("the messages of a prompt", () => {
  test("set the stranger's part after the order, and its rule after the instructions", () => {
    expect(promptMessages(newPrompt())).toEqual({
      system: `You write.\n\n${UNTRUSTED_RULE}`,
      user: `Write this.\n\n${untrustedPart(["a headline"])}`,
    })
  })

  test("say nothing of strangers where there is nothing of theirs", () => {
    expect(promptMessages(newPrompt({ untrusted: [" "] }))).toEqual({ system: "You write.", user: "Write this." })
  })

  test("end with the faults of the reply before, and spell the shape out where told", () => {
    const { system, user } = promptMessages(newPrompt({ untrusted: [] }), { faults: ["/text: too long"], shape: "{}" })
    expect(user).toMatch(/did not fit\. .*\n\/text: too long$/)
    expect(system).toMatch(/^You write\.\n\nReply with one JSON object of this JSON Schema and nothing else: \{\}$/)
  })
})

test("the schema of a reply names every field and allows no other", () => {
  expect(replySchema(newPrompt())).toMatchObject({ type: "object", required: ["text", "title"], additionalProperties: false })
})

test("the most tokens of a prompt are its bytes and a margin", () => {
  expect(mostTokensIn({ system: "ab", user: "€" }, "{}")).toBe(2 + 3 + 2 + 1_000)
})
