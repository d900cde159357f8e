// Whose word about a text counts? The operator's, and that of a program which he gave a key for it.
import { shownKey } from "../../shared/domain/api-key.ts"
import { checkKey } from "./api-key.ts"
import type { IngestServices } from "./endpoint.ts"
import { checkOperator } from "./operator.ts"

/** For an endpoint's `guard`: gives who decides, as the audit log names him; a program by its key's id. */
export const REVIEWING = {
  key: "the operator's key, or a key with the scope write:approvals",
  check: async (services: IngestServices, headers: Headers): Promise<string> =>
    shownKey(headers) === null ? checkOperator(services, headers) : (await checkKey(services, headers, "write:approvals")).id,
}
