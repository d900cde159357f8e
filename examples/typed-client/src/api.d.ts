// Made from docs/openapi.json by npm run openapi.
export interface paths {
    "/api/v1/insights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Insights, newest first, each with its probability, statement and reasons.
         * @description With `fields` the answer's type is `application/vnd.content-creator.sparse+json`.
         *
         *     Answers are kept for 60 seconds, and forgotten as soon as something new is stored.
         */
        get: operations["listInsights"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/insights/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One insight with the stored rows it stands on, each as it was when the insight was made.
         * @description Answers are kept for 60 seconds, and forgotten as soon as something new is stored.
         */
        get: operations["getInsight"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/track-record": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How often what was given 70 % came true: Brier score, skill over the base rate and calibration of all settled claims.
         * @description Each insight claims something that stored candles settle at its deadline. Every claim counts, whether a post was made of it or not; `/track-record/claims` lists them one by one.
         *
         *     Answers are kept for 60 seconds, and forgotten as soon as something new is stored.
         */
        get: operations["getTrackRecord"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/track-record/claims": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Claims whose deadline has passed, latest deadline first, each with its probability, what became of it and the candles that say so.
         * @description With `fields` the answer's type is `application/vnd.content-creator.sparse+json`.
         *
         *     Answers are kept for 60 seconds, and forgotten as soon as something new is stored.
         */
        get: operations["listClaims"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Published posts, newest first: the exact texts that were approved, and how each did.
         * @description Engagement is read at the ages of 1, 6, 24, 72 and 168 hours, so that posts are compared when they are equally old. Posts for members are listed for keys with `read:premium` only.
         *
         *     Keys with the scope `read:premium` get more than others; such answers are kept apart.
         *
         *     With `fields` the answer's type is `application/vnd.content-creator.sparse+json`.
         *
         *     Answers are kept for 60 seconds, and forgotten as soon as something new is stored.
         */
        get: operations["listPosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One post with every figure of its texts, the stored row each rests on, and the approval it is bound to.
         * @description A post for members is there for keys with `read:premium` only; for others it does not exist.
         *
         *     Keys with the scope `read:premium` get more than others; such answers are kept apart.
         *
         *     Answers are kept for 60 seconds, and forgotten as soon as something new is stored.
         */
        get: operations["getPost"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every asset that the studio knows, each with its newest quote and where to read more of it.
         * @description All of them at once, by symbol: there are some dozens. An asset that was not seen on the market yet has no quote.
         *
         *     With `fields` the answer's type is `application/vnd.content-creator.sparse+json`.
         *
         *     Answers are kept for 60 seconds, and forgotten as soon as something new is stored.
         */
        get: operations["listAssets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assets/{asset}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One asset with its newest quote, how far its candles reach, and the newest insight and post about it.
         * @description Answers are kept for 60 seconds, and forgotten as soon as something new is stored.
         */
        get: operations["getAsset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/market/{asset}/candles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Closed hourly candles of one asset, oldest first. Without `since`: the newest `limit` hours.
         * @description With `fields` the answer's type is `application/vnd.content-creator.sparse+json`.
         *
         *     Answers are kept for 60 seconds, and forgotten as soon as something new is stored.
         */
        get: operations["listCandles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/market/{asset}/quotes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 24-hour quotes of one asset, newest first. Without `since`: of the last seven days.
         * @description With `fields` the answer's type is `application/vnd.content-creator.sparse+json`.
         *
         *     Answers are kept for 60 seconds, and forgotten as soon as something new is stored.
         */
        get: operations["listQuotes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/news": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stories by the moment they were first seen, newest first. The same story from several feeds is one, with its witnesses.
         * @description With `fields` the answer's type is `application/vnd.content-creator.sparse+json`.
         *
         *     Answers are kept for 60 seconds, and forgotten as soon as something new is stored.
         */
        get: operations["listNews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/news/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One story with the articles that tell it.
         * @description Answers are kept for 60 seconds, and forgotten as soon as something new is stored.
         */
        get: operations["getStory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sentiment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sentiment readings, newest first. Without `since`: of the last seven days.
         * @description With `fields` the answer's type is `application/vnd.content-creator.sparse+json`.
         *
         *     Answers are kept for 60 seconds, and forgotten as soon as something new is stored.
         */
        get: operations["listSentiment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the posts of 7 or 30 days came to at the age of 24 hours: in all, and by channel, format, asset, topic, kind of insight and hour (UTC).
         * @description Answers are kept for 60 seconds, and forgotten as soon as something new is stored.
         */
        get: operations["getAnalyticsSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/formats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How posts of each format did at one age: counts, mean rate with its 95 % interval, and the estimate drawn towards all; best first.
         * @description A format of fewer than five posts is not ranked, whatever its rate. Formats differ in channel and topic too: a higher rate is no proof that the format is why.
         *
         *     With `fields` the answer's type is `application/vnd.content-creator.sparse+json`.
         *
         *     Answers are kept for 60 seconds, and forgotten as soon as something new is stored.
         */
        get: operations["listFormatStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How posts of each hour of the day (UTC) did at one age: counts, mean rate with its 95 % interval; all 24, from `00` to `23`.
         * @description Hours without a post have none of the figures. An hour of fewer than five posts is not ranked, whatever its rate.
         *
         *     With `fields` the answer's type is `application/vnd.content-creator.sparse+json`.
         *
         *     Answers are kept for 60 seconds, and forgotten as soon as something new is stored.
         */
        get: operations["listHourStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Runs, successes, failures and durations of each agent over 1, 7 or 30 days; quantiles to within 5 %.
         * @description With `fields` the answer's type is `application/vnd.content-creator.sparse+json`.
         */
        get: operations["listAgentStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trending-topics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Interactions with each asset's topics in 24 whole hours, against up to 7 days before; what rises most first.
         * @description With `fields` the answer's type is `application/vnd.content-creator.sparse+json`.
         *
         *     Answers are kept for 60 seconds, and forgotten as soon as something new is stored.
         */
        get: operations["listTrendingTopics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/snapshots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What each day, week or month came to, newest first: posts and their rates, interactions, insights, runs and spending.
         * @description A period is summed up two days after it ended, when all of its posts have been read at the age of 24 hours, and does not change after that.
         *
         *     With `fields` the answer's type is `application/vnd.content-creator.sparse+json`.
         *
         *     Answers are kept for 60 seconds, and forgotten as soon as something new is stored.
         */
        get: operations["listSnapshots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/snapshots/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One snapshot of a day, a week or a month.
         * @description Answers are kept for 60 seconds, and forgotten as soon as something new is stored.
         */
        get: operations["getSnapshot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/experiments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Versions of the content strategy, newest first: what each changed, why, and the verdict on it.
         * @description One value is tried at a time; a fifth of all runs keeps the defaults, and what a version is worth is measured against their posts.
         *
         *     With `fields` the answer's type is `application/vnd.content-creator.sparse+json`.
         *
         *     Answers are kept for 60 seconds, and forgotten as soon as something new is stored.
         */
        get: operations["listExperiments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/experiments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One version of the strategy with all its values, and how its posts did against those that kept the defaults.
         * @description Answers are kept for 60 seconds, and forgotten as soon as something new is stored.
         */
        get: operations["getExperiment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every agent with its purpose, trigger, budget and newest run, in the order of the flow.
         * @description With `fields` the answer's type is `application/vnd.content-creator.sparse+json`.
         */
        get: operations["listAgents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Runs of the agents, newest first, each with its state, cost and error.
         * @description Needs a key with the scope `read:operations`.
         *
         *     With `fields` the answer's type is `application/vnd.content-creator.sparse+json`.
         */
        get: operations["listRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One run with the events it told and the insights it made.
         * @description Needs a key with the scope `read:operations`.
         */
        get: operations["getRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audience": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many people there were on each day, how many were active, and how their scores were spread; newest day first. Sums only.
         * @description Needs a key with the scope `read:operations`.
         *
         *     With `fields` the answer's type is `application/vnd.content-creator.sparse+json`.
         */
        get: operations["listAudienceDays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the API answers (`ready`) and which parts are not well (`degraded`). 503 where the database is gone. */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The state of every part now, and how the agents' runs ended in each of the last 24 hours.
         * @description Answers 200 also where the database is gone (`down`): then `hours` is null. A probe that wants a status code asks `/api/v1/health`, which answers 503 then.
         */
        get: operations["getStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/insights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All insights, as lines of JSON in the order in which they were made.
         * @description Each line is a row as JSON, the oldest first. The last line is `{"end":true,"rows":N,"next":null}`. Where `next` is text, the answer stopped at its longest, and the rest follows with `cursor=next`. Where something fails on the way, the last line is `{"error":PROBLEM,"next":CURSOR}`. An answer without one of these lines was cut off: ask again, with `since` as the last row has it.
         *
         *     Costs 10 tokens of the caller's limits.
         */
        get: operations["exportInsights"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/posts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All posts that are open to all, as lines of JSON in the order in which they went out.
         * @description Each line is a row as JSON, the oldest first. The last line is `{"end":true,"rows":N,"next":null}`. Where `next` is text, the answer stopped at its longest, and the rest follows with `cursor=next`. Where something fails on the way, the last line is `{"error":PROBLEM,"next":CURSOR}`. An answer without one of these lines was cut off: ask again, with `since` as the last row has it.
         *
         *     Costs 10 tokens of the caller's limits.
         */
        get: operations["exportPosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/candles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All closed hourly candles of an asset, or of every asset one after the other by name, as lines of JSON.
         * @description Each line is a row as JSON, the oldest first. The last line is `{"end":true,"rows":N,"next":null}`. Where `next` is text, the answer stopped at its longest, and the rest follows with `cursor=next`. Where something fails on the way, the last line is `{"error":PROBLEM,"next":CURSOR}`. An answer without one of these lines was cut off: ask again, with `since` as the last row has it.
         *
         *     Costs 10 tokens of the caller's limits.
         */
        get: operations["exportCandles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/quotes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All 24-hour quotes of an asset, or of every asset one after the other by name, as lines of JSON.
         * @description Each line is a row as JSON, the oldest first. The last line is `{"end":true,"rows":N,"next":null}`. Where `next` is text, the answer stopped at its longest, and the rest follows with `cursor=next`. Where something fails on the way, the last line is `{"error":PROBLEM,"next":CURSOR}`. An answer without one of these lines was cut off: ask again, with `since` as the last row has it.
         *
         *     Costs 10 tokens of the caller's limits.
         */
        get: operations["exportQuotes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/news": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All stories with the articles that tell them, as lines of JSON by the moment they were first seen.
         * @description Each line is a row as JSON, the oldest first. The last line is `{"end":true,"rows":N,"next":null}`. Where `next` is text, the answer stopped at its longest, and the rest follows with `cursor=next`. Where something fails on the way, the last line is `{"error":PROBLEM,"next":CURSOR}`. An answer without one of these lines was cut off: ask again, with `since` as the last row has it.
         *
         *     Costs 10 tokens of the caller's limits.
         */
        get: operations["exportNews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/sentiment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All sentiment readings, as lines of JSON in the order in which they were observed.
         * @description Each line is a row as JSON, the oldest first. The last line is `{"end":true,"rows":N,"next":null}`. Where `next` is text, the answer stopped at its longest, and the rest follows with `cursor=next`. Where something fails on the way, the last line is `{"error":PROBLEM,"next":CURSOR}`. An answer without one of these lines was cut off: ask again, with `since` as the last row has it.
         *
         *     Costs 10 tokens of the caller's limits.
         */
        get: operations["exportSentiment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/streams/insights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Insights as they are made, as server-sent events.
         * @description Server-sent events named `insight`: each carries a row as JSON, with the row's id as its own. Without `Last-Event-ID` (or `after`) the stream begins with what comes next. With it, what followed that row comes first, oldest first. Where there is no such row, or more than 500 followed it, an event `gap` says so and names `/api/v1/exports/insights`, where the rest is, and the newest 100 rows follow. A row that is stored late, behind one that was told, comes without an id of its own event, and only to those who listen then. A comment comes every 15 seconds where nothing else does. The stream ends after 5 minutes; browsers come again by themselves, other programs do so after the milliseconds of `retry`, with `Last-Event-ID`.
         */
        get: operations["streamInsights"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/streams/posts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Posts that are open to all as they go out, as server-sent events.
         * @description Server-sent events named `post`: each carries a row as JSON, with the row's id as its own. Without `Last-Event-ID` (or `after`) the stream begins with what comes next. With it, what followed that row comes first, oldest first. Where there is no such row, or more than 500 followed it, an event `gap` says so and names `/api/v1/exports/posts`, where the rest is, and the newest 100 rows follow. A row that is stored late, behind one that was told, comes without an id of its own event, and only to those who listen then. A comment comes every 15 seconds where nothing else does. The stream ends after 5 minutes; browsers come again by themselves, other programs do so after the milliseconds of `retry`, with `Last-Event-ID`.
         */
        get: operations["streamPosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Insight: {
            id: string;
            /**
             * @description Ticker of an asset, upper case.
             * @example BTC
             */
            asset: string;
            /** @enum {string} */
            type: "breakout" | "breakdown" | "volume_spike" | "sentiment_shift" | "news_impact" | "technical_pattern" | "correlation_break";
            /** @enum {string} */
            direction: "up" | "down" | "none";
            headline: string;
            /** Format: date-time */
            madeAt: string;
            /** @description Probability that `statement` will prove true. */
            probability: number;
            horizonHours: number;
            /**
             * Format: date-time
             * @description When stored candles settle the statement.
             */
            deadline: string;
            statement: {
                /** @enum {string} */
                kind: "close_above" | "close_below";
                /**
                 * @description Ticker of an asset, upper case.
                 * @example BTC
                 */
                asset: string;
                level: string;
                /** Format: date-time */
                at: string;
            } | {
                /** @constant */
                kind: "move_at_least";
                /**
                 * @description Ticker of an asset, upper case.
                 * @example BTC
                 */
                asset: string;
                level: string;
                movePct: string;
                /** Format: date-time */
                at: string;
            };
            statementText: string;
            reasons: {
                measure: string;
                value: number;
                /** @enum {string} */
                unit: "pct" | "sigma" | "ratio" | "usd" | "count" | "score" | "polarity" | "hours";
                text: string;
                evidence: number[];
            }[];
            /** @description The run that made it. */
            runId: string;
            /** @description What became of its statement, once the deadline has passed. */
            claim: string;
            /** @description Where the posts that tell of it are listed. */
            posts: string;
            link: string;
        };
        InsightWithEvidence: {
            id: string;
            /**
             * @description Ticker of an asset, upper case.
             * @example BTC
             */
            asset: string;
            /** @enum {string} */
            type: "breakout" | "breakdown" | "volume_spike" | "sentiment_shift" | "news_impact" | "technical_pattern" | "correlation_break";
            /** @enum {string} */
            direction: "up" | "down" | "none";
            headline: string;
            /** Format: date-time */
            madeAt: string;
            /** @description Probability that `statement` will prove true. */
            probability: number;
            horizonHours: number;
            /**
             * Format: date-time
             * @description When stored candles settle the statement.
             */
            deadline: string;
            statement: {
                /** @enum {string} */
                kind: "close_above" | "close_below";
                /**
                 * @description Ticker of an asset, upper case.
                 * @example BTC
                 */
                asset: string;
                level: string;
                /** Format: date-time */
                at: string;
            } | {
                /** @constant */
                kind: "move_at_least";
                /**
                 * @description Ticker of an asset, upper case.
                 * @example BTC
                 */
                asset: string;
                level: string;
                movePct: string;
                /** Format: date-time */
                at: string;
            };
            statementText: string;
            reasons: {
                measure: string;
                value: number;
                /** @enum {string} */
                unit: "pct" | "sigma" | "ratio" | "usd" | "count" | "score" | "polarity" | "hours";
                text: string;
                evidence: number[];
            }[];
            /** @description The run that made it. */
            runId: string;
            /** @description What became of its statement, once the deadline has passed. */
            claim: string;
            /** @description Where the posts that tell of it are listed. */
            posts: string;
            link: string;
            evidence: components["schemas"]["Evidence"][];
        };
        Evidence: {
            /** @enum {string} */
            kind: "candle" | "quote" | "story" | "sentiment";
            ref: string;
            label: string;
            value: string | null;
            unit: ("usd" | "asset_units" | "score" | "polarity" | "count") | null;
            /** Format: date-time */
            observedAt: string;
            source: string;
            /** @description Where the stored row can be read as it is now; `value` is what it was when the insight was made. */
            link: string | null;
        };
        ClaimScoreOfType: {
            /** @enum {string} */
            type: "breakout" | "breakdown" | "volume_spike" | "sentiment_shift" | "news_impact" | "technical_pattern" | "correlation_break";
            /** @description Claims that came true or did not: all scores are of these. */
            settled: number;
            cameTrue: number;
            /** @description Mean squared distance of probability and outcome (Brier score), 0 to 1; smaller is better. */
            brier: number | null;
            /** @description The same for saying, of each kind of statement, how often it came true in these very claims. */
            baseBrier: number | null;
            /** @description 1 - brier / baseBrier: above 0 is better than the base rate, below 0 worse. Null where all came out alike. */
            skill: number | null;
        };
        CalibrationTenth: {
            /** @description Probabilities from here */
            from: number;
            /** @description up to below here; the last tenth includes 1. */
            until: number;
            settled: number;
            cameTrue: number;
            /** @description Mean of the probabilities that were said. */
            said: number | null;
            /** @description Share that came true with Wilson's 95 % interval, which takes claims as independent: those of one asset and hour are not, so that it is rather too narrow. */
            share: {
                value: number;
                low: number;
                high: number;
            } | null;
        };
        Claim: {
            insightId: string;
            /**
             * @description Ticker of an asset, upper case.
             * @example BTC
             */
            asset: string;
            /** @enum {string} */
            type: "breakout" | "breakdown" | "volume_spike" | "sentiment_shift" | "news_impact" | "technical_pattern" | "correlation_break";
            headline: string;
            /** Format: date-time */
            madeAt: string;
            /** Format: date-time */
            deadline: string;
            /** @description What was said when the insight was made. */
            probability: number;
            /** @description Null where it is unreadable. */
            statement: ({
                /** @enum {string} */
                kind: "close_above" | "close_below";
                /**
                 * @description Ticker of an asset, upper case.
                 * @example BTC
                 */
                asset: string;
                level: string;
                /** Format: date-time */
                at: string;
            } | {
                /** @constant */
                kind: "move_at_least";
                /**
                 * @description Ticker of an asset, upper case.
                 * @example BTC
                 */
                asset: string;
                level: string;
                movePct: string;
                /** Format: date-time */
                at: string;
            }) | null;
            statementText: string;
            /**
             * @description `true` or `false`: it is settled. `waiting`: candles are still to come. `missing`, `disputed`, `unreadable`: void, it counts nowhere.
             * @enum {string}
             */
            outcome: "true" | "false" | "waiting" | "missing" | "disputed" | "unreadable";
            /** @description Of the hour that ends at the deadline, in US dollars; null where it is not stored. */
            lastClose: string | null;
            /** @description The candles that settle it. */
            candles: string;
            /** @description The insight that makes the claim. */
            link: string;
        };
        Post: {
            id: string;
            /**
             * @description Posts for members are shown to keys with `read:premium` only.
             * @enum {string}
             */
            tier: "public" | "members";
            /** @enum {string} */
            channel: "x" | "telegram" | "discord" | "feed";
            /** @enum {string} */
            format: "single" | "thread" | "long" | "message" | "picture";
            /** @enum {string} */
            language: "en" | "nl";
            /**
             * @description Ticker of an asset, upper case.
             * @example BTC
             */
            asset: string;
            /** @description What posts are compared by: `price`, `volume`, `pattern`, `correlation`, `news` or `mood`. */
            topic: string;
            /** @enum {string} */
            insightType: "breakout" | "breakdown" | "volume_spike" | "sentiment_shift" | "news_impact" | "technical_pattern" | "correlation_break";
            title: string | null;
            /** @description The exact texts that were approved and sent, in order. */
            parts: string[];
            picture: {
                link: string;
                alt: string;
                bytes: number;
            } | null;
            /** Format: date-time */
            publishedAt: string;
            /** @description Where it stands on its channel; null where the channel gives no address. */
            url: string | null;
            insightId: string;
            /** @description Where the insight that it tells of can be read. */
            insight: string;
            /** @description How it did, at the same ages for every post, so that posts can be compared; empty until it is an hour old. */
            engagement: components["schemas"]["PostReading"][];
            correctedAt: string | null;
            /** @description The post that corrects it. */
            correctedBy: string | null;
            link: string;
            page: string;
        };
        PostReading: {
            /** @description Age of the post for which the reading stands: 1, 6, 24, 72 or 168 hours. */
            ageHours: number;
            /** Format: date-time */
            observedAt: string;
            /**
             * @description `gone`: the platform had the post no more.
             * @enum {string}
             */
            state: "measured" | "gone";
            impressions: number | null;
            likes: number | null;
            replies: number | null;
            reposts: number | null;
            quotes: number | null;
            bookmarks: number | null;
            /** @description The sum of those that the platform tells, without impressions. */
            engagements: number | null;
            /** @description Engagements for each impression: 0.03 is three for a hundred. */
            rate: number | null;
        };
        PostWithFigures: {
            id: string;
            /**
             * @description Posts for members are shown to keys with `read:premium` only.
             * @enum {string}
             */
            tier: "public" | "members";
            /** @enum {string} */
            channel: "x" | "telegram" | "discord" | "feed";
            /** @enum {string} */
            format: "single" | "thread" | "long" | "message" | "picture";
            /** @enum {string} */
            language: "en" | "nl";
            /**
             * @description Ticker of an asset, upper case.
             * @example BTC
             */
            asset: string;
            /** @description What posts are compared by: `price`, `volume`, `pattern`, `correlation`, `news` or `mood`. */
            topic: string;
            /** @enum {string} */
            insightType: "breakout" | "breakdown" | "volume_spike" | "sentiment_shift" | "news_impact" | "technical_pattern" | "correlation_break";
            title: string | null;
            /** @description The exact texts that were approved and sent, in order. */
            parts: string[];
            picture: {
                link: string;
                alt: string;
                bytes: number;
            } | null;
            /** Format: date-time */
            publishedAt: string;
            /** @description Where it stands on its channel; null where the channel gives no address. */
            url: string | null;
            insightId: string;
            /** @description Where the insight that it tells of can be read. */
            insight: string;
            /** @description How it did, at the same ages for every post, so that posts can be compared; empty until it is an hour old. */
            engagement: components["schemas"]["PostReading"][];
            correctedAt: string | null;
            /** @description The post that corrects it. */
            correctedBy: string | null;
            link: string;
            page: string;
            /** @description Every figure of the texts with the stored row that it rests on; places are UTF-16. */
            figures: components["schemas"]["PostFigure"][];
            /** @description `studio`, `model:PROVIDER/NAME` or `operator`. */
            author: string;
            approval: {
                /** Format: date-time */
                at: string;
                via: string;
                /** @description SHA-256 that binds the approval to these texts, picture, channel and time. */
                hash: string;
            } | null;
        };
        PostFigure: {
            part: number;
            start: number;
            end: number;
            text: string;
            measure: string;
            value: string;
            unit: string;
            /** Format: date-time */
            at: string;
            /** @description Place of its row in the insight's evidence; null where the insight itself states it. */
            evidence: number | null;
            /** @description Where the row, or the insight that states it, can be read. */
            link: string;
        };
        Asset: {
            /**
             * @description Ticker of an asset, upper case.
             * @example BTC
             */
            symbol: string;
            /** @description The symbol again, where the studio knows no name for it. */
            name: string;
            /** @description The newest; null until the market was scanned. */
            quote: components["schemas"]["LatestQuote"] | null;
            links: {
                quotes: string;
                candles: string;
                insights: string;
                posts: string;
                news: string;
                sentiment: string;
                trackRecord: string;
            };
            link: string;
        };
        LatestQuote: {
            /** Format: date-time */
            observedAt: string;
            /** @description In US dollars. */
            price: string;
            changePct24h: string | null;
            /** @enum {string} */
            agreement: "agreed" | "disputed" | "single";
            /** @enum {string} */
            state: "live" | "stale" | "halted";
            source: string;
            secondSource: string | null;
            deviationBps: string | null;
        };
        AssetWithReach: {
            /**
             * @description Ticker of an asset, upper case.
             * @example BTC
             */
            symbol: string;
            /** @description The symbol again, where the studio knows no name for it. */
            name: string;
            /** @description The newest; null until the market was scanned. */
            quote: components["schemas"]["LatestQuote"] | null;
            links: {
                quotes: string;
                candles: string;
                insights: string;
                posts: string;
                news: string;
                sentiment: string;
                trackRecord: string;
            };
            link: string;
            /** @description What the stored candles cover: the first opens at `from`, the last closes at `until`. Null where there are none. */
            candles: {
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                until: string;
            } | null;
            newestInsight: string | null;
            newestPost: string | null;
        };
        Candle: {
            /**
             * @description Ticker of an asset, upper case.
             * @example BTC
             */
            asset: string;
            /** Format: date-time */
            openTime: string;
            /** Format: date-time */
            closeTime: string;
            open: string;
            high: string;
            low: string;
            close: string;
            /** @description In units of the asset. */
            volume: string;
            source: string;
            /**
             * @description `agreed`: two sources within the bound. `disputed`: outside it. `single`: only one source had it.
             * @enum {string}
             */
            agreement: "agreed" | "disputed" | "single";
            secondSource: string | null;
            /** @description Distance of the two sources in hundredths of a percent. */
            deviationBps: string | null;
            secondClose: string | null;
            /**
             * Format: date-time
             * @description When the studio learned of it.
             */
            knownAt: string;
        };
        Quote: {
            /**
             * @description Ticker of an asset, upper case.
             * @example BTC
             */
            asset: string;
            /** Format: date-time */
            observedAt: string;
            price: string;
            volume24h: string;
            changePct24h: string | null;
            closedAt: string | null;
            /** @enum {string} */
            state: "live" | "stale" | "halted";
            source: string;
            /**
             * @description `agreed`: two sources within the bound. `disputed`: outside it. `single`: only one source had it.
             * @enum {string}
             */
            agreement: "agreed" | "disputed" | "single";
            secondSource: string | null;
            /** @description Distance of the two sources in hundredths of a percent. */
            deviationBps: string | null;
            secondPrice: string | null;
        };
        Story: {
            id: string;
            title: string;
            assets: string[];
            /** @description -1 (bad for holders) to 1 (good). */
            polarity: number;
            /** @description Number of sources that carry the story. */
            witnesses: number;
            sources: string[];
            /** Format: date-time */
            firstSeenAt: string;
            /** Format: date-time */
            lastSeenAt: string;
            articles: components["schemas"]["Article"][];
            link: string;
        };
        Article: {
            source: string;
            title: string;
            /** @description The article on the web; null where the feed's link leads elsewhere. */
            url: string | null;
            /** @description Null where the feed gives no time that can be trusted. */
            publishedAt: string | null;
            /** Format: date-time */
            knownAt: string;
            polarity: number;
        };
        SentimentReading: {
            /**
             * @description An asset, or `MARKET` for the market as a whole.
             * @example BTC
             */
            subject: string;
            /**
             * @description `fear-greed`: an index from 0 (fear) to 100 (greed). `news`: mean polarity of 24 hours of stories, -1 to 1.
             * @enum {string}
             */
            source: "fear-greed" | "news";
            /** Format: date-time */
            observedAt: string;
            value: string;
            /** @description How many things the value rests on. */
            count: number;
            /** Format: date-time */
            knownAt: string;
        };
        PostGroup: {
            value: string;
            /** @description Posts with a reading at the age of 24 hours. */
            posts: number;
            /** @description Those of them whose platform tells impressions and engagements. */
            rated: number;
            impressions: number | null;
            engagements: number | null;
            /** @description Mean of the posts' own rates with its 95 % interval (Student); the unit is the post. */
            rate: {
                /** @description Engagements for each impression: 0.03 is three for a hundred. */
                mean: number;
                low: number | null;
                high: number | null;
            } | null;
            /** @description The mean drawn towards all others' by as much as its posts leave open (empirical Bayes); `weight` is its own part. */
            drawn: {
                /** @description Engagements for each impression: 0.03 is three for a hundred. */
                estimate: number;
                low: number | null;
                high: number | null;
                weight: number;
            } | null;
            /** @description Enough posts to be called better or worse than others. */
            ranked: boolean;
        };
        AgentStats: {
            agent: string;
            /** @description Runs that ended. One that was asked again and ended again counts again. */
            runs: number;
            succeeded: number;
            failed: number;
            /** @description Milliseconds; null where no run was measured to its end. */
            meanMs: number | null;
            /** @description Milliseconds; null where no run was measured to its end. */
            p50Ms: number | null;
            /** @description Milliseconds; null where no run was measured to its end. */
            p95Ms: number | null;
            /** @description Milliseconds; null where no run was measured to its end. */
            p99Ms: number | null;
        };
        TopicTrend: {
            asset: string;
            topic: string;
            /** @description Posts about it that went out in those days. */
            posts: number;
            /** @description Of the last 24 whole hours. */
            interactions: number;
            /** @description A mean day of those before. */
            expected: number;
            /** @description Times as many as expected, drawn towards 1 by as much as chance and bursts can do. */
            lift: number;
            low: number;
            high: number;
            /** @description All of the interval lies above 1, and more than one post draws it. */
            rising: boolean;
        };
        Snapshot: {
            id: string;
            /** @enum {string} */
            period: "day" | "week" | "month";
            /**
             * Format: date
             * @description First day, in UTC; weeks begin on Monday.
             */
            startsOn: string;
            /**
             * Format: date
             * @description The day after the last.
             */
            endsBefore: string;
            /** @description Posts are those published in the period, as they did at the age of 24 hours; rates are engagements for each impression; money is in millionths of a US dollar. */
            figures: components["schemas"]["SnapshotFigures"];
            link: string;
        };
        SnapshotFigures: {
            published: number;
            rated: number;
            impressions: number | null;
            engagements: number | null;
            meanRate: {
                n: number;
                mean: number;
                low: number | null;
                high: number | null;
            } | null;
            best: {
                channel: {
                    value: string;
                    rate: number;
                    ownRate: number;
                    n: number;
                } | null;
                format: {
                    value: string;
                    rate: number;
                    ownRate: number;
                    n: number;
                } | null;
                asset: {
                    value: string;
                    rate: number;
                    ownRate: number;
                    n: number;
                } | null;
                topic: {
                    value: string;
                    rate: number;
                    ownRate: number;
                    n: number;
                } | null;
                "insight-type": {
                    value: string;
                    rate: number;
                    ownRate: number;
                    n: number;
                } | null;
            };
            interactions: {
                count: number;
                byType: {
                    [key: string]: number;
                };
                byPlatform: {
                    [key: string]: number;
                };
            };
            insights: number;
            spend: {
                microUsd: number;
                byScope: {
                    [key: string]: number;
                };
            };
            runs: {
                ended: number;
                failed: number;
                meanWallMs: number | null;
            };
            /** @description Why a figure is null, by its name. */
            unknown: {
                [key: string]: string;
            };
        };
        Experiment: {
            id: string;
            agent: string;
            version: number;
            /**
             * @description `trial`: it is being tried. `kept`: it proved itself and stands. `rolled-back`, `replaced`: it ended.
             * @enum {string}
             */
            state: "trial" | "kept" | "rolled-back" | "replaced";
            /**
             * @description `step`: tuning's own. `by-hand`: the operator's. `return`: an earlier version's values again.
             * @enum {string}
             */
            kind: "step" | "by-hand" | "return";
            /** @description The version that it changes; null: the defaults. */
            base: string | null;
            changes: {
                name: string;
                from: number;
                to: number;
            }[];
            why: string;
            /** @enum {string} */
            by: "studio" | "operator";
            /** Format: date-time */
            beganAt: string;
            decidedAt: string | null;
            endedAt: string | null;
            /** @description Why the trial ended so; null while it goes on. */
            verdict: {
                /** @enum {string} */
                kind: "keep" | "roll-back" | "no-evidence";
                rule: string;
                why: string;
                uplift: components["schemas"]["Uplift"] | null;
            } | null;
            /** @description The run that began it. */
            run: string | null;
            link: string;
        };
        /** @description A share more (0.25 is 25 % more) of the mean engagement rate; `low` and `high` hold at every look at once with 95 %. `tuned` and `frozen` are the posts it was measured on. */
        Uplift: {
            value: number;
            low: number;
            high: number;
            tuned: number;
            frozen: number;
        };
        ExperimentWithMeasure: {
            id: string;
            agent: string;
            version: number;
            /**
             * @description `trial`: it is being tried. `kept`: it proved itself and stands. `rolled-back`, `replaced`: it ended.
             * @enum {string}
             */
            state: "trial" | "kept" | "rolled-back" | "replaced";
            /**
             * @description `step`: tuning's own. `by-hand`: the operator's. `return`: an earlier version's values again.
             * @enum {string}
             */
            kind: "step" | "by-hand" | "return";
            /** @description The version that it changes; null: the defaults. */
            base: string | null;
            changes: {
                name: string;
                from: number;
                to: number;
            }[];
            why: string;
            /** @enum {string} */
            by: "studio" | "operator";
            /** Format: date-time */
            beganAt: string;
            decidedAt: string | null;
            endedAt: string | null;
            /** @description Why the trial ended so; null while it goes on. */
            verdict: {
                /** @enum {string} */
                kind: "keep" | "roll-back" | "no-evidence";
                rule: string;
                why: string;
                uplift: components["schemas"]["Uplift"] | null;
            } | null;
            /** @description The run that began it. */
            run: string | null;
            link: string;
            /** @description All values of this version. */
            tunables: {
                [key: string]: number;
            };
            /** @description Its posts so far against those of the fifth that always keeps the defaults, on the same days; null while there are too few. */
            measured: components["schemas"]["Uplift"] | null;
        };
        Agent: {
            name: string;
            purpose: string;
            /** @description Each of them starts a run. */
            triggers: {
                /** @enum {string} */
                kind: "every" | "daily" | "after" | "when";
                text: string;
            }[];
            /** @description What one run may spend. */
            budget: {
                wallMs: number;
                calls: number;
                statements: number;
                tokens: number;
                microUsd: number;
            };
            newestRun: components["schemas"]["RunLine"] | null;
        };
        RunLine: {
            id: string;
            /** @enum {string} */
            state: "running" | "waiting" | "succeeded" | "failed" | "dead";
            /** Format: date-time */
            startedAt: string;
            finishedAt: string | null;
            wallMs: number | null;
            errorCode: string | null;
            link: string;
        };
        Run: {
            id: string;
            agent: string;
            /** @description The identity of this piece of work: asking for it again is the same run. */
            key: string;
            slot: string | null;
            /** @enum {string} */
            trigger: "schedule" | "event" | "manual";
            input: unknown;
            /** @enum {string} */
            state: "running" | "waiting" | "succeeded" | "failed" | "dead";
            attempt: number;
            /**
             * Format: date-time
             * @description The moment the run looks at: what became known later doesn't exist for it.
             */
            moment: string;
            /** Format: date-time */
            startedAt: string;
            finishedAt: string | null;
            leaseUntil: string | null;
            retryAt: string | null;
            /** @description What the last attempt cost; nulls until it has ended. */
            usage: {
                wallMs: number | null;
                statements: number | null;
                rowsRead: number | null;
                databaseMs: number | null;
                calls: number | null;
                retries: number | null;
                tokens: number | null;
                microUsd: number | null;
            };
            output: unknown;
            error: {
                code: string;
                detail: string;
            } | null;
            link: string;
        };
        RunWithResults: {
            id: string;
            agent: string;
            /** @description The identity of this piece of work: asking for it again is the same run. */
            key: string;
            slot: string | null;
            /** @enum {string} */
            trigger: "schedule" | "event" | "manual";
            input: unknown;
            /** @enum {string} */
            state: "running" | "waiting" | "succeeded" | "failed" | "dead";
            attempt: number;
            /**
             * Format: date-time
             * @description The moment the run looks at: what became known later doesn't exist for it.
             */
            moment: string;
            /** Format: date-time */
            startedAt: string;
            finishedAt: string | null;
            leaseUntil: string | null;
            retryAt: string | null;
            /** @description What the last attempt cost; nulls until it has ended. */
            usage: {
                wallMs: number | null;
                statements: number | null;
                rowsRead: number | null;
                databaseMs: number | null;
                calls: number | null;
                retries: number | null;
                tokens: number | null;
                microUsd: number | null;
            };
            output: unknown;
            error: {
                code: string;
                detail: string;
            } | null;
            link: string;
            events: components["schemas"]["Event"][];
            insights: components["schemas"]["Insight"][];
        };
        Event: {
            id: string;
            name: string;
            /** Format: date-time */
            createdAt: string;
            /** @description When everyone who listens had been told; null until then. */
            dispatchedAt: string | null;
        };
        AudienceDay: {
            /** Format: date */
            day: string;
            /** @description Everybody who was known then. */
            people: number;
            /** @description People with an interaction in the last day, the last 7 and the last 30. */
            active: {
                day: number;
                week: number;
                month: number;
            };
            /** @description People by their score of engagement, 0 to 100. */
            byScore: {
                /** @description Scores above this; null of the score 0. */
                above: number | null;
                /** @description and not above this. */
                upTo: number;
                people: number;
            }[];
        };
        Part: {
            name: string;
            /** @enum {string} */
            state: "ok" | "degraded" | "down";
            detail: string;
        };
        RunHour: {
            /** Format: date-time */
            start: string;
            /** @description Runs of all agents that ended in this hour. */
            runs: number;
            failed: number;
        };
        /** @description The last line of an export that went well. */
        ExportEnd: {
            /** @constant */
            end: true;
            /** @description Lines before this one. */
            rows: number;
            /** @description The `cursor` with which the rest follows; null where there is none. */
            next: string | null;
        };
        /** @description The last line of an export that could not go on. */
        ExportBroken: {
            error: components["schemas"]["Problem"];
            /** @description The `cursor` with which the rest follows. */
            next: string | null;
        };
        Problem: {
            /** @description Path of a page that explains this kind of problem; the last part is a stable code. */
            type: string;
            title: string;
            status: number;
            detail: string;
            /** @description The request's id, as in the X-Request-Id header: name it when you report a problem. */
            instance: string;
            /** @description For `invalid-input`: each part that is wrong, by JSON pointer or by the name of a parameter or header. */
            errors?: {
                pointer: string;
                detail: string;
            }[];
        };
    };
    responses: {
        /** @description The request is not valid. Read `errors`: each entry points at the part that is wrong and says what it should be. */
        "invalid-input": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Server-Timing": components["headers"]["Server-Timing"];
                "Cache-Control": components["headers"]["Cache-Control"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A valid key is needed. Send the key as `Authorization: Bearer KEY`. */
        unauthenticated: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Server-Timing": components["headers"]["Server-Timing"];
                "Cache-Control": components["headers"]["Cache-Control"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description That is not allowed. Read `detail`: it says what the key or the form lacks. */
        forbidden: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Server-Timing": components["headers"]["Server-Timing"];
                "Cache-Control": components["headers"]["Cache-Control"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description That representation is not offered. Ask for `application/json`, or leave the `Accept` header out. */
        "not-acceptable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Server-Timing": components["headers"]["Server-Timing"];
                "Cache-Control": components["headers"]["Cache-Control"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests. Wait for the number of seconds in `Retry-After`. */
        "rate-limited": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Server-Timing": components["headers"]["Server-Timing"];
                "Cache-Control": components["headers"]["Cache-Control"];
                "Retry-After": components["headers"]["Retry-After"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Something went wrong inside. Report the request id. The details are in the log under it. */
        bug: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Server-Timing": components["headers"]["Server-Timing"];
                "Cache-Control": components["headers"]["Cache-Control"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description The studio is not configured for this. Run `npm run doctor`: it names what is missing.
         *
         *     The studio cannot answer right now. Try again after the number of seconds in `Retry-After`.
         */
        "misconfigured-or-unavailable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Server-Timing": components["headers"]["Server-Timing"];
                "Cache-Control": components["headers"]["Cache-Control"];
                "Retry-After": components["headers"]["Retry-After"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is nothing here. Check the path and the identifier. The list of paths is in `/openapi.json`. */
        "not-found": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Server-Timing": components["headers"]["Server-Timing"];
                "Cache-Control": components["headers"]["Cache-Control"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
        IfNoneMatch: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description The request's id, also in the log: name it when something is wrong.
         * @example req_01kbjw9f4rt8v2m6x0c5qz
         */
        "X-Request-Id": string;
        /**
         * @description A strong entity tag of the body. Send it back as `If-None-Match`: an unchanged answer is a 304 without a body.
         * @example "5f2b8c0d9e4a7163b2c1d0e9f8a7b6c5"
         */
        ETag: string;
        /**
         * @description How long the answer may be kept, and by whom.
         * @example public, max-age=1, stale-if-error=86400
         */
        "Cache-Control": string;
        /**
         * @description Seconds for which the answer was kept already.
         * @example 12
         */
        Age: number;
        /**
         * @description The moment at which the answer was read from the database.
         * @example 2026-11-21T12:00:10.000Z
         */
        "As-Of": string;
        /**
         * @description Where the answer comes from: `memory`, `edge`, `hit` (Redis), `miss` (the database), `off` (Redis is away), `stale` (asked anew meanwhile), `stale-error`.
         * @example hit
         */
        "X-Cache": string;
        /**
         * @description What is away, so that the last known answer stands in (`X-Cache: stale-error`).
         * @example database
         */
        "X-Stale-Reason": string;
        /**
         * @description For what the answer waited, in milliseconds.
         * @example cache;dur=1.2, db;dur=4.8
         */
        "Server-Timing": string;
        /**
         * @description The request's headers by which answers differ.
         * @example Accept
         */
        Vary: string;
        /**
         * @description The page that follows (RFC 8288), as `<path>; rel="next"`: the same as the body's `next`.
         * @example </api/v1/things?cursor=WyJhIl0>; rel="next"
         */
        Link: string;
        /**
         * @description What is left in each window: `r` tokens, and it is whole again in `t` seconds.
         * @example "minute";r=29;t=41, "day";r=988;t=43189
         */
        RateLimit: string;
        /**
         * @description The caller's limits: `q` tokens in each window of `w` seconds.
         * @example "minute";q=30;w=60, "day";q=1000;w=86400
         */
        "RateLimit-Policy": string;
        /**
         * @description Tokens of the window of which least is left.
         * @example 30
         */
        "X-RateLimit-Limit": number;
        /**
         * @description Tokens left in that window.
         * @example 29
         */
        "X-RateLimit-Remaining": number;
        /**
         * @description When that window is whole again, in seconds since 1970.
         * @example 1795262460
         */
        "X-RateLimit-Reset": number;
        /**
         * @description `isolate` while Redis is away: each of our processes counts for itself, with the same limits.
         * @example isolate
         */
        "X-RateLimit-Scope": string;
        /**
         * @description Seconds to wait before the next try.
         * @example 5
         */
        "Retry-After": number;
        /**
         * @description How to show a key.
         * @example Bearer realm="content-creator"
         */
        "WWW-Authenticate": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listInsights: {
        parameters: {
            query?: {
                /** @description Ticker of an asset, upper case. */
                asset?: string;
                type?: "breakout" | "breakdown" | "volume_spike" | "sentiment_shift" | "news_impact" | "technical_pattern" | "correlation_break";
                /** @description Insights made at or after this moment. */
                since?: string;
                /** @description Insights made before this moment. */
                until?: string;
                /** @description `-at`: newest first. `at`: oldest first. */
                sort?: "-at" | "at";
                /** @description Most rows of one page. */
                limit?: number;
                /** @description The `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description Fields of each row, between commas; all of them where it is left out. */
                fields?: ("id" | "asset" | "type" | "direction" | "headline" | "madeAt" | "probability" | "horizonHours" | "deadline" | "statement" | "statementText" | "reasons" | "runId" | "claim" | "posts" | "link")[];
            };
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "ins_01m7yw6zmg8k79rd8bcatz78bw9x",
                     *           "asset": "ETH",
                     *           "type": "volume_spike",
                     *           "direction": "up",
                     *           "headline": "ETH closed above its highest close of 7 days on twice the usual volume",
                     *           "madeAt": "2026-11-21T11:00:10.000Z",
                     *           "probability": 0.62,
                     *           "horizonHours": 24,
                     *           "deadline": "2026-11-22T11:00:00.000Z",
                     *           "statement": {
                     *             "kind": "close_above",
                     *             "asset": "ETH",
                     *             "level": "3137.20",
                     *             "at": "2026-11-22T11:00:00.000Z"
                     *           },
                     *           "statementText": "The hourly candle of ETH that closes at 2026-11-22 11:00 UTC closes above 3137.20 USD.",
                     *           "reasons": [
                     *             {
                     *               "measure": "move",
                     *               "value": 2.31,
                     *               "unit": "sigma",
                     *               "text": "The last hour moved 2.3 times as far as usual for this hour.",
                     *               "evidence": [
                     *                 0
                     *               ]
                     *             },
                     *             {
                     *               "measure": "volume",
                     *               "value": 2.1,
                     *               "unit": "ratio",
                     *               "text": "Volume was 2.1 times the median of the same hour.",
                     *               "evidence": [
                     *                 1
                     *               ]
                     *             }
                     *           ],
                     *           "runId": "run_01kbjw9f4rt8v2m6x0c000",
                     *           "claim": "/api/v1/track-record/claims?insight=ins_01m7yw6zmg8k79rd8bcatz78bw9x",
                     *           "posts": "/api/v1/posts?insight=ins_01m7yw6zmg8k79rd8bcatz78bw9x",
                     *           "link": "/api/v1/insights/ins_01m7yw6zmg8k79rd8bcatz78bw9x"
                     *         },
                     *         {
                     *           "id": "ins_01m7yrs40gaqydyf0sp7sdh34srx",
                     *           "asset": "BTC",
                     *           "type": "news_impact",
                     *           "direction": "up",
                     *           "headline": "BTC closed above its highest close of 7 days on twice the usual volume",
                     *           "madeAt": "2026-11-21T10:00:10.000Z",
                     *           "probability": 0.62,
                     *           "horizonHours": 24,
                     *           "deadline": "2026-11-22T10:00:00.000Z",
                     *           "statement": {
                     *             "kind": "close_above",
                     *             "asset": "BTC",
                     *             "level": "64768.00",
                     *             "at": "2026-11-22T10:00:00.000Z"
                     *           },
                     *           "statementText": "The hourly candle of BTC that closes at 2026-11-22 10:00 UTC closes above 64768.00 USD.",
                     *           "reasons": [
                     *             {
                     *               "measure": "move",
                     *               "value": 2.31,
                     *               "unit": "sigma",
                     *               "text": "The last hour moved 2.3 times as far as usual for this hour.",
                     *               "evidence": [
                     *                 0
                     *               ]
                     *             },
                     *             {
                     *               "measure": "volume",
                     *               "value": 2.1,
                     *               "unit": "ratio",
                     *               "text": "Volume was 2.1 times the median of the same hour.",
                     *               "evidence": [
                     *                 1
                     *               ]
                     *             }
                     *           ],
                     *           "runId": "run_01kbjw9f4rt8v2m6x0c000",
                     *           "claim": "/api/v1/track-record/claims?insight=ins_01m7yrs40gaqydyf0sp7sdh34srx",
                     *           "posts": "/api/v1/posts?insight=ins_01m7yrs40gaqydyf0sp7sdh34srx",
                     *           "link": "/api/v1/insights/ins_01m7yrs40gaqydyf0sp7sdh34srx"
                     *         }
                     *       ],
                     *       "next": "WyIyMDI2LTExLTIxVDEyOjAwOjAwLjAwMFoiXQ"
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Insight"][];
                        next: string | null;
                    };
                    "application/vnd.content-creator.sparse+json": Record<string, never>;
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    getInsight: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "ins_01m7yw6zmg8k79rd8bcatz78bw9x",
                     *       "asset": "ETH",
                     *       "type": "volume_spike",
                     *       "direction": "up",
                     *       "headline": "ETH closed above its highest close of 7 days on twice the usual volume",
                     *       "madeAt": "2026-11-21T11:00:10.000Z",
                     *       "probability": 0.62,
                     *       "horizonHours": 24,
                     *       "deadline": "2026-11-22T11:00:00.000Z",
                     *       "statement": {
                     *         "kind": "close_above",
                     *         "asset": "ETH",
                     *         "level": "3137.20",
                     *         "at": "2026-11-22T11:00:00.000Z"
                     *       },
                     *       "statementText": "The hourly candle of ETH that closes at 2026-11-22 11:00 UTC closes above 3137.20 USD.",
                     *       "reasons": [
                     *         {
                     *           "measure": "move",
                     *           "value": 2.31,
                     *           "unit": "sigma",
                     *           "text": "The last hour moved 2.3 times as far as usual for this hour.",
                     *           "evidence": [
                     *             0
                     *           ]
                     *         },
                     *         {
                     *           "measure": "volume",
                     *           "value": 2.1,
                     *           "unit": "ratio",
                     *           "text": "Volume was 2.1 times the median of the same hour.",
                     *           "evidence": [
                     *             1
                     *           ]
                     *         }
                     *       ],
                     *       "runId": "run_01kbjw9f4rt8v2m6x0c000",
                     *       "claim": "/api/v1/track-record/claims?insight=ins_01m7yw6zmg8k79rd8bcatz78bw9x",
                     *       "posts": "/api/v1/posts?insight=ins_01m7yw6zmg8k79rd8bcatz78bw9x",
                     *       "link": "/api/v1/insights/ins_01m7yw6zmg8k79rd8bcatz78bw9x",
                     *       "evidence": [
                     *         {
                     *           "kind": "candle",
                     *           "ref": "ETH/2026-11-21T10:00:00.000Z",
                     *           "label": "ETH close of the hour",
                     *           "value": "3114.71",
                     *           "unit": "usd",
                     *           "observedAt": "2026-11-21T11:00:00.000Z",
                     *           "source": "binance",
                     *           "link": "/api/v1/market/ETH/candles?since=2026-11-21T10:00:00.000Z&until=2026-11-21T11:00:00.000Z"
                     *         },
                     *         {
                     *           "kind": "quote",
                     *           "ref": "ETH/2026-11-21T12:00:10.000Z",
                     *           "label": "ETH traded in 24 hours",
                     *           "value": "25000.5",
                     *           "unit": "asset_units",
                     *           "observedAt": "2026-11-21T12:00:10.000Z",
                     *           "source": "binance",
                     *           "link": "/api/v1/market/ETH/quotes?since=2026-11-21T12:00:10.000Z&until=2026-11-21T12:00:10.001Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["InsightWithEvidence"];
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    getTrackRecord: {
        parameters: {
            query?: {
                /** @description Claims whose deadline lies in so many days before now. */
                days?: "7" | "30" | "90" | "365";
                /** @description Ticker of an asset, upper case. */
                asset?: string;
                type?: "breakout" | "breakdown" | "volume_spike" | "sentiment_shift" | "news_impact" | "technical_pattern" | "correlation_break";
            };
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "since": "2026-08-23T12:00:00.000Z",
                     *       "until": "2026-11-21T12:00:00.000Z",
                     *       "claims": 7,
                     *       "waiting": 0,
                     *       "voided": {
                     *         "missing": 5,
                     *         "disputed": 0,
                     *         "unreadable": 0
                     *       },
                     *       "settled": 2,
                     *       "cameTrue": 0,
                     *       "brier": 0.3844,
                     *       "baseBrier": 0,
                     *       "skill": null,
                     *       "byType": [
                     *         {
                     *           "type": "breakout",
                     *           "settled": 1,
                     *           "cameTrue": 0,
                     *           "brier": 0.3844,
                     *           "baseBrier": 0,
                     *           "skill": null
                     *         },
                     *         {
                     *           "type": "sentiment_shift",
                     *           "settled": 1,
                     *           "cameTrue": 0,
                     *           "brier": 0.3844,
                     *           "baseBrier": 0,
                     *           "skill": null
                     *         }
                     *       ],
                     *       "calibration": [
                     *         {
                     *           "from": 0,
                     *           "until": 0.1,
                     *           "settled": 0,
                     *           "cameTrue": 0,
                     *           "said": null,
                     *           "share": null
                     *         },
                     *         {
                     *           "from": 0.1,
                     *           "until": 0.2,
                     *           "settled": 0,
                     *           "cameTrue": 0,
                     *           "said": null,
                     *           "share": null
                     *         }
                     *       ],
                     *       "list": "/api/v1/track-record/claims?since=2026-08-23T12:00:00.000Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: date-time */
                        since: string;
                        /** Format: date-time */
                        until: string;
                        /** @description Claims whose deadline lies in this stretch. */
                        claims: number;
                        /** @description Of them those whose candles are not all stored yet, for up to 24 hours. */
                        waiting: number;
                        /** @description Claims that nobody can settle: a candle that decides is `missing`, or two sources give two answers (`disputed`). They count nowhere else. */
                        voided: {
                            missing: number;
                            disputed: number;
                            unreadable: number;
                        };
                        /** @description Claims that came true or did not: all scores are of these. */
                        settled: number;
                        cameTrue: number;
                        /** @description Mean squared distance of probability and outcome (Brier score), 0 to 1; smaller is better. */
                        brier: number | null;
                        /** @description The same for saying, of each kind of statement, how often it came true in these very claims. */
                        baseBrier: number | null;
                        /** @description 1 - brier / baseBrier: above 0 is better than the base rate, below 0 worse. Null where all came out alike. */
                        skill: number | null;
                        byType: components["schemas"]["ClaimScoreOfType"][];
                        /** @description Of each tenth of probability, how often it came true. */
                        calibration: components["schemas"]["CalibrationTenth"][];
                        /** @description Where the claims of this stretch are listed. */
                        list: string;
                    };
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    listClaims: {
        parameters: {
            query?: {
                /** @description The claim of this insight; none until its deadline has passed. */
                insight?: string;
                /** @description Ticker of an asset, upper case. */
                asset?: string;
                type?: "breakout" | "breakdown" | "volume_spike" | "sentiment_shift" | "news_impact" | "technical_pattern" | "correlation_break";
                /** @description Claims with their deadline at or after this moment. */
                since?: string;
                /** @description Claims with their deadline before this moment. */
                until?: string;
                /** @description Most rows of one page. */
                limit?: number;
                /** @description The `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description Fields of each row, between commas; all of them where it is left out. */
                fields?: ("insightId" | "asset" | "type" | "headline" | "madeAt" | "deadline" | "probability" | "statement" | "statementText" | "outcome" | "lastClose" | "candles" | "link")[];
            };
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "insightId": "ins_01m7wd848g9ap8g4hsnqsqwbm9p1",
                     *           "asset": "BTC",
                     *           "type": "sentiment_shift",
                     *           "headline": "BTC closed above its highest close of 7 days on twice the usual volume",
                     *           "madeAt": "2026-11-20T12:00:10.000Z",
                     *           "deadline": "2026-11-21T12:00:00.000Z",
                     *           "probability": 0.62,
                     *           "statement": {
                     *             "kind": "close_above",
                     *             "asset": "BTC",
                     *             "level": "64768.00",
                     *             "at": "2026-11-21T12:00:00.000Z"
                     *           },
                     *           "statementText": "The hourly candle of BTC that closes at 2026-11-21 12:00 UTC closes above 64768.00 USD.",
                     *           "outcome": "false",
                     *           "lastClose": "64000.00",
                     *           "candles": "/api/v1/market/BTC/candles?since=2026-11-21T11:00:00.000Z&until=2026-11-21T12:00:00.000Z",
                     *           "link": "/api/v1/insights/ins_01m7wd848g9ap8g4hsnqsqwbm9p1"
                     *         },
                     *         {
                     *           "insightId": "ins_01m7w9t8mgaqqjvxg4w2j263b6d8",
                     *           "asset": "ETH",
                     *           "type": "breakout",
                     *           "headline": "ETH closed above its highest close of 7 days on twice the usual volume",
                     *           "madeAt": "2026-11-20T11:00:10.000Z",
                     *           "deadline": "2026-11-21T11:00:00.000Z",
                     *           "probability": 0.62,
                     *           "statement": {
                     *             "kind": "close_above",
                     *             "asset": "ETH",
                     *             "level": "3137.20",
                     *             "at": "2026-11-21T11:00:00.000Z"
                     *           },
                     *           "statementText": "The hourly candle of ETH that closes at 2026-11-21 11:00 UTC closes above 3137.20 USD.",
                     *           "outcome": "false",
                     *           "lastClose": "3114.71",
                     *           "candles": "/api/v1/market/ETH/candles?since=2026-11-21T10:00:00.000Z&until=2026-11-21T11:00:00.000Z",
                     *           "link": "/api/v1/insights/ins_01m7w9t8mgaqqjvxg4w2j263b6d8"
                     *         }
                     *       ],
                     *       "next": "WyIyMDI2LTExLTIxVDEyOjAwOjAwLjAwMFoiXQ"
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Claim"][];
                        next: string | null;
                    };
                    "application/vnd.content-creator.sparse+json": Record<string, never>;
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    listPosts: {
        parameters: {
            query?: {
                channel?: "x" | "telegram" | "discord" | "feed";
                format?: "single" | "thread" | "long" | "message" | "picture";
                topic?: "price" | "volume" | "pattern" | "correlation" | "news" | "mood";
                /** @description Ticker of an asset, upper case. */
                asset?: string;
                /** @description Posts that tell of this insight. */
                insight?: string;
                /** @description Posts published at or after this moment. */
                since?: string;
                /** @description Posts published before this moment. */
                until?: string;
                /** @description `-at`: newest first. `at`: oldest first. */
                sort?: "-at" | "at";
                /** @description Most rows of one page. */
                limit?: number;
                /** @description The `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description Fields of each row, between commas; all of them where it is left out. */
                fields?: ("id" | "tier" | "channel" | "format" | "language" | "asset" | "topic" | "insightType" | "title" | "parts" | "picture" | "publishedAt" | "url" | "insightId" | "insight" | "engagement" | "correctedAt" | "correctedBy" | "link" | "page")[];
            };
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "post_desk000001",
                     *           "tier": "public",
                     *           "channel": "x",
                     *           "format": "thread",
                     *           "language": "en",
                     *           "asset": "ETH",
                     *           "topic": "price",
                     *           "insightType": "breakout",
                     *           "title": null,
                     *           "parts": [
                     *             "ETH moved. 2.3% down in one hour, to $2,937.9. $3,004.3 gave way.",
                     *             "Measured by its own volatility, the hour was 9.8 standard deviations in size. Last hourly close: $2,937.9, on 7 October 2026, 01:00 UTC. 2 exchanges agree on that price."
                     *           ],
                     *           "picture": null,
                     *           "publishedAt": "2026-10-07T00:05:00.000Z",
                     *           "url": "https://x.com/i/status/1000",
                     *           "insightId": "ins_01m49xzpm05qbybm0fcpngtc9zmd",
                     *           "insight": "/api/v1/insights/ins_01m49xzpm05qbybm0fcpngtc9zmd",
                     *           "engagement": [
                     *             {
                     *               "ageHours": 1,
                     *               "observedAt": "2026-10-07T01:03:00.000Z",
                     *               "state": "measured",
                     *               "impressions": 1234,
                     *               "likes": 21,
                     *               "replies": 2,
                     *               "reposts": 3,
                     *               "quotes": 0,
                     *               "bookmarks": 1,
                     *               "engagements": 27,
                     *               "rate": 0.02188006482982172
                     *             }
                     *           ],
                     *           "correctedAt": null,
                     *           "correctedBy": null,
                     *           "link": "/api/v1/posts/post_desk000001",
                     *           "page": "/posts/post_desk000001"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Post"][];
                        next: string | null;
                    };
                    "application/vnd.content-creator.sparse+json": Record<string, never>;
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    getPost: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "post_desk000001",
                     *       "tier": "public",
                     *       "channel": "x",
                     *       "format": "thread",
                     *       "language": "en",
                     *       "asset": "ETH",
                     *       "topic": "price",
                     *       "insightType": "breakout",
                     *       "title": null,
                     *       "parts": [
                     *         "ETH moved. 2.3% down in one hour, to $2,937.9. $3,004.3 gave way.",
                     *         "Measured by its own volatility, the hour was 9.8 standard deviations in size. Last hourly close: $2,937.9, on 7 October 2026, 01:00 UTC. 2 exchanges agree on that price."
                     *       ],
                     *       "picture": null,
                     *       "publishedAt": "2026-10-07T00:05:00.000Z",
                     *       "url": "https://x.com/i/status/1000",
                     *       "insightId": "ins_01m49xzpm05qbybm0fcpngtc9zmd",
                     *       "insight": "/api/v1/insights/ins_01m49xzpm05qbybm0fcpngtc9zmd",
                     *       "engagement": [
                     *         {
                     *           "ageHours": 1,
                     *           "observedAt": "2026-10-07T01:03:00.000Z",
                     *           "state": "measured",
                     *           "impressions": 1234,
                     *           "likes": 21,
                     *           "replies": 2,
                     *           "reposts": 3,
                     *           "quotes": 0,
                     *           "bookmarks": 1,
                     *           "engagements": 27,
                     *           "rate": 0.02188006482982172
                     *         }
                     *       ],
                     *       "correctedAt": null,
                     *       "correctedBy": null,
                     *       "link": "/api/v1/posts/post_desk000001",
                     *       "page": "/posts/post_desk000001",
                     *       "figures": [
                     *         {
                     *           "part": 0,
                     *           "start": 11,
                     *           "end": 15,
                     *           "text": "2.3%",
                     *           "measure": "hour_return",
                     *           "value": "-2.31",
                     *           "unit": "pct",
                     *           "at": "2026-10-07T01:00:00.000Z",
                     *           "evidence": 0,
                     *           "link": "/api/v1/market/ETH/candles?since=2026-10-07T00:00:00.000Z&until=2026-10-07T01:00:00.000Z"
                     *         },
                     *         {
                     *           "part": 0,
                     *           "start": 37,
                     *           "end": 45,
                     *           "text": "$2,937.9",
                     *           "measure": "close",
                     *           "value": "2937.873766518175",
                     *           "unit": "usd",
                     *           "at": "2026-10-07T01:00:00.000Z",
                     *           "evidence": 0,
                     *           "link": "/api/v1/market/ETH/candles?since=2026-10-07T00:00:00.000Z&until=2026-10-07T01:00:00.000Z"
                     *         }
                     *       ],
                     *       "author": "studio",
                     *       "approval": {
                     *         "at": "2026-10-07T01:03:00.000Z",
                     *         "via": "dashboard",
                     *         "hash": "85bcfb2f7b7cf5d0b8624a163dfeb9788b8174c6a7dda6e3f6cd6b2005538447"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["PostWithFigures"];
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    listAssets: {
        parameters: {
            query?: {
                /** @description Fields of each row, between commas; all of them where it is left out. */
                fields?: ("symbol" | "name" | "quote" | "links" | "link")[];
            };
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "symbol": "AAVE",
                     *           "name": "Aave",
                     *           "quote": null,
                     *           "links": {
                     *             "quotes": "/api/v1/market/AAVE/quotes",
                     *             "candles": "/api/v1/market/AAVE/candles",
                     *             "insights": "/api/v1/insights?asset=AAVE",
                     *             "posts": "/api/v1/posts?asset=AAVE",
                     *             "news": "/api/v1/news?asset=AAVE",
                     *             "sentiment": "/api/v1/sentiment?subject=AAVE",
                     *             "trackRecord": "/api/v1/track-record?asset=AAVE"
                     *           },
                     *           "link": "/api/v1/assets/AAVE"
                     *         },
                     *         {
                     *           "symbol": "ADA",
                     *           "name": "Cardano",
                     *           "quote": null,
                     *           "links": {
                     *             "quotes": "/api/v1/market/ADA/quotes",
                     *             "candles": "/api/v1/market/ADA/candles",
                     *             "insights": "/api/v1/insights?asset=ADA",
                     *             "posts": "/api/v1/posts?asset=ADA",
                     *             "news": "/api/v1/news?asset=ADA",
                     *             "sentiment": "/api/v1/sentiment?subject=ADA",
                     *             "trackRecord": "/api/v1/track-record?asset=ADA"
                     *           },
                     *           "link": "/api/v1/assets/ADA"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Asset"][];
                    };
                    "application/vnd.content-creator.sparse+json": Record<string, never>;
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    getAsset: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description Ticker of an asset, upper case. */
                asset: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "symbol": "BTC",
                     *       "name": "Bitcoin",
                     *       "quote": {
                     *         "observedAt": "2026-11-21T12:00:10.000Z",
                     *         "price": "64000.00",
                     *         "changePct24h": "-1.25",
                     *         "agreement": "agreed",
                     *         "state": "live",
                     *         "source": "binance",
                     *         "secondSource": "kraken",
                     *         "deviationBps": "0.4"
                     *       },
                     *       "links": {
                     *         "quotes": "/api/v1/market/BTC/quotes",
                     *         "candles": "/api/v1/market/BTC/candles",
                     *         "insights": "/api/v1/insights?asset=BTC",
                     *         "posts": "/api/v1/posts?asset=BTC",
                     *         "news": "/api/v1/news?asset=BTC",
                     *         "sentiment": "/api/v1/sentiment?subject=BTC",
                     *         "trackRecord": "/api/v1/track-record?asset=BTC"
                     *       },
                     *       "link": "/api/v1/assets/BTC",
                     *       "candles": {
                     *         "from": "2026-10-04T00:00:00.000Z",
                     *         "until": "2026-11-21T12:00:00.000Z"
                     *       },
                     *       "newestInsight": "/api/v1/insights/ins_01m7yrs40gaqydyf0sp7sdh34srx",
                     *       "newestPost": null
                     *     }
                     */
                    "application/json": components["schemas"]["AssetWithReach"];
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    listCandles: {
        parameters: {
            query?: {
                /** @description Candles that open at or after this moment. */
                since?: string;
                /** @description Candles that open before this moment; now, where it is left out. */
                until?: string;
                /** @description `-at`: newest first. `at`: oldest first. */
                sort?: "-at" | "at";
                /** @description Most rows of one page. */
                limit?: number;
                /** @description The `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description Fields of each row, between commas; all of them where it is left out. */
                fields?: ("asset" | "openTime" | "closeTime" | "open" | "high" | "low" | "close" | "volume" | "source" | "agreement" | "secondSource" | "deviationBps" | "secondClose" | "knownAt")[];
            };
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description Ticker of an asset, upper case. */
                asset: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asset": "BTC",
                     *       "data": [
                     *         {
                     *           "asset": "BTC",
                     *           "openTime": "2026-11-21T10:00:00.000Z",
                     *           "closeTime": "2026-11-21T11:00:00.000Z",
                     *           "open": "64575.50",
                     *           "high": "64704.65",
                     *           "low": "64175.07",
                     *           "close": "64303.68",
                     *           "volume": "116.8294",
                     *           "source": "binance",
                     *           "agreement": "agreed",
                     *           "secondSource": "kraken",
                     *           "deviationBps": "1",
                     *           "secondClose": "64310.11",
                     *           "knownAt": "2026-11-21T12:00:10.000Z"
                     *         },
                     *         {
                     *           "asset": "BTC",
                     *           "openTime": "2026-11-21T11:00:00.000Z",
                     *           "closeTime": "2026-11-21T12:00:00.000Z",
                     *           "open": "64303.68",
                     *           "high": "64432.28",
                     *           "low": "63872.00",
                     *           "close": "64000.00",
                     *           "volume": "100.0000",
                     *           "source": "binance",
                     *           "agreement": "agreed",
                     *           "secondSource": "kraken",
                     *           "deviationBps": "1",
                     *           "secondClose": "64006.40",
                     *           "knownAt": "2026-11-21T12:00:10.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Ticker of an asset, upper case.
                         * @example BTC
                         */
                        asset: string;
                        data: components["schemas"]["Candle"][];
                        next: string | null;
                    };
                    "application/vnd.content-creator.sparse+json": Record<string, never>;
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    listQuotes: {
        parameters: {
            query?: {
                /** @description Quotes observed at or after this moment. */
                since?: string;
                /** @description Quotes observed before this moment; now, where it is left out. */
                until?: string;
                /** @description `-at`: newest first. `at`: oldest first. */
                sort?: "-at" | "at";
                /** @description Most rows of one page. */
                limit?: number;
                /** @description The `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description Fields of each row, between commas; all of them where it is left out. */
                fields?: ("asset" | "observedAt" | "price" | "volume24h" | "changePct24h" | "closedAt" | "state" | "source" | "agreement" | "secondSource" | "deviationBps" | "secondPrice")[];
            };
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description Ticker of an asset, upper case. */
                asset: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asset": "BTC",
                     *       "data": [
                     *         {
                     *           "asset": "BTC",
                     *           "observedAt": "2026-11-21T12:00:10.000Z",
                     *           "price": "64000.00",
                     *           "volume24h": "25000.5",
                     *           "changePct24h": "-1.25",
                     *           "closedAt": "2026-11-21T12:00:09.000Z",
                     *           "state": "live",
                     *           "source": "binance",
                     *           "agreement": "agreed",
                     *           "secondSource": "kraken",
                     *           "deviationBps": "0.4",
                     *           "secondPrice": "64000.00"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Ticker of an asset, upper case.
                         * @example BTC
                         */
                        asset: string;
                        data: components["schemas"]["Quote"][];
                        next: string | null;
                    };
                    "application/vnd.content-creator.sparse+json": Record<string, never>;
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    listNews: {
        parameters: {
            query?: {
                /** @description Ticker of an asset, upper case. */
                asset?: string;
                /** @description Stories that this feed carries, perhaps with others. */
                source?: string;
                /** @description Stories first seen at or after this moment. */
                since?: string;
                /** @description Stories first seen before this moment. */
                until?: string;
                /** @description `-at`: newest first. `at`: oldest first. */
                sort?: "-at" | "at";
                /** @description Most rows of one page. */
                limit?: number;
                /** @description The `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description Fields of each row, between commas; all of them where it is left out. */
                fields?: ("id" | "title" | "assets" | "polarity" | "witnesses" | "sources" | "firstSeenAt" | "lastSeenAt" | "articles" | "link")[];
            };
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "story_0123456789abcdef",
                     *           "title": "Bitcoin fund sees record inflow",
                     *           "assets": [
                     *             "BTC"
                     *           ],
                     *           "polarity": 0.5,
                     *           "witnesses": 2,
                     *           "sources": [
                     *             "coindesk",
                     *             "decrypt"
                     *           ],
                     *           "firstSeenAt": "2026-11-21T11:00:10.000Z",
                     *           "lastSeenAt": "2026-11-21T11:00:10.000Z",
                     *           "articles": [
                     *             {
                     *               "source": "coindesk",
                     *               "title": "Bitcoin fund sees record inflow",
                     *               "url": "https://coindesk.example/story_0123456789abcdef",
                     *               "publishedAt": "2026-11-21T10:00:10.000Z",
                     *               "knownAt": "2026-11-21T12:00:10.002Z",
                     *               "polarity": 0.5
                     *             },
                     *             {
                     *               "source": "decrypt",
                     *               "title": "Bitcoin fund sees record inflow",
                     *               "url": "https://decrypt.example/story_0123456789abcdef",
                     *               "publishedAt": null,
                     *               "knownAt": "2026-11-21T12:00:10.002Z",
                     *               "polarity": 0.5
                     *             }
                     *           ],
                     *           "link": "/api/v1/news/story_0123456789abcdef"
                     *         },
                     *         {
                     *           "id": "story_hostile0000000",
                     *           "title": "</title><script>alert('x')</script> Bitcoin \"fund\" & ETF <img src=x onerror=alert(1)>",
                     *           "assets": [
                     *             "BTC",
                     *             "ETH"
                     *           ],
                     *           "polarity": -0.8,
                     *           "witnesses": 1,
                     *           "sources": [
                     *             "coindesk"
                     *           ],
                     *           "firstSeenAt": "2026-11-21T10:00:10.000Z",
                     *           "lastSeenAt": "2026-11-21T10:00:10.000Z",
                     *           "articles": [
                     *             {
                     *               "source": "decrypt",
                     *               "title": "</title><script>alert('x')</script> Bitcoin \"fund\" & ETF <img src=x onerror=alert(1)>",
                     *               "url": null,
                     *               "publishedAt": "2026-11-21T10:00:10.000Z",
                     *               "knownAt": "2026-11-21T12:00:10.002Z",
                     *               "polarity": 0.5
                     *             }
                     *           ],
                     *           "link": "/api/v1/news/story_hostile0000000"
                     *         }
                     *       ],
                     *       "next": "WyIyMDI2LTExLTIxVDEyOjAwOjAwLjAwMFoiXQ"
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Story"][];
                        next: string | null;
                    };
                    "application/vnd.content-creator.sparse+json": Record<string, never>;
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    getStory: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "story_0123456789abcdef",
                     *       "title": "Bitcoin fund sees record inflow",
                     *       "assets": [
                     *         "BTC"
                     *       ],
                     *       "polarity": 0.5,
                     *       "witnesses": 2,
                     *       "sources": [
                     *         "coindesk",
                     *         "decrypt"
                     *       ],
                     *       "firstSeenAt": "2026-11-21T11:00:10.000Z",
                     *       "lastSeenAt": "2026-11-21T11:00:10.000Z",
                     *       "articles": [
                     *         {
                     *           "source": "coindesk",
                     *           "title": "Bitcoin fund sees record inflow",
                     *           "url": "https://coindesk.example/story_0123456789abcdef",
                     *           "publishedAt": "2026-11-21T10:00:10.000Z",
                     *           "knownAt": "2026-11-21T12:00:10.002Z",
                     *           "polarity": 0.5
                     *         },
                     *         {
                     *           "source": "decrypt",
                     *           "title": "Bitcoin fund sees record inflow",
                     *           "url": "https://decrypt.example/story_0123456789abcdef",
                     *           "publishedAt": null,
                     *           "knownAt": "2026-11-21T12:00:10.002Z",
                     *           "polarity": 0.5
                     *         }
                     *       ],
                     *       "link": "/api/v1/news/story_0123456789abcdef"
                     *     }
                     */
                    "application/json": components["schemas"]["Story"];
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    listSentiment: {
        parameters: {
            query?: {
                /** @description An asset, or `MARKET`. */
                subject?: string;
                source?: "fear-greed" | "news";
                /** @description Readings observed at or after this moment. */
                since?: string;
                /** @description Readings observed before this moment; now, where it is left out. */
                until?: string;
                /** @description `-at`: newest first. `at`: oldest first. */
                sort?: "-at" | "at";
                /** @description Most rows of one page. */
                limit?: number;
                /** @description The `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description Fields of each row, between commas; all of them where it is left out. */
                fields?: ("subject" | "source" | "observedAt" | "value" | "count" | "knownAt")[];
            };
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "subject": "MARKET",
                     *           "source": "news",
                     *           "observedAt": "2026-11-21T12:00:10.000Z",
                     *           "value": "0.125",
                     *           "count": 8,
                     *           "knownAt": "2026-11-21T12:00:10.000Z"
                     *         },
                     *         {
                     *           "subject": "ETH",
                     *           "source": "news",
                     *           "observedAt": "2026-11-21T12:00:10.000Z",
                     *           "value": "0.125",
                     *           "count": 8,
                     *           "knownAt": "2026-11-21T12:00:10.000Z"
                     *         }
                     *       ],
                     *       "next": "WyIyMDI2LTExLTIxVDEyOjAwOjAwLjAwMFoiXQ"
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["SentimentReading"][];
                        next: string | null;
                    };
                    "application/vnd.content-creator.sparse+json": Record<string, never>;
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    getAnalyticsSummary: {
        parameters: {
            query?: {
                days?: "7" | "30";
            };
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "since": "2026-10-22",
                     *       "until": "2026-11-21",
                     *       "ageHours": 24,
                     *       "all": null,
                     *       "by": {
                     *         "channel": [],
                     *         "format": [],
                     *         "asset": [],
                     *         "topic": [],
                     *         "insight-type": [],
                     *         "hour": [],
                     *         "policy": []
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * Format: date
                         * @description The first day (UTC) whose posts are in it.
                         */
                        since: string;
                        /**
                         * Format: date
                         * @description The last, today.
                         */
                        until: string;
                        ageHours: number;
                        /** @description Null where no post was read yet. */
                        all: components["schemas"]["PostGroup"] | null;
                        by: {
                            channel: components["schemas"]["PostGroup"][];
                            format: components["schemas"]["PostGroup"][];
                            asset: components["schemas"]["PostGroup"][];
                            topic: components["schemas"]["PostGroup"][];
                            "insight-type": components["schemas"]["PostGroup"][];
                            hour: components["schemas"]["PostGroup"][];
                            policy: components["schemas"]["PostGroup"][];
                        };
                    };
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    listFormatStats: {
        parameters: {
            query?: {
                /** @description Posts published in so many days before today, and today (UTC). */
                days?: "7" | "30" | "90";
                /** @description The age at which posts are compared, in hours. */
                ageHours?: "1" | "6" | "24" | "72" | "168";
                /** @description Fields of each row, between commas; all of them where it is left out. */
                fields?: ("value" | "posts" | "rated" | "impressions" | "engagements" | "rate" | "drawn" | "ranked")[];
            };
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "since": "2026-10-22",
                     *       "until": "2026-11-21",
                     *       "ageHours": 24,
                     *       "data": []
                     *     }
                     */
                    "application/json": {
                        /**
                         * Format: date
                         * @description The first day (UTC) whose posts are in it.
                         */
                        since: string;
                        /**
                         * Format: date
                         * @description The last, today.
                         */
                        until: string;
                        /** @description The age at which they are compared. */
                        ageHours: number;
                        data: components["schemas"]["PostGroup"][];
                    };
                    "application/vnd.content-creator.sparse+json": Record<string, never>;
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    listHourStats: {
        parameters: {
            query?: {
                /** @description Posts published in so many days before today, and today (UTC). */
                days?: "7" | "30" | "90";
                /** @description The age at which posts are compared, in hours. */
                ageHours?: "1" | "6" | "24" | "72" | "168";
                /** @description Fields of each row, between commas; all of them where it is left out. */
                fields?: ("value" | "posts" | "rated" | "impressions" | "engagements" | "rate" | "drawn" | "ranked")[];
            };
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "since": "2026-10-22",
                     *       "until": "2026-11-21",
                     *       "ageHours": 24,
                     *       "data": [
                     *         {
                     *           "value": "00",
                     *           "posts": 0,
                     *           "rated": 0,
                     *           "impressions": null,
                     *           "engagements": null,
                     *           "rate": null,
                     *           "drawn": null,
                     *           "ranked": false
                     *         },
                     *         {
                     *           "value": "01",
                     *           "posts": 0,
                     *           "rated": 0,
                     *           "impressions": null,
                     *           "engagements": null,
                     *           "rate": null,
                     *           "drawn": null,
                     *           "ranked": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /**
                         * Format: date
                         * @description The first day (UTC) whose posts are in it.
                         */
                        since: string;
                        /**
                         * Format: date
                         * @description The last, today.
                         */
                        until: string;
                        /** @description The age at which they are compared. */
                        ageHours: number;
                        data: components["schemas"]["PostGroup"][];
                    };
                    "application/vnd.content-creator.sparse+json": Record<string, never>;
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    listAgentStats: {
        parameters: {
            query?: {
                days?: "1" | "7" | "30";
                /** @description Fields of each row, between commas; all of them where it is left out. */
                fields?: ("agent" | "runs" | "succeeded" | "failed" | "meanMs" | "p50Ms" | "p95Ms" | "p99Ms")[];
            };
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "since": "2026-11-20T12:00:00.000Z",
                     *       "data": [
                     *         {
                     *           "agent": "analysis",
                     *           "runs": 1,
                     *           "succeeded": 1,
                     *           "failed": 0,
                     *           "meanMs": 2346,
                     *           "p50Ms": 2360,
                     *           "p95Ms": 2360,
                     *           "p99Ms": 2360
                     *         },
                     *         {
                     *           "agent": "market-scan",
                     *           "runs": 1,
                     *           "succeeded": 1,
                     *           "failed": 0,
                     *           "meanMs": 2346,
                     *           "p50Ms": 2360,
                     *           "p95Ms": 2360,
                     *           "p99Ms": 2360
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description A whole hour; of more than two days, a whole day.
                         */
                        since: string;
                        data: components["schemas"]["AgentStats"][];
                    };
                    "application/vnd.content-creator.sparse+json": Record<string, never>;
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    listTrendingTopics: {
        parameters: {
            query?: {
                /** @description Most rows of one page. */
                limit?: number;
                /** @description Fields of each row, between commas; all of them where it is left out. */
                fields?: ("asset" | "topic" | "posts" | "interactions" | "expected" | "lift" | "low" | "high" | "rising")[];
            };
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "until": "2026-11-21T12:00:00.000Z",
                     *       "days": 0,
                     *       "coverage": 0.95,
                     *       "data": []
                     *     }
                     */
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description End of the 24 hours.
                         */
                        until: string;
                        /** @description Days that there were to compare with: nothing rises where there is none. */
                        days: number;
                        /** @description Of each interval, so that all hold at once with 95 %. */
                        coverage: number;
                        data: components["schemas"]["TopicTrend"][];
                    };
                    "application/vnd.content-creator.sparse+json": Record<string, never>;
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    listSnapshots: {
        parameters: {
            query?: {
                period?: "day" | "week" | "month";
                /** @description Most rows of one page. */
                limit?: number;
                /** @description The `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description Fields of each row, between commas; all of them where it is left out. */
                fields?: ("id" | "period" | "startsOn" | "endsBefore" | "figures" | "link")[];
            };
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "snp_day20261116",
                     *           "period": "day",
                     *           "startsOn": "2026-11-16",
                     *           "endsBefore": "2026-11-17",
                     *           "figures": {
                     *             "published": 10,
                     *             "rated": 10,
                     *             "impressions": 10000,
                     *             "engagements": 300,
                     *             "meanRate": {
                     *               "n": 10,
                     *               "mean": 0.03,
                     *               "low": 0.029997615476974278,
                     *               "high": 0.03000238452302572
                     *             },
                     *             "best": {
                     *               "channel": null,
                     *               "format": null,
                     *               "asset": null,
                     *               "topic": null,
                     *               "insight-type": null
                     *             },
                     *             "interactions": {
                     *               "count": 100,
                     *               "byType": {
                     *                 "like": 100
                     *               },
                     *               "byPlatform": {
                     *                 "x": 100
                     *               }
                     *             },
                     *             "insights": 5,
                     *             "spend": {
                     *               "microUsd": 100000,
                     *               "byScope": {}
                     *             },
                     *             "runs": {
                     *               "ended": 100,
                     *               "failed": 0,
                     *               "meanWallMs": 100
                     *             },
                     *             "unknown": {}
                     *           },
                     *           "link": "/api/v1/snapshots/snp_day20261116"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Snapshot"][];
                        next: string | null;
                    };
                    "application/vnd.content-creator.sparse+json": Record<string, never>;
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    getSnapshot: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "snp_day20261116",
                     *       "period": "day",
                     *       "startsOn": "2026-11-16",
                     *       "endsBefore": "2026-11-17",
                     *       "figures": {
                     *         "published": 10,
                     *         "rated": 10,
                     *         "impressions": 10000,
                     *         "engagements": 300,
                     *         "meanRate": {
                     *           "n": 10,
                     *           "mean": 0.03,
                     *           "low": 0.029997615476974278,
                     *           "high": 0.03000238452302572
                     *         },
                     *         "best": {
                     *           "channel": null,
                     *           "format": null,
                     *           "asset": null,
                     *           "topic": null,
                     *           "insight-type": null
                     *         },
                     *         "interactions": {
                     *           "count": 100,
                     *           "byType": {
                     *             "like": 100
                     *           },
                     *           "byPlatform": {
                     *             "x": 100
                     *           }
                     *         },
                     *         "insights": 5,
                     *         "spend": {
                     *           "microUsd": 100000,
                     *           "byScope": {}
                     *         },
                     *         "runs": {
                     *           "ended": 100,
                     *           "failed": 0,
                     *           "meanWallMs": 100
                     *         },
                     *         "unknown": {}
                     *       },
                     *       "link": "/api/v1/snapshots/snp_day20261116"
                     *     }
                     */
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    listExperiments: {
        parameters: {
            query?: {
                /** @description Most rows of one page. */
                limit?: number;
                /** @description The `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description Fields of each row, between commas; all of them where it is left out. */
                fields?: ("id" | "agent" | "version" | "state" | "kind" | "base" | "changes" | "why" | "by" | "beganAt" | "decidedAt" | "endedAt" | "verdict" | "run" | "link")[];
            };
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "content-strategy.1",
                     *           "agent": "content-strategy",
                     *           "version": 1,
                     *           "state": "trial",
                     *           "kind": "step",
                     *           "base": null,
                     *           "changes": [
                     *             {
                     *               "name": "scoreMin",
                     *               "from": 0.45,
                     *               "to": 0.5
                     *             }
                     *           ],
                     *           "why": "Fewer posts, and better ones.",
                     *           "by": "studio",
                     *           "beganAt": "2026-11-10T00:00:00.000Z",
                     *           "decidedAt": null,
                     *           "endedAt": null,
                     *           "verdict": null,
                     *           "run": null,
                     *           "link": "/api/v1/experiments/content-strategy.1"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Experiment"][];
                        next: string | null;
                    };
                    "application/vnd.content-creator.sparse+json": Record<string, never>;
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    getExperiment: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "content-strategy.1",
                     *       "agent": "content-strategy",
                     *       "version": 1,
                     *       "state": "trial",
                     *       "kind": "step",
                     *       "base": null,
                     *       "changes": [
                     *         {
                     *           "name": "scoreMin",
                     *           "from": 0.45,
                     *           "to": 0.5
                     *         }
                     *       ],
                     *       "why": "Fewer posts, and better ones.",
                     *       "by": "studio",
                     *       "beganAt": "2026-11-10T00:00:00.000Z",
                     *       "decidedAt": null,
                     *       "endedAt": null,
                     *       "verdict": null,
                     *       "run": null,
                     *       "link": "/api/v1/experiments/content-strategy.1",
                     *       "tunables": {
                     *         "scoreMin": 0.5
                     *       },
                     *       "measured": null
                     *     }
                     */
                    "application/json": components["schemas"]["ExperimentWithMeasure"];
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Age: components["headers"]["Age"];
                    "X-Cache": components["headers"]["X-Cache"];
                    "X-Stale-Reason": components["headers"]["X-Stale-Reason"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    listAgents: {
        parameters: {
            query?: {
                /** @description Fields of each row, between commas; all of them where it is left out. */
                fields?: ("name" | "purpose" | "triggers" | "budget" | "newestRun")[];
            };
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "name": "market-scan",
                     *           "purpose": "Reads candles and quotes of every watched asset from two exchanges and marks where they disagree or the market stands still.",
                     *           "triggers": [
                     *             {
                     *               "kind": "every",
                     *               "text": "every 30 min"
                     *             }
                     *           ],
                     *           "budget": {
                     *             "wallMs": 240000,
                     *             "calls": 300,
                     *             "statements": 2,
                     *             "tokens": 0,
                     *             "microUsd": 0
                     *           },
                     *           "newestRun": {
                     *             "id": "run_01kbjw9f4rt8v2m6x0c000",
                     *             "state": "running",
                     *             "startedAt": "2026-11-21T12:00:05.000Z",
                     *             "finishedAt": null,
                     *             "wallMs": null,
                     *             "errorCode": null,
                     *             "link": "/api/v1/runs/run_01kbjw9f4rt8v2m6x0c000"
                     *           }
                     *         },
                     *         {
                     *           "name": "news-scan",
                     *           "purpose": "Reads the news feeds, tags the assets that each article is about, measures its tone and joins what tells the same story.",
                     *           "triggers": [
                     *             {
                     *               "kind": "every",
                     *               "text": "every 30 min"
                     *             }
                     *           ],
                     *           "budget": {
                     *             "wallMs": 240000,
                     *             "calls": 60,
                     *             "statements": 4,
                     *             "tokens": 0,
                     *             "microUsd": 0
                     *           },
                     *           "newestRun": {
                     *             "id": "run_desk000002",
                     *             "state": "dead",
                     *             "startedAt": "2026-10-07T01:00:00.000Z",
                     *             "finishedAt": "2026-10-07T01:02:00.000Z",
                     *             "wallMs": null,
                     *             "errorCode": "upstream-unavailable",
                     *             "link": "/api/v1/runs/run_desk000002"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Agent"][];
                    };
                    "application/vnd.content-creator.sparse+json": Record<string, never>;
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    listRuns: {
        parameters: {
            query?: {
                agent?: string;
                state?: "running" | "waiting" | "succeeded" | "failed" | "dead";
                key?: string;
                /** @description Most rows of one page. */
                limit?: number;
                /** @description The `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description Fields of each row, between commas; all of them where it is left out. */
                fields?: ("id" | "agent" | "key" | "slot" | "trigger" | "input" | "state" | "attempt" | "moment" | "startedAt" | "finishedAt" | "leaseUntil" | "retryAt" | "usage" | "output" | "error" | "link")[];
            };
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "run_statscast1",
                     *           "agent": "engagement",
                     *           "key": "engagement:cast",
                     *           "slot": null,
                     *           "trigger": "manual",
                     *           "input": {},
                     *           "state": "succeeded",
                     *           "attempt": 1,
                     *           "moment": "2026-11-21T12:00:10.000Z",
                     *           "startedAt": "2026-11-21T12:00:10.000Z",
                     *           "finishedAt": "2026-11-21T12:00:10.000Z",
                     *           "leaseUntil": null,
                     *           "retryAt": null,
                     *           "usage": {
                     *             "wallMs": null,
                     *             "statements": null,
                     *             "rowsRead": null,
                     *             "databaseMs": null,
                     *             "calls": null,
                     *             "retries": null,
                     *             "tokens": null,
                     *             "microUsd": null
                     *           },
                     *           "output": null,
                     *           "error": null,
                     *           "link": "/api/v1/runs/run_statscast1"
                     *         },
                     *         {
                     *           "id": "run_desk000002",
                     *           "agent": "news-scan",
                     *           "key": "news-scan:desk",
                     *           "slot": null,
                     *           "trigger": "schedule",
                     *           "input": {},
                     *           "state": "dead",
                     *           "attempt": 1,
                     *           "moment": "2026-10-07T01:00:00.000Z",
                     *           "startedAt": "2026-10-07T01:00:00.000Z",
                     *           "finishedAt": "2026-10-07T01:02:00.000Z",
                     *           "leaseUntil": null,
                     *           "retryAt": null,
                     *           "usage": {
                     *             "wallMs": null,
                     *             "statements": null,
                     *             "rowsRead": null,
                     *             "databaseMs": null,
                     *             "calls": null,
                     *             "retries": null,
                     *             "tokens": null,
                     *             "microUsd": null
                     *           },
                     *           "output": null,
                     *           "error": {
                     *             "code": "upstream-unavailable",
                     *             "detail": "No feed answers."
                     *           },
                     *           "link": "/api/v1/runs/run_desk000002"
                     *         }
                     *       ],
                     *       "next": "WyIyMDI2LTExLTIxVDEyOjAwOjAwLjAwMFoiXQ"
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Run"][];
                        next: string | null;
                    };
                    "application/vnd.content-creator.sparse+json": Record<string, never>;
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    getRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "run_statscast1",
                     *       "agent": "engagement",
                     *       "key": "engagement:cast",
                     *       "slot": null,
                     *       "trigger": "manual",
                     *       "input": {},
                     *       "state": "succeeded",
                     *       "attempt": 1,
                     *       "moment": "2026-11-21T12:00:10.000Z",
                     *       "startedAt": "2026-11-21T12:00:10.000Z",
                     *       "finishedAt": "2026-11-21T12:00:10.000Z",
                     *       "leaseUntil": null,
                     *       "retryAt": null,
                     *       "usage": {
                     *         "wallMs": null,
                     *         "statements": null,
                     *         "rowsRead": null,
                     *         "databaseMs": null,
                     *         "calls": null,
                     *         "retries": null,
                     *         "tokens": null,
                     *         "microUsd": null
                     *       },
                     *       "output": null,
                     *       "error": null,
                     *       "link": "/api/v1/runs/run_statscast1",
                     *       "events": [],
                     *       "insights": []
                     *     }
                     */
                    "application/json": components["schemas"]["RunWithResults"];
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    listAudienceDays: {
        parameters: {
            query?: {
                /** @description Most rows of one page. */
                limit?: number;
                /** @description The `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description Fields of each row, between commas; all of them where it is left out. */
                fields?: ("day" | "people" | "active" | "byScore")[];
            };
            header?: {
                /** @description The `ETag` of an answer that you have: where nothing changed, 304 comes without a body, and costs nothing of your limits. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "day": "2026-11-21",
                     *           "people": 12,
                     *           "active": {
                     *             "day": 3,
                     *             "week": 5,
                     *             "month": 9
                     *           },
                     *           "byScore": [
                     *             {
                     *               "above": null,
                     *               "upTo": 0,
                     *               "people": 3
                     *             },
                     *             {
                     *               "above": 0,
                     *               "upTo": 10,
                     *               "people": 2
                     *             }
                     *           ]
                     *         },
                     *         {
                     *           "day": "2026-11-20",
                     *           "people": 10,
                     *           "active": {
                     *             "day": 2,
                     *             "week": 4,
                     *             "month": 8
                     *           },
                     *           "byScore": [
                     *             {
                     *               "above": null,
                     *               "upTo": 0,
                     *               "people": 3
                     *             },
                     *             {
                     *               "above": 0,
                     *               "upTo": 10,
                     *               "people": 2
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["AudienceDay"][];
                        next: string | null;
                    };
                    "application/vnd.content-creator.sparse+json": Record<string, never>;
                };
            };
            /** @description You have this answer already: `If-None-Match` names its tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "As-Of": components["headers"]["As-Of"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "degraded",
                     *       "live": true,
                     *       "ready": true,
                     *       "at": "2026-11-21T12:00:10.000Z",
                     *       "degraded": [
                     *         "source channel:telegram",
                     *         "source theblock"
                     *       ],
                     *       "parts": [
                     *         {
                     *           "name": "database",
                     *           "state": "ok",
                     *           "detail": "answers"
                     *         },
                     *         {
                     *           "name": "redis",
                     *           "state": "ok",
                     *           "detail": "answers"
                     *         }
                     *       ],
                     *       "newestRun": {
                     *         "id": "run_statscast1",
                     *         "agent": "engagement",
                     *         "state": "succeeded",
                     *         "startedAt": "2026-11-21T12:00:10.000Z",
                     *         "link": "/api/v1/runs/run_statscast1"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "ready" | "degraded";
                        /** @constant */
                        live: true;
                        /** @constant */
                        ready: true;
                        /** Format: date-time */
                        at: string;
                        /** @description Names of the parts that are not well. */
                        degraded: string[];
                        parts: components["schemas"]["Part"][];
                        newestRun: {
                            id: string;
                            agent: string;
                            state: string;
                            /** Format: date-time */
                            startedAt: string;
                            link: string;
                        } | null;
                    };
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    getStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "state": "degraded",
                     *       "at": "2026-11-21T12:00:10.000Z",
                     *       "parts": [
                     *         {
                     *           "name": "database",
                     *           "state": "ok",
                     *           "detail": "answers"
                     *         },
                     *         {
                     *           "name": "redis",
                     *           "state": "ok",
                     *           "detail": "answers"
                     *         }
                     *       ],
                     *       "hours": [
                     *         {
                     *           "start": "2026-11-20T13:00:00.000Z",
                     *           "runs": 0,
                     *           "failed": 0
                     *         },
                     *         {
                     *           "start": "2026-11-20T14:00:00.000Z",
                     *           "runs": 0,
                     *           "failed": 0
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        state: "ok" | "degraded" | "down";
                        /** Format: date-time */
                        at: string;
                        parts: components["schemas"]["Part"][];
                        /** @description The present hour and the 23 before it, the oldest first. */
                        hours: components["schemas"]["RunHour"][] | null;
                    };
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    exportInsights: {
        parameters: {
            query?: {
                /** @description Ticker of an asset, upper case. */
                asset?: string;
                type?: "breakout" | "breakdown" | "volume_spike" | "sentiment_shift" | "news_impact" | "technical_pattern" | "correlation_break";
                /** @description Rows at or after this moment; from the first one, where it is left out. */
                since?: string;
                /** @description Rows before this moment; up to the last one, where it is left out. */
                until?: string;
                /** @description The `next` of an export's last line; leave it out for the beginning. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    exportPosts: {
        parameters: {
            query?: {
                channel?: "x" | "telegram" | "discord" | "feed";
                /** @description Ticker of an asset, upper case. */
                asset?: string;
                /** @description Rows at or after this moment; from the first one, where it is left out. */
                since?: string;
                /** @description Rows before this moment; up to the last one, where it is left out. */
                until?: string;
                /** @description The `next` of an export's last line; leave it out for the beginning. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    exportCandles: {
        parameters: {
            query?: {
                /** @description Ticker of an asset, upper case. */
                asset?: string;
                /** @description Rows at or after this moment; from the first one, where it is left out. */
                since?: string;
                /** @description Rows before this moment; up to the last one, where it is left out. */
                until?: string;
                /** @description The `next` of an export's last line; leave it out for the beginning. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    exportQuotes: {
        parameters: {
            query?: {
                /** @description Ticker of an asset, upper case. */
                asset?: string;
                /** @description Rows at or after this moment; from the first one, where it is left out. */
                since?: string;
                /** @description Rows before this moment; up to the last one, where it is left out. */
                until?: string;
                /** @description The `next` of an export's last line; leave it out for the beginning. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    exportNews: {
        parameters: {
            query?: {
                /** @description Ticker of an asset, upper case. */
                asset?: string;
                /** @description Rows at or after this moment; from the first one, where it is left out. */
                since?: string;
                /** @description Rows before this moment; up to the last one, where it is left out. */
                until?: string;
                /** @description The `next` of an export's last line; leave it out for the beginning. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    exportSentiment: {
        parameters: {
            query?: {
                /** @description An asset, or `MARKET`. */
                subject?: string;
                source?: "fear-greed" | "news";
                /** @description Rows at or after this moment; from the first one, where it is left out. */
                since?: string;
                /** @description Rows before this moment; up to the last one, where it is left out. */
                until?: string;
                /** @description The `next` of an export's last line; leave it out for the beginning. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    streamInsights: {
        parameters: {
            query?: {
                /** @description The id of the last event that was received: what followed it comes first. */
                after?: string;
            };
            header?: {
                /** @description The id of the last event that was received: what followed it comes first. */
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
    streamPosts: {
        parameters: {
            query?: {
                /** @description The id of the last event that was received: what followed it comes first. */
                after?: string;
            };
            header?: {
                /** @description The id of the last event that was received: what followed it comes first. */
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-RateLimit-Scope": components["headers"]["X-RateLimit-Scope"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            406: components["responses"]["not-acceptable"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["bug"];
            503: components["responses"]["misconfigured-or-unavailable"];
        };
    };
}
