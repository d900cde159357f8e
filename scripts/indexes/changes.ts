// Which indexes came after their tables were filled? Each can be built on a live database before the migration that makes it everywhere else.

export type IndexChange = {
  /** A migration makes it too, with IF NOT EXISTS. */
  readonly name: string
  readonly table: string
  /** What follows the table's name. */
  readonly definition: string
  /** The index that it stands for, which goes then, and comes back with a roll-back. */
  readonly replaces?: { readonly name: string; readonly definition: string }
  readonly why: string
}

export const INDEX_CHANGES: readonly IndexChange[] = [
  {
    name: "published_content_of_channel",
    table: "published_content",
    definition: "(channel, published_at DESC, id DESC)",
    replaces: { name: "published_content_by_channel", definition: "(channel, published_at DESC)" },
    why: "without the id a page of a channel was read from all posts, four times as many rows",
  },
]
