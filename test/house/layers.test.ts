// Do the rooms keep to themselves? What a lint rule can say about packages stands in .oxlintrc.json; here is what needs resolved paths.
import { describe, expect, test } from "vitest"
import { listImports, listSources, read, stripComments, stripStrings } from "./sources.ts"

/** Files of `paths` whose imports break a rule, each with the import. */
const breaking = (paths: readonly string[], isWrong: (imported: string, from: string) => boolean): readonly string[] =>
  paths.flatMap((path) =>
    listImports(path)
      .filter((imported) => isWrong(imported, path))
      .map((imported) => `${path} imports ${imported}`),
  )

const code = [...listSources("shared"), ...listSources("workers")]
const isOurs = (path: string): boolean => /^(shared|workers|scripts|test)\//.test(path)

test("the rules look at the files that they are about", () => {
  expect(code).toEqual(expect.arrayContaining(["shared/kit/app.ts", "shared/db/client.ts", "workers/agents/worker.ts"]))
  expect(listImports("shared/db/client.ts")).toEqual(expect.arrayContaining(["@neondatabase/serverless", "shared/kit/meter.ts"]))
})

describe("imports", () => {
  test("no Worker imports another, and shared imports none", () => {
    const workerOf = (path: string) => /^workers\/([^/]+)\//.exec(path)?.[1]
    expect(breaking(code, (imported, from) => workerOf(imported) !== undefined && workerOf(imported) !== workerOf(from))).toEqual([])
  })

  test("kit imports only kit", () => {
    expect(breaking(listSources("shared/kit"), (imported) => isOurs(imported) && !imported.startsWith("shared/kit/"))).toEqual([])
  })

  test("the domain knows neither the database nor the outside nor a Worker", () => {
    expect(breaking(listSources("shared/domain"), (imported) => isOurs(imported) && !/^shared\/(domain|kit)\//.test(imported))).toEqual([])
  })

  test("integrations don't know the database", () => {
    expect(breaking(listSources("shared/integrations"), (imported) => imported.startsWith("shared/db/"))).toEqual([])
  })

  test("nothing in production imports a test or a script", () => {
    expect(breaking(code, (imported) => /^(test|scripts)\//.test(imported))).toEqual([])
  })
})

describe("an agent's judgement", () => {
  const deciding = code.filter((path) => /^workers\/agents\/[^/]+\/decide\.ts$/.test(path))

  /** decide.ts and everything of its own folder that it reaches. */
  function reach(start: string): readonly string[] {
    const folder = start.slice(0, start.lastIndexOf("/") + 1)
    const seen = new Set([start])
    for (const path of seen) for (const imported of listImports(path)) if (imported.startsWith(folder)) seen.add(imported)
    return [...seen]
  }

  test("there is one to look at", () => {
    expect(deciding.length).toBeGreaterThan(0)
  })

  test.each(deciding)("%s imports only the domain and its own folder", (path) => {
    const folder = path.slice(0, path.lastIndexOf("/") + 1)
    expect(breaking(reach(path), (imported) => !imported.startsWith("shared/domain/") && !imported.startsWith(folder))).toEqual([])
  })

  test.each(deciding)("%s waits for nothing, asks no clock and draws no lots", (path) => {
    const impure = reach(path).filter((each) =>
      /\bawait\b|\basync\b|Date\.now\(|new Date\(\)|Math\.random|crypto\.|performance\./.test(stripStrings(read(each))),
    )
    expect(impure).toEqual([])
  })
})

describe("words", () => {
  const using = (paths: readonly string[], pattern: RegExp, text: (source: string) => string = stripStrings): readonly string[] =>
    paths.filter((path) => pattern.test(text(read(path))))

  test("kit holds no word of the domain", () => {
    const domain = /\b\w*(asset|candle|insight|sentiment|ticker|bitcoin|headline|exchange|forecast|subscriber|telegram|discord)s?/i
    expect(using(listSources("shared/kit"), domain)).toEqual([])
  })

  test("SQL is written in shared/db only", () => {
    const elsewhere = code.filter((path) => !path.startsWith("shared/db/"))
    expect(using(elsewhere, /\b(SELECT\s[\s\S]+?\sFROM|INSERT INTO|UPDATE\s+\w+\s+SET|DELETE FROM)\s/, stripComments)).toEqual([])
  })

  test("only kit/app.ts lets work go on after the answer", () => {
    expect(using(code, /\bwaitUntil\b/)).toEqual(["shared/kit/app.ts"])
  })

  test("only a worker.ts and the kit's clock ask the time", () => {
    const allowed = (path: string) => path === "shared/kit/clock.ts" || /^workers\/[^/]+\/worker\.ts$/.test(path)
    expect(
      using(
        code.filter((path) => !allowed(path)),
        /\bDate\.now\b|new Date\(\)|\bDate\(\)/,
      ),
    ).toEqual([])
  })
})
