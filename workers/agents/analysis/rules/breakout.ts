// Did the price break out upward? Above its channel on its own strength, or an extreme hour whoever drove it.
import type { Rule } from "../finding.ts"
import { findLargeMove } from "./large-move.ts"

export const breakout: Rule = { type: "breakout", find: (view, context) => findLargeMove(view, context, 1) }
