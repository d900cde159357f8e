// The operator's desk: the pages that are his alone, and their forms.
import type { ApiRoute } from "./endpoint.ts"
import { approveListForm } from "./forms/approve-list.ts"
import { approveForm, editForm, rejectForm } from "./forms/decide.ts"
import { makeKeyForm, revokeKeyForm, rotateKeyForm } from "./forms/keys.ts"
import { settleForm } from "./forms/settle.ts"
import { switchForm } from "./forms/switch.ts"
import { rollBackForm, tuneForm } from "./forms/tune.ts"
import {
  deleteWebhookForm,
  makeWebhookForm,
  replayWebhookForm,
  rotateWebhookForm,
  testWebhookForm,
  turnWebhookForm,
} from "./forms/webhook.ts"
import { approvalPage } from "./pages/approval.tsx"
import { approvalsPage } from "./pages/approvals.tsx"
import { calendarPage } from "./pages/calendar.tsx"
import { channelsPage } from "./pages/channels.tsx"
import { confirmSwitchPage } from "./pages/confirm-switch.tsx"
import { keysPage } from "./pages/keys.tsx"
import { postLifePage } from "./pages/post-life.tsx"
import { todayPage } from "./pages/today.tsx"
import { tuningPage } from "./pages/tuning.tsx"
import { webhooksPage } from "./pages/webhooks.tsx"

export const DESK_ROUTES: readonly ApiRoute[] = [
  todayPage,
  approvalsPage,
  approveListForm,
  approvalPage,
  approveForm,
  rejectForm,
  editForm,
  calendarPage,
  postLifePage,
  settleForm,
  channelsPage,
  confirmSwitchPage,
  switchForm,
  tuningPage,
  rollBackForm,
  tuneForm,
  webhooksPage,
  makeWebhookForm,
  turnWebhookForm,
  testWebhookForm,
  replayWebhookForm,
  rotateWebhookForm,
  deleteWebhookForm,
  keysPage,
  makeKeyForm,
  rotateKeyForm,
  revokeKeyForm,
]
