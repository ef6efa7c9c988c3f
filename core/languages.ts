/**
 * Language tags (BCP 47) in words: "English and Brazilian Portuguese", or with "or" between them.
 *
 * @param locale in which they are named
 */
export function languagesInWords(tags: readonly string[], locale: string, joined: 'and' | 'or' = 'and'): string {
  const names = new Intl.DisplayNames([locale], { type: 'language', fallback: 'code' });
  const list = new Intl.ListFormat(locale, { type: joined === 'and' ? 'conjunction' : 'disjunction' });
  return list.format(tags.map((tag) => names.of(tag) ?? tag));
}
