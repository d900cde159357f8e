// How many people have which score? A bar for each ten, with its figures in words.
import { numberText } from "./format.ts"

const LABELS = ["0", "10", "20", "30", "40", "50", "60", "70", "80", "90", "100"]
const [WIDTH, HEIGHT, GAP] = [110, 60, 2]

/** `byScore`: people with a score of 0, above 0 to 10, and so on to above 90 to 100. */
export function ScoreBars({ byScore }: { byScore: readonly number[] }) {
  // Most people are at 0 and few far up: heights grow with the logarithm, so that one person can be seen beside a million.
  const most = Math.log1p(Math.max(1, ...byScore))
  const words = byScore.map((people, i) => `${i === 0 ? "0" : `up to ${LABELS[i]}`}: ${numberText(people)}`).join(", ")
  const step = WIDTH / byScore.length
  return (
    <>
      <svg
        class="bars apart"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`People by score. ${words}`}
      >
        <title>{words}</title>
        {byScore.map((people, i) => {
          const height = (Math.log1p(people) / most) * HEIGHT
          return (
            <rect class="tenth" x={i * step + GAP / 2} y={(HEIGHT - height).toFixed(2)} width={step - GAP} height={height.toFixed(2)} />
          )
        })}
      </svg>
      <ul class="bar-labels tiny muted num" aria-hidden="true">
        {byScore.map((_, i) => (
          <li>{LABELS[i]}</li>
        ))}
      </ul>
      <p class="tiny muted num">{`${words}. Heights grow with the logarithm.`}</p>
    </>
  )
}
