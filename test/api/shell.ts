// What does a line of curl ask for? Read as a shell reads it: words, quotes, variables and lines that go on; then what those options of curl mean.

export type Asked = {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

/** Words of one POSIX command. Throws where a quote is open or a variable isn't among `variables`. */
export function splitWords(line: string, variables: Readonly<Record<string, string>>): string[] {
  const words: string[] = []
  let word: string | null = null
  const fill = (text: string): string =>
    text.replaceAll(/\$(\w+)/g, (_all, name: string) => {
      const value = variables[name]
      if (value === undefined) throw new Error(`nobody says what $${name} is`)
      return value
    })
  for (const [part] of line.matchAll(/\\\n|\\[\s\S]|'[^']*'|"[^"]*"|[^\s\\'"]+|\s+|[\s\S]/g)) {
    if (part === "\\\n" || /^\s/.test(part)) {
      if (word !== null) words.push(word)
      word = null
    } else if (part.length > 1 && part.startsWith("'")) word = (word ?? "") + part.slice(1, -1)
    else if (part.length > 1 && part.startsWith('"')) word = (word ?? "") + fill(part.slice(1, -1))
    else if (part.length > 1 && part.startsWith("\\")) word = (word ?? "") + part.slice(1)
    else if (part === "'" || part === '"' || part === "\\") throw new Error(`a quote is open in: ${line}`)
    else word = (word ?? "") + fill(part)
  }
  return word === null ? words : [...words, word]
}

/** The request that curl sends; throws for an option that isn't one of those that the docs use. */
export function readCurl(line: string, variables: Readonly<Record<string, string>>): Asked {
  const [program, ...words] = splitWords(line, variables)
  if (program !== "curl") throw new Error(`not curl: ${line}`)
  const asked = {
    method: null as string | null,
    url: null as string | null,
    headers: {} as Record<string, string>,
    body: null as string | null,
  }
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? ""
    if (word === "-s" || word === "-sN") continue
    if (!word.startsWith("-")) asked.url = word
    else {
      const value = words[(i += 1)]
      if (value === undefined) throw new Error(`${word} lacks its value in: ${line}`)
      if (word === "-X") asked.method = value
      else if (word === "-d") asked.body = value
      else if (word === "-H") asked.headers[value.slice(0, value.indexOf(":"))] = value.slice(value.indexOf(":") + 1).trim()
      else throw new Error(`the docs use no ${word}: ${line}`)
    }
  }
  if (asked.url === null) throw new Error(`no address in: ${line}`)
  return { ...asked, url: asked.url, method: asked.method ?? (asked.body === null ? "GET" : "POST") }
}
