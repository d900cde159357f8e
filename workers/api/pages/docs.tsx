// What can be asked of the API, and told to the studio? Both descriptions as one page, with a line of curl for each operation.
import { curlOf, type Fill } from "../curl.ts"
import { describeApi } from "../description.ts"
import { type DocTag, readTags } from "../doc-operations.ts"
import type { ApiRoute } from "../endpoint.ts"
import { fillNewest } from "../newest-ids.ts"
import { type Answered, answered, page } from "../page.ts"
import { readIngestDescription } from "../routes/get-ingest-description.ts"
import { Guide, Manners } from "./docs-guide.tsx"
import { Curl, OperationPart } from "./docs-operation.tsx"
import { Layout } from "./layout.tsx"
import { Inline } from "./parts.tsx"

/** What stands for the ingest Worker's address, which only its deployer knows. */
const INGEST = "$INGEST"

/** Before the names of what the other Worker answers. */
const TELL = "tell-"

const idOf = (prefix: string, { name }: DocTag): string => `${prefix}${name.toLowerCase().replaceAll(/\W+/g, "-")}`

/** `routes` are those of the description, `others` may be asked too but aren't in it. */
export function docsPage(routes: readonly ApiRoute[], others: readonly ApiRoute[] = []): ApiRoute {
  let kept: readonly DocTag[] | null = null
  return page({
    path: "/docs",
    async render({ frame, origin, services, requestId }) {
      const [fill, described] = await Promise.all([
        fillNewest(services.db, requestId),
        answered(readIngestDescription(services), requestId),
      ])
      const tags = (kept ??= readTags(describeApi(routes)))
      const told: Answered<readonly DocTag[]> = described.ok ? { ok: true, value: readTags(described.value) } : described
      const commands = told.ok ? told.value : []
      const paths = new Set([
        ...[...routes, ...others].map(({ path }) => path),
        ...commands.flatMap(({ operations }) => operations.map(({ path }) => path)),
      ])
      return (
        <Layout title="API" section="docs" frame={frame}>
          <div class="intro">
            <h1>API</h1>
            <p class="lead">
              Everything that the studio saw, did and concluded, as JSON. The exact descriptions (OpenAPI 3.1):{" "}
              <a href="/openapi.json">openapi.json</a> for what can be asked, <a href="/openapi-ingest.json">openapi-ingest.json</a> for
              what can be told; for models <a href="/llms.txt">llms.txt</a>.
            </p>
          </div>
          <div class="docs">
            <Contents tags={tags} commands={commands} />
            <div>
              <Guide origin={origin} paths={paths} />
              <Manners />
              {tags.map((tag) => (
                <TagPart tag={tag} prefix="" base={origin} fill={fill} />
              ))}
              <Told told={told} />
            </div>
          </div>
        </Layout>
      )
    },
  })
}

const TagPart = ({ tag, prefix, base, fill }: { tag: DocTag; prefix: string; base: string; fill: Fill }) => (
  <section class="card" id={idOf(prefix, tag)}>
    <header>
      <h2>{tag.name}</h2>
    </header>
    <p class="muted">
      <Inline text={tag.description} />
    </p>
    {tag.operations.map((operation) => (
      <OperationPart operation={operation} id={`${prefix}${operation.name}`} curl={curlOf(operation, base, fill)} />
    ))}
  </section>
)

const Told = ({ told }: { told: Answered<readonly DocTag[]> }) => (
  <>
    <section class="card" id="tell">
      <header>
        <h2>Telling the studio something</h2>
      </header>
      <p>
        Events of your community, decisions, keys and webhooks go to another Worker, the only one that writes what the world says. Put its
        address and your key into the shell once:
      </p>
      <Curl text={`INGEST='https://content-creator-ingest.YOUR-SUBDOMAIN.workers.dev'\nKEY='...'`} label="Address and key for the shell" />
      {!told.ok && (
        <p class="fault" role="status">
          It does not answer right now, so that its operations are missing here. Request <code>{told.requestId}</code>.
        </p>
      )}
    </section>
    {told.ok && told.value.map((tag) => <TagPart tag={tag} prefix={TELL} base={INGEST} fill={(path) => path} />)}
  </>
)

const Contents = ({ tags, commands }: { tags: readonly DocTag[]; commands: readonly DocTag[] }) => (
  <nav class="contents" aria-label="Contents">
    <ul>
      <li>
        <a href="#start">The first minute</a>
      </li>
      <li>
        <a href="#manners">What holds everywhere</a>
      </li>
      {tags.map((tag) => (
        <ContentsOf tag={tag} prefix="" />
      ))}
      <li>
        <a href="#tell">Telling the studio something</a>
      </li>
      {commands.map((tag) => (
        <ContentsOf tag={tag} prefix={TELL} />
      ))}
    </ul>
  </nav>
)

const ContentsOf = ({ tag, prefix }: { tag: DocTag; prefix: string }) => (
  <li>
    <a href={`#${idOf(prefix, tag)}`}>{tag.name}</a>
    <ul>
      {tag.operations.map(({ name }) => (
        <li>
          <a href={`#${prefix}${name}`}>{name}</a>
        </li>
      ))}
    </ul>
  </li>
)
