const names = new Intl.DisplayNames(['en-GB'], { type: 'language', fallback: 'code' });

/** Language tags (BCP 47) in words: "English and Brazilian Portuguese". */
export const languagesInWords = (tags: readonly string[]): string =>
  new Intl.ListFormat('en-GB').format(tags.map((tag) => names.of(tag) ?? tag));
