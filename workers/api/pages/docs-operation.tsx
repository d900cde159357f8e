// How is one operation shown? What it takes, a line of curl, an answer, and the problems that it can meet.
import type { DocOperation, DocParameter } from "../doc-operations.ts"
import { Inline } from "./parts.tsx"

/** `id`: its name, with what tells the two Workers' operations apart. */
export function OperationPart({ operation, id, curl }: { operation: DocOperation; id: string; curl: string }) {
  const { name, method, path, summary, description, reply, status, media, problems, needsKey } = operation
  // Said once for all, under "What holds everywhere".
  const parameters = operation.parameters.filter((parameter) => parameter.name !== "If-None-Match")
  return (
    <article class="operation" id={id}>
      <h3>
        <span class={`verb ${method.toLowerCase()}`}>{method}</span> <code>{path}</code>
        {needsKey && <span class="badge warn">needs a key</span>}
      </h3>
      <p>
        <Inline text={summary} />
      </p>
      <Paragraphs text={description} />
      {parameters.length > 0 && <Parameters name={name} parameters={parameters} />}
      <Curl text={curl} label={`Ask ${name} with curl`} />
      {reply !== null && (
        <details>
          <summary>
            An answer <span class="muted">({status})</span>
          </summary>
          <pre tabindex={0}>{JSON.stringify(reply, null, 2)}</pre>
        </details>
      )}
      {reply === null && (
        <p class="small muted">
          {status}: <code>{media}</code>
        </p>
      )}
      <details>
        <summary>Problems</summary>
        <ul class="problems">
          {problems.map(({ status: each, code }) => (
            <li>
              <span class="num">{each}</span> <a href={`/problems/${code}`}>{code}</a>
            </li>
          ))}
        </ul>
      </details>
    </article>
  )
}

const Paragraphs = ({ text }: { text: string }) => (
  <>
    {text
      .split("\n\n")
      .filter((paragraph) => paragraph !== "")
      .map((paragraph) => (
        <p class="small muted">
          <Inline text={paragraph} />
        </p>
      ))}
  </>
)

/** A line that one click selects as a whole. */
export const Curl = ({ text, label }: { text: string; label: string }) => (
  <pre class="copy" tabindex={0} aria-label={label}>
    {text}
  </pre>
)

const Parameters = ({ name, parameters }: { name: string; parameters: readonly DocParameter[] }) => (
  <table class="stack parameters">
    <caption class="sr">Parameters of {name}</caption>
    <thead>
      <tr>
        <th scope="col">Parameter</th>
        <th scope="col">Values</th>
        <th scope="col">Meaning</th>
      </tr>
    </thead>
    <tbody>
      {parameters.map((parameter) => (
        <tr>
          <td data-label="Parameter">
            <span>
              <code>{parameter.name}</code>{" "}
              <span class="tiny muted">
                {parameter.place}
                {parameter.isRequired ? ", needed" : ""}
              </span>
            </span>
          </td>
          <td data-label="Values" class="small">
            <span>
              <Inline text={parameter.allowed} />
            </span>
          </td>
          <td data-label="Meaning" class="small">
            <span>
              <Inline
                text={
                  parameter.description === "" && parameter.example !== null ? `Such as \`${parameter.example}\`.` : parameter.description
                }
              />
            </span>
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)
