// How does each paper write its feed? RSS 2.0 in the publishers' own manners (CDATA or entities, their namespaces and furniture), and Atom.
import type { NewsItem } from "../telling.ts"

export type FeedStyle = {
  readonly paper: string
  readonly url: string
  /** Items in the feed at a time. */
  readonly count: number
  readonly contentType: string
  /** Which of the two tags for conditional requests the publisher sends. */
  readonly sends: { readonly etag: boolean; readonly lastModified: boolean }
  render(items: readonly NewsItem[], changedAt: Date): string
}

const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;")

/** A CDATA section can't hold its own end: it is closed and opened again in the middle of it. */
const cdata = (text: string): string => `<![CDATA[${text.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`

const rfc822 = (moment: number | Date): string => new Date(moment).toUTCString().replace("GMT", "+0000")

/** The item's date as printed, in a tag, or nothing for an undated one. */
function dated(tag: string, item: NewsItem, format: (moment: number) => string): string {
  const printed = item.printedDate === undefined ? format(item.at) : item.printedDate
  return printed === null ? "" : `<${tag}>${escapeXml(printed)}</${tag}>`
}

const NAMESPACES = [
  'xmlns:content="http://purl.org/rss/1.0/modules/content/"',
  'xmlns:wfw="http://wellformedweb.org/CommentAPI/"',
  'xmlns:dc="http://purl.org/dc/elements/1.1/"',
  'xmlns:atom="http://www.w3.org/2005/Atom"',
  'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"',
  'xmlns:slash="http://purl.org/rss/1.0/modules/slash/"',
  'xmlns:media="http://search.yahoo.com/mrss/"',
]

const coindesk: FeedStyle = {
  paper: "coindesk",
  url: "https://www.coindesk.com/arc/outboundfeeds/rss/",
  count: 25,
  contentType: "application/xml; charset=utf-8",
  sends: { etag: true, lastModified: true },
  render: (items, changedAt) => `<?xml version="1.0" encoding="UTF-8"?>
<rss ${NAMESPACES.join(" ")} version="2.0">
  <channel>
    <title>CoinDesk: Bitcoin, Ethereum, Crypto News and Price Data</title>
    <link>https://www.coindesk.com/</link>
    <atom:link rel="self" type="application/rss+xml" href="https://www.coindesk.com/arc/outboundfeeds/rss"/>
    <atom:link rel="hub" href="true"/>
    <description>News of the fake world: none of this happened.</description>
    <lastBuildDate>${rfc822(changedAt)}</lastBuildDate>
    <language>en-US</language>
    <copyright>© CoinDesk, Inc.</copyright>
    <generator>CoinDesk</generator>
    <ttl>5</ttl>
    <sy:updatePeriod>hourly</sy:updatePeriod>
    <sy:updateFrequency>1</sy:updateFrequency>
    <image>
      <url>https://downloads.coindesk.com/arc/failsafe/feeds/coindesk-feed-logo.png</url>
      <title>CoinDesk: Bitcoin, Ethereum, Crypto News and Price Data</title>
      <link>https://www.coindesk.com/</link>
    </image>
${items.map(coindeskItem).join("\n")}
  </channel>
</rss>
`,
}

const coindeskItem = (item: NewsItem): string => `    <item>
      <title>${cdata(item.title)}</title>
      <link>${escapeXml(item.url)}</link>
      <media:content url="https://cdn.sanity.io/images/fake/production/image-1920x1080.jpg?fm=jpg&amp;w=1920&amp;h=1080&amp;fit=clip" type="image/*" medium="image"/>
      <guid isPermaLink="false">${escapeXml(item.guid)}</guid>
      ${dated("pubDate", item, rfc822)}
      <description>${cdata(item.summary)}</description>
      <dc:creator>${escapeXml(item.author)}</dc:creator>
      <content:encoded/>
      <dc:description/>
      <category domain="https://www.coindesk.com/${item.category.toLowerCase()}">${cdata(item.category)}</category>
      <category domain="tag">${cdata(item.story.asset ?? "Crypto")}</category>
      <category domain="https://www.coindesk.com/">News</category>
    </item>`

const cointelegraph: FeedStyle = {
  paper: "cointelegraph",
  url: "https://cointelegraph.com/rss",
  count: 30,
  contentType: "application/rss+xml; charset=utf-8",
  sends: { etag: true, lastModified: false },
  render: (items, changedAt) => `<?xml version="1.0" encoding="utf-8"?>
<rss xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">
  <channel>
    <title>Cointelegraph.com News</title>
    <link>https://cointelegraph.com/</link>
    <description>${cdata("News of the fake world: none of this happened.")}</description>
    <language>en</language>
    <pubDate>${rfc822(changedAt)}</pubDate>
    <lastBuildDate>${rfc822(changedAt)}</lastBuildDate>
    <atom:link href="https://cointelegraph.com/rss" rel="self" type="application/rss+xml"/>
${items.map(cointelegraphItem).join("\n")}
  </channel>
</rss>
`,
}

/** This publisher's descriptions are HTML, with a picture first. */
const cointelegraphItem = (item: NewsItem): string => `    <item>
      <title>${cdata(item.title)}</title>
      <link>${escapeXml(item.url)}?utm_source=rss_feed&amp;utm_medium=rss&amp;utm_campaign=rss_partner_inbound</link>
      <guid isPermaLink="true">${escapeXml(item.guid)}</guid>
      ${dated("pubDate", item, rfc822)}
      <dc:creator>${cdata(`Cointelegraph by ${item.author}`)}</dc:creator>
      <category>${cdata(item.category)}</category>
      <description>${cdata(`<p style="float:right; margin:0 0 10px 15px; width:240px;"><img src="https://images.cointelegraph.com/images/840_fake.jpg"></p><p>${item.summary}</p>`)}</description>
      <enclosure url="https://images.cointelegraph.com/images/840_fake.jpg" length="0" type="image/jpeg"/>
      <media:content url="https://images.cointelegraph.com/images/840_fake.jpg" medium="image"/>
    </item>`

const decrypt: FeedStyle = {
  paper: "decrypt",
  url: "https://decrypt.co/feed",
  count: 40,
  contentType: "application/xml",
  sends: { etag: true, lastModified: true },
  render: (items, changedAt) => `<?xml version='1.0' encoding='utf-8' ?>
<rss
  version="2.0"
  ${NAMESPACES.join("\n  ")}
  xmlns:snf="http://www.smartnews.be/snf"
>
  <channel>
    <title>Decrypt</title>
    <description>News of the fake world: none of this happened, and that&amp;#039;s that.</description>
    <language>en</language>

    <atom:link
      href="https://decrypt.co/feed"
      rel="self"
      type="application/rss+xml"
    />
    <link>https://decrypt.co/feed</link>
    <copyright>Decrypt Media</copyright>
    <lastBuildDate>${rfc822(changedAt)}</lastBuildDate>
    <sy:updatePeriod>hourly</sy:updatePeriod>
    <sy:updateFrequency>1</sy:updateFrequency>

${items.map(decryptItem).join("\n\n")}
  </channel>
</rss>
`,
}

const decryptItem = (item: NewsItem): string => `      <item>
  <title>${escapeXml(item.title)}</title>
  <link>${escapeXml(item.url)}</link>
  ${dated("pubDate", item, rfc822)}

    <description>${escapeXml(item.summary)}</description>

  <dc:creator>${escapeXml(item.author)}</dc:creator>


    <guid isPermaLink="false">${escapeXml(item.guid)}</guid>


    <enclosure url="https://img.decrypt.co/insecure/plain/https://cdn.decrypt.co/wp-content/uploads/fake-gID_7.jpg@png" length="1000000" type="image/png" />


      <category></category>

      <category>${escapeXml(item.category)}</category>


      <media:thumbnail url="https://cdn.decrypt.co/wp-content/uploads/fake-gID_7.jpg" height="1440" width="2560"/>

</item>`

const theblock: FeedStyle = {
  paper: "theblock",
  url: "https://www.theblock.co/rss.xml",
  count: 20,
  contentType: "text/xml;charset=UTF-8",
  sends: { etag: false, lastModified: true },
  render: (items, changedAt) =>
    `<?xml version="1.0" encoding="UTF-8"?><rss xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" version="2.0"><channel><title>The Block</title><link>https://www.theblock.co/</link><description>News of the fake world: none of this happened.</description><language>en-us</language><lastBuildDate>${rfc822(changedAt)}</lastBuildDate><atom:link href="https://www.theblock.co/rss.xml" rel="self" type="application/rss+xml"/>${items.map(theblockItem).join("")}</channel></rss>`,
}

/** Its summaries are HTML, written as entities, and its dates are New York's. */
const theblockItem = (item: NewsItem): string =>
  [
    `<item><title>${escapeXml(item.title)}</title><link>${escapeXml(item.url)}?utm_source=rss&amp;utm_medium=rss</link>`,
    `<guid isPermaLink="false">${escapeXml(item.guid)}</guid>${dated("pubDate", item, newYork)}`,
    `<description>${escapeXml(`<h2>Quick Take</h2><ul><li>${item.summary}</li></ul>`)}</description>`,
    `<category>${escapeXml(item.category)}</category></item>`,
  ].join("")

const newYork = (moment: number): string => new Date(moment - 5 * 3_600_000).toUTCString().replace("GMT", "-0500")

const chainledger: FeedStyle = {
  paper: "chainledger",
  url: "https://feeds.chainledger.example/atom.xml",
  count: 15,
  contentType: "application/atom+xml; charset=utf-8",
  sends: { etag: true, lastModified: true },
  render: (items, changedAt) => `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <title type="text">Chain Ledger</title>
  <subtitle type="html">News of the fake world &lt;em&gt;only&lt;/em&gt;</subtitle>
  <link rel="alternate" type="text/html" href="https://chainledger.example/"/>
  <link rel="self" type="application/atom+xml" href="https://feeds.chainledger.example/atom.xml"/>
  <id>tag:chainledger.example,2026:feed</id>
  <updated>${changedAt.toISOString()}</updated>
${items.map(atomEntry).join("\n")}
</feed>
`,
}

const atomEntry = (item: NewsItem): string => `  <entry>
    <title type="html">${escapeXml(escapeXml(item.title))}</title>
    <link rel="alternate" type="text/html" href="${escapeXml(item.url)}"/>
    <id>${escapeXml(item.guid)}</id>
    ${dated("published", item, (moment) => new Date(moment).toISOString())}
    ${dated("updated", item, (moment) => new Date(moment).toISOString())}
    <author><name>${escapeXml(item.author)}</name></author>
    <summary type="text">${escapeXml(item.summary)}</summary>
  </entry>`

export const FEED_STYLES: readonly FeedStyle[] = [coindesk, cointelegraph, decrypt, theblock, chainledger]
