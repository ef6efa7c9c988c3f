/** What follows the check digits, by country (ISO 13616): a letters, n digits, c either. */
const accounts = `AD8n12c AE19n AL8n16c AT16n AX14n AZ4a20c BA16n BE12n BG4a6n8c BH4a14c BI23n BL10n11c2n BR23n1a1c
BY4c4n16c CH5n12c CR18n CY8n16c CZ20n DE18n DJ23n DK14n DO4c20n EE16n EG25n ES20n FI14n FK2a12n FO14n FR10n11c2n
GB4a14n GE2a16n GF10n11c2n GG4a14n GI4a15c GL14n GP10n11c2n GR7n16c GT4c20c HN4a20n HR17n HU24n IE4a14n IL19n IM4a14n
IQ4a15n IS22n IT1a10n12c JE4a14n JO4a4n18c KW4a22c KZ3n13c LB4n20c LC4a24c LI5n12c LT16n LU3n13c LV4a13c LY21n
MC10n11c2n MD2c18c ME18n MF10n11c2n MK3n10c2n MN16n MQ10n11c2n MR23n MT4a5n18c MU4a19n3a NC10n11c2n NI4a20n NL4a10n
NO11n OM3n16c PF10n11c2n PK4a16c PL24n PM10n11c2n PS4a21c PT21n QA4a21c RE10n11c2n RO4a16c RS18n RU14n15c SA2n18c
SC4a20n3a SD14n SE20n SI15n SK20n SM1a10n12c SO19n ST21n SV4a20n TF10n11c2n TL19n TN20n TR6n16c UA6n19c VA18n VG4a16n
WF10n11c2n XK16n YE4a4n18c YT10n11c2n`;

const characters: Readonly<Record<string, string>> = { a: '[A-Z]', n: '\\d', c: '[A-Z\\d]' };

const pattern = (account: string): RegExp =>
  new RegExp(
    `\\d\\d${account.slice(2).replaceAll(/(\d+)([anc])/g, (_, count, kind) => `${characters[kind]}{${count}}`)}`,
    'y',
  );

const patterns = new Map(accounts.split(/\s+/).map((account) => [account.slice(0, 2), pattern(account)]));

/** Any letters may stand before an IBAN and after it: people glue codes to words and to other codes. */
export function holdsIban(text: string): boolean {
  // Other marks than those between groups end it: "al +34 91…" is a telephone number, not an account in Albania.
  const compact = text
    .toUpperCase()
    .replaceAll(/[\s./\\_·•-]/g, '')
    .replaceAll(/[^\p{L}\p{N}]/gu, '|');
  for (const { index } of compact.matchAll(/[A-Z](?=[A-Z]\d\d)/g)) {
    const account = patterns.get(compact.slice(index, index + 2));
    if (!account) continue;
    account.lastIndex = index + 2;
    const found = account.exec(compact);
    if (found && passesMod97(compact.slice(index, index + 2) + found[0])) return true;
  }
  return false;
}

/** The first four characters go to the end, letters count as 10 to 35, and 1 remains (ISO/IEC 7064, MOD 97-10). */
function passesMod97(iban: string): boolean {
  let remainder = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
