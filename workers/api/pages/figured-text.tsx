// A text whose figures can be clicked: each leads to the row that it rests on.

/** UTF-16 places in the text; `row` is the place of its evidence, null where the insight itself states it. */
export type FigurePlace = { readonly start: number; readonly end: number; readonly row: number | null }

type Of = { text: string; figures: readonly FigurePlace[]; /** Address of the insight. */ insight: string }

/** Where a figure leads: to a row of the page's evidence table, or to the insight that states it. */
const target = (row: number | null, insight: string): string => (row === null ? insight : `#row-${row + 1}`)

export function FiguredText({ text, figures, insight }: Of) {
  const ends = [0, ...figures.map(({ end }) => end)]
  return (
    <>
      {figures.map(({ start, end, row }, i) => (
        <>
          {text.slice(ends[i], start)}
          <a class="figure" href={target(row, insight)}>
            {text.slice(start, end)}
          </a>
        </>
      ))}
      {text.slice(ends.at(-1))}
    </>
  )
}
