// How long did runs take? Durations are counted in buckets that grow by a tenth, so that any quantile is known to within 5 % from a few numbers.

/** Each bucket is so many times as wide as the one before. */
export const BUCKET_GROWTH = 1.1
const LAST_BUCKET = 200

/** The bucket of a duration in whole milliseconds: b holds those above 1.1^(b-1) up to 1.1^b, 0 what took up to 1 ms; the last holds all the rest. */
export const bucketOf = (wallMs: number): number =>
  wallMs <= 1 ? 0 : Math.min(LAST_BUCKET, Math.ceil(Math.log(wallMs) / Math.log(BUCKET_GROWTH)))

/** What stands for the durations of a bucket, in milliseconds: its geometric middle, at most 4.9 % from each of them. */
export const middleOf = (bucket: number): number => (bucket === 0 ? 1 : BUCKET_GROWTH ** (bucket - 0.5))
