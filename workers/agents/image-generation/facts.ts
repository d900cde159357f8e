// What does image-generation know and decide? A version that lacks its picture with the rows of its market, or those that wait for too long.
import type { ChartSpec } from "../../../shared/domain/chart/spec.ts"
import type { OverduePicture, PictureOrder } from "../../../shared/domain/picture-order.ts"
import type { PostFormat, PostText } from "../../../shared/domain/post.ts"

export type Told = { readonly id: string; readonly planId: string }

export type Facts = {
  /** The version that was asked for; null in a slot, or where there is none. */
  readonly order: PictureOrder | null
  /** In a slot: versions whose picture nobody has drawn in time. */
  readonly overdue: readonly OverduePicture[]
  /** Versions without a picture that an earlier attempt of this run has written. */
  readonly written: readonly Told[]
  /** What has to stand on every picture, such as that the market is simulated. */
  readonly notice: string | null
}

/** A version by its text and place, as its hash is made of them. */
export type Version = {
  readonly draftId: string
  readonly planId: string
  readonly version: number
  readonly planCreatedAt: string
  readonly scheduledAt: string
  readonly post: PostText
}

export type Plain = { readonly from: Version; readonly format: PostFormat; readonly why: string }

export type Decision =
  | { readonly kind: "nothing"; readonly why: string }
  /** An earlier attempt has done it: only the news of it may be missing. */
  | { readonly kind: "done"; readonly told: readonly Told[] }
  /** `plain` is what stands where it can't be drawn after all. */
  | { readonly kind: "draw"; readonly spec: ChartSpec; readonly alt: string; readonly to: Version; readonly plain: Plain }
  /** The same texts go without their pictures. */
  | { readonly kind: "plain"; readonly versions: readonly Plain[] }
