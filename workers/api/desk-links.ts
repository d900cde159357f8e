// Where does the operator find a thing? Addresses of the pages that are his alone.

export const approvalPath = (planId: string): string => `/approvals/${planId}`
/** Everything that became of a plan, from its insight to its readings. */
export const lifePath = (planId: string): string => `/posts/${planId}/life`

/** Where a plan is best looked at: to decide while it can be decided, after that for what became of it. */
export const planPath = ({ id, state }: { readonly id: string; readonly state: string }): string =>
  state === "released" ? lifePath(id) : approvalPath(id)
