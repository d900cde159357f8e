import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { cleanText, cutText, htmlToText } from "../../shared/integrations/plain-text.ts"
import { anyText } from "./feed-samples.ts"

describe("markup", () => {
  test.each([
    ["Bitcoin <b>jumps</b>", "Bitcoin jumps"],
    ["<p>One</p><p>Two</p>", "One Two"],
    ["One<br>Two<li>Three", "One Two Three"],
    ["bit<wbr>coin and un<em>believ</em>able", "bitcoin and unbelievable"],
    ["AT&amp;T &lt;b&gt; &#8217;s &hellip; &nbsp; end", "AT&T <b> ’s … end"],
    ["&amp;lt;script&amp;gt;", "&lt;script&gt;"],
    ["fees < 5 & > 3", "fees < 5 & > 3"],
    ["a<script>alert('x')</script>b<style>p{}</style>c", "a b c"],
    ["x<SCRIPT src=//evil>bad</SCRIPT >y", "x y"],
    ["x<!-- hidden -->y", "xy"],
    ["<img src=x onerror=alert(1)>text", "text"],
    ["<a href='javascript:alert(1)'>click</a>", "click"],
    ["<svg><script>bad()</script><text>drawn</text></svg>after", "after"],
    ["<template>hidden</template><noscript>also</noscript>shown", "shown"],
    ["unclosed <b", "unclosed"],
    ["<scr<script>ipt>alert(1)</scr</script>ipt>", "ipt>alert(1)ipt>"],
  ])("%s is read as %s", (html, text) => {
    expect(htmlToText(html)).toBe(text)
  })

  test("of any depth or length is read in bearable time", () => {
    const started = performance.now()
    for (let i = 0; i < 200; i++) htmlToText(`start ${"<a>".repeat(3_000)}${"</b>".repeat(3_000)}`)
    expect(htmlToText(`start ${"<div>".repeat(50_000)}`)).toBe("start")
    expect(performance.now() - started).toBeLessThan(4_000)
  })
})

describe("text", () => {
  test.each([
    ["a\u0000b\u0007c", "abc"],
    ["a\t\n\r\u00a0\u2003\u2028 b", "a b"],
    ["bit\u200bco\u200d\ufeffin", "bitcoin"],
    ["safe\u202eevil\u202c \u2066x\u2069", "safeevil x"],
    ["hid\u{e0041}\u{e0042}den", "hidden"],
    ["lone \ud83d half", "lone half"],
    ["soft\u00adhyphen \ue000private", "softhyphen private"],
    ["emoji 🚀 stays, ñ and 漢字 too", "emoji 🚀 stays, ñ and 漢字 too"],
    [" \u200b ", ""],
  ])("%j is cleaned to %j", (dirty, clean) => {
    expect(cleanText(dirty)).toBe(clean)
  })

  test("once clean stays as it is, and holds nothing unseen", () => {
    fc.assert(
      fc.property(anyText(30), (any) => {
        const clean = cleanText(any)
        return cleanText(clean) === clean && !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|^\s|\s$|\s\s/u.test(clean)
      }),
    )
  })

  test("is cut without halving a character", () => {
    expect(cutText("short", 5)).toBe("short")
    expect(cutText("sixsix", 5)).toBe("sixs…")
    expect(cutText("abc🚀🚀", 5)).toBe("abc…")
    expect(cutText("four five", 6)).toBe("four…")
  })
})
