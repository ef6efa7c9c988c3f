// Names that pages give to fields with secrets and personal data, as form fillers know them. A name is split into words
// first ("userPin" is "user pin"), so that "secretary" is no secret. Add a language by adding its words to each group.

/** Refuse wherever they stand, as whole words, in a label, a placeholder, a name or an id. */
const anywhere = {
  password: `
    password | passcode | passphrase | pass phrase | passwd | pwd | kennwort | passwort | contrasena | clave de acceso | mot de passe |
    code secret | parola d ordine | senha | palavra passe | wachtwoord | haslo | heslo | losenord | passord | adgangskode | salasana | jelszo |
    sifre | parola | пароль | κωδικος προσβασης | كلمة المرور | كلمة السر | סיסמה | סיסמא | पासवर्ड | mat khau | kata sandi`,
  code: `
    one time | otp | totp | 2fa | mfa | verification code | security code | authentication code | login code | sms code | confirmation code |
    pin code | pin number | einmalcode | bestatigungscode | sicherheitscode | verifizierungscode | codigo de verificacion |
    codigo de seguridad | code de verification | code de securite | code de confirmation | codice di verifica | codice di sicurezza |
    codigo de verificacao | codigo de seguranca | verificatiecode | beveiligingscode | kod weryfikacyjny | dogrulama kodu |
    код подтверждения | код из смс | رمز التحقق | קוד אימות | सत्यापन कोड | ओटीपी`,
  card: `
    card number | card no | card num | cardnumber | credit card | creditcard | debit card | cc number | cc num | ccnum | card holder |
    cardholder | name on card | cvv | cvv2 | cvc | cvc2 | csc | expiry date | expiration date | card expiry | kartennummer | kreditkarte |
    kreditkartennummer | prufziffer | kartenprufnummer | numero de tarjeta | tarjeta de credito | numero de carte | carte bancaire |
    carte de credit | cryptogramme | numero di carta | carta di credito | numero do cartao | cartao de credito | kaartnummer |
    numer karty | karta kredytowa | kart numarasi | kredi karti | номер карты | رقم البطاقة | מספר כרטיס | कार्ड नंबर | कार्ड संख्या`,
  bank: `
    iban | bic | account number | routing number | sort code | kontonummer | bankleitzahl | numero de cuenta | numero de compte |
    numero di conto | numero da conta | rekeningnummer | numer konta | hesap numarasi | номер счета | رقم الحساب | מספר חשבון | खाता संख्या`,
  address: `
    street address | address line | addressline | address line1 | address line2 | shipping address | billing address | home address |
    delivery address | postal code | post code | postcode | zip code | zipcode | strasse | hausnummer | postleitzahl | plz | anschrift |
    lieferadresse | rechnungsadresse | codigo postal | code postal | adresse de livraison | adresse de facturation | indirizzo di
    spedizione | straatnaam | kod pocztowy | posta kodu | почтовый индекс | الرمز البريدي | מיקוד`,
  identity: `
    ssn | social security | tax id | passport number | national id | driver license | drivers license | sozialversicherungsnummer |
    steuer id | steuernummer | ausweisnummer | dni | nif | numero de securite sociale | codice fiscale | cpf | bsn |
    burgerservicenummer | pesel | tc kimlik | снилс | инн | номер паспорта | رقم الهوية | תעודת זהות | आधार | date of birth | geburtsdatum`,
  key: `
    recovery phrase | seed phrase | secret phrase | recovery words | mnemonic | private key | api key | apikey | secret key | access token |
    access key | client secret | auth token | api token | bearer token | security question | security answer | secret question |
    secret answer | backup code | recovery code | wiederherstellungsphrase | wiederherstellungscode | sicherheitsfrage |
    privater schlussel | frase de recuperacion | frase semilla | pregunta de seguridad | phrase de recuperation | question de securite |
    cle privee | frase di recupero | domanda di sicurezza | frase de recuperacao | pergunta de seguranca | herstelzin |
    fraza odzyskiwania | kurtarma ifadesi | секретная фраза | фраза восстановления | контрольный вопрос | عبارة الاسترداد |
    ביטוי שחזור | रिकवरी वाक्यांश`,
  contact: `
    phone number | mobile number | telephone number | email address | telefonnummer | handynummer | numero de telefono | numero de telephone |
    numero di telefono | numero de telefone | telefoonnummer | numer telefonu | telefon numarasi | номер телефона | رقم الهاتف | फ़ोन नंबर`,
};

/**
 * Refuse where they are all that a label says, or one of the words of a name or id. In a sentence they may be ordinary
 * words.
 */
const alone = `
  pin | pass | secret | token | tan | zip | dob | tel | phone | mobile | fax | email | mail | e mail | address | street | city | clave | codigo |
  adresse | ort | stadt | telefon | direccion | calle | ciudad | telefono | rue | ville | indirizzo | citta | endereco | cidade | cep |
  adres | straat | ulica | miasto | sokak | адрес | улица | телефон | عنوان | पता | फ़ोन | iban | ssn | passport | username`;

/** Refuse wherever they stand: languages that put no spaces between words. */
const unspaced = `
  パスワード 暗証番号 認証コード 確認コード ワンタイム カード番号 クレジットカード 口座番号 住所 郵便番号 電話番号 マイナンバー リカバリーフレーズ 秘密の質問
  密码 密碼 口令 验证码 驗證碼 卡号 卡號 信用卡 银行账号 地址 邮编 身份证 手机号 助记词 助記詞 私钥 비밀번호 인증번호 카드번호 계좌번호 주소 우편번호 주민등록번호
  รหัสผ่าน หมายเลขบัตร`;

/** Words that people put around the one that counts. */
const fillers = new Set(
  'your the a an enter type please ihr ihre bitte su tu votre la le el il o seu uw twoj my'.split(' '),
);

/** A name as lower-case words: "userPin2" is "user pin". Accents and other marks go, also from the lists above. */
export function nameWords(name: string): string[] {
  const apart = name.slice(0, 300).replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2');
  const plain = apart
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ł', 'l')
    .replaceAll('ø', 'o')
    .replaceAll(/\p{M}/gu, '');
  // Turkish writes an i without its dot.
  return (plain.replaceAll('ı', 'i').match(/[\p{L}\p{N}]+/gu) ?? []).map((word) =>
    word.replace(/(?<=\p{L}{3})\d+$/u, ''),
  );
}

const joined = (words: readonly string[]): string => ` ${words.join(' ')} `;
const list = (text: string): string[] => text.split('|').map((phrase) => joined(nameWords(phrase)));

const phrases = Object.values(anywhere).flatMap(list);
const lonely = new Set(list(alone));
const pieces = unspaced
  .trim()
  .split(/\s+/)
  .map((piece) => nameWords(piece).join(''));

/** Whether a label, placeholder or other text for people names a secret or personal data. */
export function labelNamesSecret(label: string): boolean {
  const words = nameWords(label);
  const text = joined(words);
  const unbroken = words.join('');
  return (
    phrases.some((phrase) => text.includes(phrase)) ||
    lonely.has(joined(words.filter((word) => !fillers.has(word)))) ||
    pieces.some((piece) => unbroken.includes(piece))
  );
}

/** Whether a name or id, which pages give for machines, names a secret or personal data. */
export const identifierNamesSecret = (identifier: string): boolean =>
  labelNamesSecret(identifier) || nameWords(identifier).some((word) => lonely.has(joined([word])));
