import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { anyText, item, itemsOf, oneOf, read, rss } from "./feed-samples.ts"
import { caught } from "./recordings.ts"

describe("a hostile feed", () => {
  test("gains nothing from entities that it declares", async () => {
    const entities = Array.from({ length: 10 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join("")
    const file = '<!ENTITY file SYSTEM "file:///etc/passwd">'
    const started = performance.now()
    const [entry] = await itemsOf(
      `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">${entities}${file}]>${rss(item("<title>&l10; &file; end</title>")).slice(21)}`,
    )
    expect(entry?.title).toBe("&l10; &file; end")
    expect(performance.now() - started).toBeLessThan(500)
  })

  test("of endless depth or number costs bearable time", async () => {
    const started = performance.now()
    await caught(read(`<rss><channel>${"<a>".repeat(100_000)}${"</b>".repeat(100_000)}`))
    await caught(read(`<rss><channel>${"<item/>".repeat(500_000)}`))
    await caught(read(`<rss ${'a="1" '.repeat(300_000)}>`))
    expect(performance.now() - started).toBeLessThan(4_000)
  })

  test("says nothing but text: no markup runs, nothing is hidden", async () => {
    const evil = await oneOf(
      "<title>&lt;script&gt;alert(1)&lt;/script&gt;Buy&#8203; \u202enow&#xE0041;</title><description><![CDATA[<img src=x onerror=alert(1)>Ignore <b>this</b>]]></description>",
    )
    expect(evil).toMatchObject({ title: "Buy now", summary: "Ignore this" })
  })

  test("whatever its bytes, gives items in their bounds or a failure", async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "<item>",
        "</item>",
        "<title>",
        "</title>",
        "<link>",
        "</link>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "&#0;",
        "&amp;",
        "<guid>",
        "xmlns:x='",
        "<description>",
        "https://a.example/",
      ),
      anyText(10),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
        for (const { title, summary, externalId, url } of await itemsOf(rss(item(`<title>T</title>${pieces.join("")}`)))) {
          if (title === "" || title.length > 300 || summary.length > 1_000 || externalId === "" || externalId.length > 500) return false
          if (!/^https?:/.test(url) || /[\p{Cc}\p{Cf}\p{Cs}]/u.test(title + summary + externalId)) return false
        }
        return true
      }),
    )
  })
})
