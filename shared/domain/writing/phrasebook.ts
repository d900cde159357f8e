// What has a language to offer so that a post can be written in it? The sentences of a finding, its details and its outlook, in variants.
import type { Voice } from "../post.ts"
import type { Cited } from "./cited.ts"

/** Variants of one sentence or passage; the seed picks. Empty where the claims don't carry it. */
export type Variants = readonly string[]

export type Phrasebook = {
  /** What was found, in one or two sentences. */
  finding(cited: Cited, voice: Voice): Variants
  /** Further facts, in order of weight. */
  details(cited: Cited): readonly Variants[]
  /** The statement that time will prove right or wrong, with its probability and deadline. */
  outlook(cited: Cited, voice: Voice): Variants
  /** The same in as few characters as can be. */
  briefOutlook(cited: Cited): Variants
  /** What kind of finding it is, in general words without a figure. */
  lesson(cited: Cited): Variants
  /** How to read a probability and where the figures come from: passages that close longer texts. */
  method(cited: Cited, voice: Voice): readonly Variants[]
  title(cited: Cited): Variants
  /** What the picture of the text shows. */
  alt(cited: Cited): string
}
