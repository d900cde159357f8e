// What is each candidate offered, and in which words? Pure.
import { type Candidate, writeOffer } from "../../../shared/domain/offer.ts"

export type Offer = Candidate & { readonly text: string }

export const decide = ({ candidates }: { readonly candidates: readonly Candidate[] }): { readonly offers: readonly Offer[] } => ({
  offers: candidates.map((candidate) => ({ ...candidate, text: writeOffer(candidate.reasons) })),
})
