/** Languages of the public pages: there is a folder of sentences for each (`server/_locales`). */
export const languages = ['en', 'de', 'es', 'fr'] as const;
export type Language = (typeof languages)[number];

/** How numbers and dates are written, by the language of the sentences around them. */
export const locales: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de', es: 'es', fr: 'fr' };
