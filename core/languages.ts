/** Language tags (BCP 47) in words of `locale`: "English and Brazilian Portuguese", or with "or" between them. */
export function languagesInWords(tags: readonly string[], joined: 'and' | 'or' = 'and', locale = 'en-GB'): string {
  const names = new Intl.DisplayNames([locale], { type: 'language', fallback: 'code' });
  return new Intl.ListFormat(locale, { type: joined === 'and' ? 'conjunction' : 'disjunction' }).format(
    tags.map((tag) => names.of(tag) ?? tag),
  );
}
