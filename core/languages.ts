const names = new Intl.DisplayNames(['en-GB'], { type: 'language', fallback: 'code' });

/** Language tags (BCP 47) in words: "English and Brazilian Portuguese", or with "or" between them. */
export const languagesInWords = (tags: readonly string[], joined: 'and' | 'or' = 'and'): string =>
  new Intl.ListFormat('en-GB', { type: joined === 'and' ? 'conjunction' : 'disjunction' }).format(
    tags.map((tag) => names.of(tag) ?? tag),
  );
