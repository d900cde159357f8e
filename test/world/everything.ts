// Does this run try all there is to try? CI does; elsewhere a test of many thousands of cases takes a share of them, always the same one.

/** Set TEST_EVERYTHING to anything for the whole of every test that imports this. */
export const EVERYTHING = process.env["TEST_EVERYTHING"] !== undefined

/**
 * Every `of`-th of `items`, from another one each `turn`: `of` turns one after another try each item once. All of them where everything
 * is tried.
 */
export const share = <T>(items: readonly T[], turn: number, of: number): readonly T[] =>
  EVERYTHING ? items : items.filter((_, i) => i % of === turn % of)
