// Did the price break down? Below its channel on its own weakness, or an extreme hour whoever drove it.
import type { Rule } from "../finding.ts"
import { findLargeMove } from "./large-move.ts"

export const breakdown: Rule = { type: "breakdown", find: (view, context) => findLargeMove(view, context, -1) }
