// How is an insight read together with the rows that it cites, as they are at a moment? A part of the questions that texts and pictures are made from.
import { type SQL, sql } from "drizzle-orm"
import type { WritingOrder } from "../../domain/writing-order.ts"

/** Insight `i` as JSON, with its evidence in order and what each cited row says as known at `at`. */
export const citedInsight = (
  at: string,
): SQL => sql`jsonb_build_object('asset', i.asset, 'type', i.type, 'direction', i.direction, 'headline', i.headline, 'madeAt', i.made_at,
          'probability', i.probability, 'horizonHours', i.horizon_hours, 'deadline', i.deadline, 'statement', i.statement, 'statementText', i.statement_text, 'reasons', i.reasons,
          'evidence', coalesce((
            SELECT jsonb_agg(jsonb_build_object('kind', e.kind, 'ref', e.ref, 'label', e.label, 'value', e.value::text, 'unit', e.unit, 'observedAt', e.observed_at,
              -- Two exchanges that agree are both the row's source.
              'source', CASE WHEN c.agreement = 'agreed' AND c.checked_at <= ${at}::timestamptz THEN c.source || '+' || c.second_source ELSE e.source END,
              'agreementNow', CASE WHEN e.kind = 'candle' THEN CASE WHEN c.checked_at <= ${at}::timestamptz THEN c.agreement ELSE 'single' END
                WHEN e.kind = 'quote' THEN coalesce(q.agreement, 'single') END,
              'valueNow', CASE e.kind WHEN 'quote' THEN q.price WHEN 'sentiment' THEN s.value WHEN 'story' THEN n.polarity
                ELSE CASE WHEN e.unit = 'asset_units' THEN c.volume WHEN e.label LIKE '% open %' THEN c.open ELSE c.close END END::text) ORDER BY e.ordinal)
            FROM evidence e
            LEFT JOIN candles c ON e.kind = 'candle' AND c.asset = split_part(e.ref, '/', 1)
              AND c.open_time = CASE WHEN e.kind = 'candle' THEN nullif(split_part(e.ref, '/', 2), '')::timestamptz END
            LEFT JOIN quotes q ON e.kind = 'quote' AND q.asset = split_part(e.ref, '/', 1)
              AND q.observed_at = CASE WHEN e.kind = 'quote' THEN nullif(split_part(e.ref, '/', 2), '')::timestamptz END
            LEFT JOIN sentiment_readings s ON e.kind = 'sentiment' AND s.subject = split_part(e.ref, '/', 2) AND s.source = split_part(e.ref, '/', 1)
              AND s.observed_at = CASE WHEN e.kind = 'sentiment' THEN nullif(split_part(e.ref, '/', 3), '')::timestamptz END
            LEFT JOIN news_stories n ON e.kind = 'story' AND n.id = e.ref
            WHERE e.insight_id = i.id), '[]'))`

export const utc = (time: string): string => new Date(time).toISOString()

/** Postgres writes `+00:00`; the domain's moments end with `Z`. */
export const insightInUtc = (insight: WritingOrder["insight"]): WritingOrder["insight"] => ({
  ...insight,
  madeAt: utc(insight.madeAt),
  deadline: utc(insight.deadline),
  evidence: insight.evidence.map((row) => ({ ...row, observedAt: utc(row.observedAt) })),
})
