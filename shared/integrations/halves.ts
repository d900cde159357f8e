// Which of many things does the other side know, when one that it doesn't know makes it refuse the whole request?

/**
 * Rows of all items that the other side knows. `ask` gives null where it refused because of an unknown item; the items are
 * then asked for in halves, so that one unknown among n costs about 2 log2(n) requests more, and none costs nothing.
 */
export async function askInHalves<Item, Row>(
  items: readonly Item[],
  ask: (items: readonly Item[]) => Promise<readonly Row[] | null>,
): Promise<readonly Row[]> {
  if (items.length === 0) return []
  const rows = await ask(items)
  if (rows !== null) return rows
  if (items.length === 1) return []
  const middle = Math.ceil(items.length / 2)
  const halves = [items.slice(0, middle), items.slice(middle)]
  return (await Promise.all(halves.map((half) => askInHalves(half, ask)))).flat()
}
