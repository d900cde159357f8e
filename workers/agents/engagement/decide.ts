// What is each kind of interaction worth? Pure: the weights that the policy gives.
import type { Weights } from "../../../shared/domain/interaction.ts"

export type WeightPolicy = {
  readonly weightLike: number
  readonly weightRepost: number
  readonly weightReply: number
  readonly weightQuote: number
  readonly weightMessageOpened: number
  readonly weightMessageClicked: number
  readonly weightOther: number
}

export type Decision = { readonly weights: Weights }

export function decide(_facts: unknown, _reply: null, policy: WeightPolicy): Decision {
  return {
    weights: {
      like: policy.weightLike,
      repost: policy.weightRepost,
      reply: policy.weightReply,
      quote: policy.weightQuote,
      message_opened: policy.weightMessageOpened,
      message_clicked: policy.weightMessageClicked,
      other: policy.weightOther,
    },
  }
}
