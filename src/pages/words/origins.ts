/** What a person calls a server or site: its host, with the port when it is not the usual one. */
export const hostInWords = (origin: string): string => (URL.canParse(origin) ? new URL(origin).host : origin);

/** Origin of a web page on which drafts can be captured; undefined for browser pages, files and the like. */
export function siteOrigin(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, origin } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? origin : undefined;
}

/**
 * Origin that a volunteer typed: "mail.example", "https://mail.example/inbox".
 *
 * @returns undefined when it names no web site
 */
export function typedOrigin(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || /\s/.test(trimmed)) return undefined;
  return siteOrigin(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
}

/** A hash or key in groups of four, so that two people can compare it aloud. */
export const fingerprintInWords = (text: string, length = text.length): string =>
  (text.slice(0, length).match(/.{1,4}/g) ?? []).join(' ');
