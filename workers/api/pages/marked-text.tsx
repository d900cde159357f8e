// A text as it will be read, with what an operator has to see in it: figures that lead to their rows, and words that a guard refuses.
import type { MarkedText as Marked } from "./marks.ts"
import { anchorOf, type MarkedPiece } from "./marks.ts"

/** Everything in it is text; `isLinked` false leaves the figures out, for a page without their rows. */
export const MarkedText = ({ marked, isLinked = true }: { marked: Marked; isLinked?: boolean }) => (
  <>
    {marked.pieces.map((piece) => (
      <Faults piece={piece}>
        {piece.claim !== null && isLinked ? (
          <a class="figure" href={`#${anchorOf(piece.claim)}`}>
            {piece.text}
          </a>
        ) : (
          piece.text
        )}
      </Faults>
    ))}
  </>
)

const Faults = ({ piece, children }: { piece: MarkedPiece; children: unknown }) =>
  piece.faults.length === 0 ? (
    <>{children}</>
  ) : (
    <mark class="refused" title={piece.faults.join("; ")}>
      {children}
    </mark>
  )
