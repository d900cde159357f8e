// Which words came and went between two versions of a text?

export type TextChange = { readonly kind: "same" | "added" | "removed"; readonly text: string }

/** More changed words than this are no comparison any more: the whole middle is shown as replaced. It bounds time and memory. */
const MOST_CHANGES = 400

/** Words, the white space between them and single marks, so that joining them gives the text again. */
const tokensOf = (text: string): string[] => text.match(/[\p{L}\p{N}]+(?:[.,'’][\p{L}\p{N}]+)*|\s+|[^\p{L}\p{N}\s]/gu) ?? []

/**
 * The changes from `before` to `after`, in order: same and removed give `before`, same and added give `after`. As few words as possible
 * are changed. Source: Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1 (1986), the greedy algorithm.
 */
export function textDiff(before: string, after: string): TextChange[] {
  const [old, now] = [tokensOf(before), tokensOf(after)]
  const most = Math.min(old.length, now.length)
  let head = 0
  while (head < most && old[head] === now[head]) head += 1
  let tail = 0
  while (tail < most - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1
  const middle = changesBetween(old.slice(head, old.length - tail), now.slice(head, now.length - tail))
  const same = (tokens: readonly string[]): TextChange[] => tokens.map((text) => ({ kind: "same", text }))
  return joined([...same(old.slice(0, head)), ...middle, ...same(old.slice(old.length - tail))])
}

/** Furthest reach of each diagonal after 0, 1, 2, ... changes, as the paper's V; null where there are too many changes. */
function reaches(old: readonly string[], now: readonly string[]): Map<number, number>[] | null {
  const rounds: Map<number, number>[] = []
  let last = new Map([[1, 0]])
  for (let changes = 0; changes <= MOST_CHANGES; changes += 1) {
    const next = new Map<number, number>()
    rounds.push(last)
    for (let k = -changes; k <= changes; k += 2) {
      let x = isDown(last, k, changes) ? (last.get(k + 1) ?? 0) : (last.get(k - 1) ?? 0) + 1
      while (x < old.length && x - k < now.length && old[x] === now[x - k]) x += 1
      next.set(k, x)
      if (x >= old.length && x - k >= now.length) return rounds
    }
    last = next
  }
  return null
}

/** Whether the furthest path to diagonal `k` comes from the one above, by an added word, and not by a removed one. */
const isDown = (last: ReadonlyMap<number, number>, k: number, changes: number): boolean =>
  k === -changes || (k !== changes && (last.get(k - 1) ?? -1) < (last.get(k + 1) ?? -1))

function changesBetween(old: readonly string[], now: readonly string[]): TextChange[] {
  const rounds = reaches(old, now)
  if (rounds === null) return [...old.map(removed), ...now.map(added)]
  const changes: TextChange[] = []
  let [x, y] = [old.length, now.length]
  for (let round = rounds.length - 1; round >= 0; round -= 1) {
    const last = rounds[round] ?? new Map<number, number>()
    const k = x - y
    const from = isDown(last, k, round) ? k + 1 : k - 1
    const fromX = round === 0 ? 0 : (last.get(from) ?? 0)
    const fromY = round === 0 ? 0 : fromX - from
    while (x > fromX && y > fromY) {
      changes.push({ kind: "same", text: old[x - 1] ?? "" })
      x -= 1
      y -= 1
    }
    if (round === 0) break
    changes.push(from === k + 1 ? added(now[y - 1] ?? "") : removed(old[x - 1] ?? ""))
    ;[x, y] = [fromX, fromY]
  }
  return changes.toReversed()
}

const removed = (text: string): TextChange => ({ kind: "removed", text })
const added = (text: string): TextChange => ({ kind: "added", text })

/** Neighbours of one kind as one change; of neighbouring changes the removed words first. */
function joined(changes: readonly TextChange[]): TextChange[] {
  const list: TextChange[] = []
  let run: Record<"removed" | "added", string> = { removed: "", added: "" }
  const flush = (): void => {
    for (const kind of ["removed", "added"] as const) if (run[kind] !== "") list.push({ kind, text: run[kind] })
    run = { removed: "", added: "" }
  }
  for (const { kind, text } of changes) {
    const before = list.at(-1)
    if (kind !== "same") run[kind] += text
    else if (run.removed === "" && run.added === "" && before?.kind === "same") list[list.length - 1] = { kind, text: before.text + text }
    else {
      flush()
      list.push({ kind, text })
    }
  }
  flush()
  return list
}
