// What does the AI SDK get where it asks for its vendor's gateway? Nothing: the studio calls the providers that it was given, and no other.
// wrangler.toml puts this in the place of @ai-sdk/gateway, which would be a sixth of what speaks to models.

/** Nothing is one of these. */
class NoGatewayError extends Error {
  readonly isRetryable = false

  static isInstance(_error: unknown): _error is NoGatewayError {
    return false
  }
}
export { NoGatewayError as GatewayAuthenticationError, NoGatewayError as GatewayError }

export function createGateway(): never {
  throw new Error("This studio has no gateway: name a provider in MODELS.")
}

/** Reached only for a model given by name alone, which the studio never does. */
export const gateway = new Proxy({}, { get: createGateway })
