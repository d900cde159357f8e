// Every agent, in the order of the flow. A test compares this list with the folders beside it.
import { analysis } from "./analysis/agent.ts"
import { analytics } from "./analytics/agent.ts"
import { approval } from "./approval/agent.ts"
import { contentCreation } from "./content-creation/agent.ts"
import { contentStrategy } from "./content-strategy/agent.ts"
import type { Agent } from "./contract.ts"
import { conversion } from "./conversion/agent.ts"
import { engagement } from "./engagement/agent.ts"
import { identity } from "./identity/agent.ts"
import { imageGeneration } from "./image-generation/agent.ts"
import { maintenance } from "./maintenance/agent.ts"
import { marketScan } from "./market-scan/agent.ts"
import { newsScan } from "./news-scan/agent.ts"
import { performanceAnalytics } from "./performance-analytics/agent.ts"
import { publishing } from "./publishing/agent.ts"
import { sentimentScan } from "./sentiment-scan/agent.ts"
import { strategyTuning } from "./strategy-tuning/agent.ts"
import { webhooks } from "./webhooks/agent.ts"

export const AGENTS: readonly Agent[] = [
  marketScan,
  newsScan,
  sentimentScan,
  analysis,
  contentStrategy,
  contentCreation,
  imageGeneration,
  approval,
  publishing,
  webhooks,
  analytics,
  engagement,
  conversion,
  identity,
  performanceAnalytics,
  strategyTuning,
  maintenance,
]
