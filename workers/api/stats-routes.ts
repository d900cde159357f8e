// The operator's pages of figures and of people, and their forms.
import type { ApiRoute } from "./endpoint.ts"
import { replayForm } from "./forms/replay.ts"
import { analyticsPage } from "./pages/analytics.tsx"
import { audiencePage } from "./pages/audience.tsx"
import { personPage } from "./pages/person.tsx"

export const STATS_ROUTES: readonly ApiRoute[] = [analyticsPage, audiencePage, replayForm, personPage]
