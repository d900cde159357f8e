// One source down never stops the others; a spent budget stops them all.
import { type FailureCode, toFailure } from "../../shared/kit/failure.ts"

/** The code of a failure that the run can live with. A spent budget, or a failure of our own, is thrown on. */
export function tolerated(thrown: unknown): FailureCode {
  const failure = toFailure(thrown)
  if (
    failure.code === "upstream-rejected" ||
    failure.code === "upstream-unavailable" ||
    failure.code === "upstream-unknown" ||
    failure.code === "rate-limited"
  ) {
    return failure.code
  }
  throw failure
}
