import { seededUniform } from '../../../../fleet/seeded-random.ts';

export interface Message {
  readonly language: string;
  readonly text: string;
}

const uniform = seededUniform(8);
const between = (low: number, high: number): number => low + Math.floor(uniform() * (high - low + 1));
const pick = (list: readonly string[]): string => list[between(0, list.length - 1)] ?? '';
const digits = (length: number): string => Array.from({ length }, () => between(0, 9)).join('');
const two = (number: number): string => String(number).padStart(2, '0');
const id = (length: number): string =>
  Array.from({ length }, () => pick([...'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'])).join('');

/** What stands in messages in every language; `{name}` in a template is replaced by one of these. */
const slots: Readonly<Record<string, () => string>> = {
  date: () => `${two(between(1, 28))}.${two(between(1, 12))}.${between(2024, 2027)}`,
  slashdate: () => `${two(between(1, 28))}/${two(between(1, 12))}/${between(2024, 2027)}`,
  isodate: () => `${between(2024, 2027)}-${two(between(1, 12))}-${two(between(1, 28))}`,
  time: () => `${between(7, 22)}:${two(between(0, 11) * 5)}`,
  htime: () => `${between(7, 22)}h${two(between(0, 3) * 15)}`,
  number: () => String(between(2, 190)),
  small: () => String(between(2, 9)),
  grams: () => String(between(2, 20) * 50),
  price: () => `${between(3, 900)},${two(between(0, 99))} €`,
  bigprice: () => `${between(1, 9)}.${digits(3)},${two(between(0, 99))} €`,
  dollars: () => `$${between(1, 9)},${digits(3)}.${two(between(0, 99))}`,
  order: () => `${pick(['A', 'B', 'R', 'WEB', 'PO'])}-${between(2024, 2027)}-${digits(5)}`,
  longorder: () => pick([digits(8), digits(10), `${digits(3)}-${digits(7)}-${digits(7)}`]),
  tracking: () => pick([`1Z${digits(3)}AA${digits(11)}`, `RR${digits(9)}DE`, `JD${digits(16)}`]),
  flight: () => `${pick(['LH', 'BA', 'AF', 'IB', 'KL', 'LO', 'TP', 'U2'])} ${between(100, 8999)}`,
  train: () => `${pick(['ICE', 'IC', 'TGV', 'AVE', 'RE', 'EC'])} ${between(10, 9999)}`,
  seat: () => `${between(1, 38)}${pick(['A', 'B', 'C', 'D', 'F'])}`,
  tag: () => pick(['#SummerTour2026', '#throwback', '#Berlin2027', '#mondaymood', '#10kRun', '#nofilter', '#WM2026']),
  link: () =>
    pick([
      `https://www.youtube.com/watch?v=${id(11)}`,
      `https://example.org/news/${between(2020, 2026)}/${two(between(1, 12))}/how-we-built-it-in-3-days?page=${between(2, 9)}`,
      `https://maps.example/@52.5${digits(5)},13.4${digits(5)},17z`,
      `https://shop.example/p/red-shoes-${digits(6)}?size=${between(36, 45)}&color=blue&utm_source=newsletter`,
      `https://en.wikipedia.org/wiki/Bicycle_wheel#History_of_spokes`,
      `https://www.example.com/forum/viewtopic.php?f=${digits(2)}&t=${digits(6)}#p${digits(7)}`,
      `https://bit.example/${id(7)}`,
    ]),
  mail: () =>
    `${pick(['anna.kowalska', 'j.smith84', 'marie-claire.dupont', 'info'])}@${pick(['example.org', 'mail.example'])}`,
  version: () => `v${between(1, 9)}.${between(0, 30)}.${between(0, 12)}-beta.${between(1, 9)}`,
  model: () =>
    pick(['WH-1000XM4', 'RTX 4070 Ti 16GB', 'GA-B450M-DS3H', 'iPhone 15 Pro 256GB', 'DDR5-6000 2x16GB CL30']),
  name: () => pick(['Anna', 'Tom', 'Maria', 'Lucas', 'Sofia', 'Jan', 'Emma', 'Paul', 'Chiara', 'Zosia', 'Diego']),
  us: () => pick([`(${between(201, 989)}) 555-${digits(4)}`, `+1 ${between(201, 989)}-555-${digits(4)}`]),
  uk: () => pick([`+44 20 7946 ${digits(4)}`, `07700 900${digits(3)}`]),
  dephone: () =>
    pick([`+49 170 ${digits(7)}`, `030 ${digits(3)} ${digits(5)}`, `0171/${digits(7)}`, `+49 (0)89 ${digits(6)}-12`]),
  esphone: () => pick([`6${digits(2)} ${digits(2)} ${digits(2)} ${digits(2)}`, `+34 91 ${digits(3)} ${digits(4)}`]),
  frphone: () =>
    pick([
      `06 ${digits(2)} ${digits(2)} ${digits(2)} ${digits(2)}`,
      `+33 1 ${digits(2)} ${digits(2)} ${digits(2)} ${digits(2)}`,
    ]),
  itphone: () => pick([`3${digits(2)} ${digits(7)}`, `+39 06 ${digits(4)} ${digits(4)}`]),
  ptphone: () =>
    pick([
      `91 ${digits(3)} ${digits(4)}`,
      `+351 2${digits(2)} ${digits(3)} ${digits(3)}`,
      `(11) 9${digits(4)}-${digits(4)}`,
    ]),
  nlphone: () => pick([`06-${digits(8)}`, `+31 20 ${digits(3)} ${digits(4)}`]),
  plphone: () => pick([`+48 ${digits(3)} ${digits(3)} ${digits(3)}`, `22 ${digits(3)} ${digits(2)} ${digits(2)}`]),
};

const templates: Readonly<Record<string, readonly string[]>> = {
  en: [
    'Hey {name}, my flight {flight} lands at {time} on {isodate}, seat {seat}. Can you pick me up?',
    'You can call the office at {us} or my mobile {uk}, any time before {time}.',
    'Order {order} for {dollars} still has not arrived, the tracking number is {tracking}.',
    'I live at {number} Maple Street, Apt {small}, Springfield, zip code {number}01. Parking is behind the house.',
    'Have you seen this? {link} {name} says it is the best thing since {tag}',
    'Pancakes: {grams} g flour, {small} eggs, {grams} ml milk, 1/2 tsp salt. Bake 10-12 min at 180 °C.',
    'I forgot my password again: can you help me reset it before {time}? The login page only says "wrong password".',
    'The error code is {number}04 since we updated to {version}, see {link}',
    'My password is not working and the PIN pad is broken, so I called {us} and waited {number} minutes.',
    'Use the discount code SPRING{small}0 before {date}, it saves about {dollars}.',
    'Is the {model} any good? I paid {dollars} for mine, order number {longorder}.',
    'Agenda {isodate}: {time} coffee, 10:30 code review, 12:00 lunch, {time} planning in room {number}.',
    'The token economy talk by {name} was great, the secret is simple: practise every day for {number} minutes.',
    'Write to {mail} and mention ticket {longorder}; they answered {name} within {number} hours.',
  ],
  de: [
    'Hallo {name}, ich komme am {date} mit dem {train} um {time} in Hamburg an, Wagen {small}, Platz {number}.',
    'Ruf mich einfach an: {dephone} oder im Büro {dephone}, ab {time} bin ich da.',
    'Meine Bestellung {order} über {bigprice} ist noch nicht da, die Sendungsnummer lautet {tracking}.',
    'Wir wohnen jetzt in der Lindenstraße {number}, 10{number} Berlin, Postleitzahl beachten! Klingeln bei {name}.',
    'Schau mal hier: {link} – {name} fand das auch lustig {tag}',
    'Für den Teig: {grams} g Mehl, {small} Eier, {grams} ml Milch, 1 Prise Salz. Bei 180 Grad {number} Minuten backen.',
    'Ich habe mein Passwort vergessen: kannst du mir bis {time} helfen? Es geht um das Konto von {name}.',
    'Öffnungszeiten: Mo-Fr 8:30-12:00 und 13:30-{time}, Sa 9-13 Uhr, am {date} geschlossen. Eintritt {price}.',
    'Der Fehlercode ist {number}07, seit wir auf {version} sind. Der Support hat die Nummer {dephone}.',
    'Das Gerät {model} kostet {price}, Artikelnummer {longorder}, Lieferung bis {date}.',
    'Am {date} haben wir {number} km geschafft, {name} war nach {small} Stunden {number} Sekunden im Ziel. {tag}',
    'Mit dem Gutscheincode SOMMER{number} spart man {price}, gilt nur bis {date}.',
    'Mein neues Passwort ist zu kurz, sagt die Seite, mindestens {number} Zeichen. Schreib sonst an {mail}.',
    'Die Rechnung {longorder} vom {date} über {bigprice} ist bezahlt, danke {name}!',
  ],
  es: [
    'Hola {name}, llego el {slashdate} en el vuelo {flight} a las {time}, asiento {seat}. ¿Vienes a buscarme?',
    'Puedes llamarme al {esphone} o a la oficina, {esphone}, hasta las {time}.',
    'El pedido {order} de {bigprice} todavía no ha llegado; el número de seguimiento es {tracking}.',
    'Vivimos en la calle Mayor {number}, {small}º B, código postal 28{number}, al lado del mercado.',
    'Mira este enlace: {link} A {name} le encantó {tag}',
    'Para la tortilla: {small} huevos, {grams} g de patatas, 1 cebolla y {grams} ml de aceite. Unos {number} minutos.',
    'He olvidado la contraseña: ¿me puedes ayudar antes de las {time}? Es la cuenta de {name}.',
    'La clave es practicar {number} minutos al día, dice {name}, y descansar los domingos.',
    'El tren {train} sale de Atocha a las {time} y cuesta {price}, coche {small}, plaza {seat}.',
    'El código de error es {number}03 desde que tenemos la versión {version}.',
    'El {slashdate} corrimos {number} km y {name} quedó en el puesto {number}. {tag}',
    'La factura {longorder} del {slashdate} ya está pagada, son {bigprice}. Gracias, {name}.',
    'Compré el {model} por {price}; si quieres verlo, escribe a {mail}.',
    'Con el código de descuento VERANO{number} te ahorras {price}, solo hasta el {slashdate}.',
  ],
  fr: [
    "Salut {name}, j'arrive le {slashdate} par le {train} à {htime}, voiture {small}, place {number}.",
    'Tu peux me joindre au {frphone} ou au bureau, {frphone}, avant {htime}.',
    "Ma commande {order} de {price} n'est pas arrivée, le numéro de suivi est {tracking}.",
    "J'habite au {number} rue des Lilas, 75011 Paris, code postal 75011, troisième étage, chez {name}.",
    'Regarde ça : {link} {name} a adoré {tag}',
    'Pour les crêpes : {grams} g de farine, {small} œufs, {grams} ml de lait, une pincée de sel, {number} minutes de repos.',
    "J'ai oublié mon mot de passe : tu peux m'aider avant {htime} ? C'est le compte de {name}.",
    'Horaires : 8h30-12h00 et 13h30-{htime} du lundi au vendredi, entrée {price}. Fermé le {slashdate}.',
    "Le code erreur est {number}02 depuis la version {version}, c'est pénible.",
    'Le vol {flight} du {slashdate} a {number} minutes de retard, siège {seat}, porte {small}.',
    'La facture {longorder} du {slashdate} est réglée, {price} au total. Merci {name} !',
    'Le {model} est à {price} sur {link}',
    'On se voit le {slashdate} à {htime} devant le cinéma ? {name} apporte les billets, {price} chacun. {tag}',
    'Écris à {mail} avec le numéro de dossier {longorder}, ils répondent en {number} heures.',
  ],
  it: [
    'Ciao {name}, arrivo il {slashdate} con il volo {flight} alle {time}, posto {seat}. Mi vieni a prendere?',
    'Puoi chiamarmi al {itphone} oppure in ufficio al {itphone}, fino alle {time}.',
    "L'ordine {order} da {bigprice} non è ancora arrivato, il numero di spedizione è {tracking}.",
    'Abito in via Garibaldi {number}, 20{number} Milano, interno {small}, citofono {name}.',
    'Guarda qui: {link} a {name} è piaciuto molto {tag}',
    "Per l'impasto: {grams} g di farina, {small} uova, {grams} ml di latte, un pizzico di sale, {number} minuti in forno.",
    'Ho dimenticato la password: mi aiuti prima delle {time}? È per il conto di {name}.',
    'Il codice di errore è {number}05 da quando usiamo la versione {version}.',
    'Il treno {train} parte dal binario {small} alle {time}, costa {price}, carrozza {number}.',
    'La fattura {longorder} del {slashdate} è pagata, {bigprice} in tutto. Grazie {name}!',
    'Il {slashdate} abbiamo fatto {number} km in bici, {name} era distrutto. {tag}',
    'Il {model} costa {price}, scrivi a {mail} se ti interessa.',
    'Con il codice sconto ESTATE{number} risparmi {price}, vale fino al {slashdate}.',
    'Orari: 9:00-12:30 e 15:00-{time}, chiuso il {slashdate}. Ingresso {price}, ridotto {small} euro.',
  ],
  pt: [
    'Olá {name}, chego no dia {slashdate} no voo {flight} às {time}, lugar {seat}. Podes ir buscar-me?',
    'Podes ligar para {ptphone} ou para o escritório, {ptphone}, até às {htime}.',
    'A encomenda {order} de {bigprice} ainda não chegou, o número de rastreio é {tracking}.',
    'Moro na Rua das Flores {number}, {small}.º esq., código postal 1200-{number}, perto do jardim.',
    'Olha só este link: {link} a {name} adorou {tag}',
    'Para o bolo: {grams} g de farinha, {small} ovos, {grams} ml de leite, uma pitada de sal, {number} minutos no forno.',
    'Esqueci a senha: podes ajudar-me antes das {htime}? É a conta da {name}.',
    'O código de erro é {number}08 desde a versão {version}, ninguém sabe porquê.',
    'O comboio sai às {time} da linha {small}, custa {price}, carruagem {number}.',
    'A fatura {longorder} de {slashdate} está paga, {bigprice} no total. Obrigado, {name}!',
    'No dia {slashdate} corremos {number} km e a {name} ficou em {small}.º lugar. {tag}',
    'Vendo o {model} por {price}, escreve para {mail}.',
    'Com o código promocional VERAO{number} poupas {price}, só até {slashdate}.',
    'A reunião ficou para {slashdate}, das {htime} às {htime}, na sala {number}. Avisa a {name}.',
  ],
  nl: [
    'Hoi {name}, ik kom op {slashdate} aan met vlucht {flight} om {time}, stoel {seat}. Haal je me op?',
    'Je kunt me bellen op {nlphone} of op kantoor, {nlphone}, tot {time}.',
    'Mijn bestelling {order} van {bigprice} is er nog niet, het trackingnummer is {tracking}.',
    'We wonen op de Keizersgracht {number}, 1016 AB Amsterdam, derde bel van boven bij {name}.',
    'Kijk eens hier: {link} volgens {name} is het geweldig {tag}',
    'Voor het beslag: {grams} g bloem, {small} eieren, {grams} ml melk, snufje zout, {number} minuten laten rusten.',
    'Ik ben mijn wachtwoord vergeten: kun je me voor {time} helpen? Het is het account van {name}.',
    'De foutcode is sinds versie {version} weg, maar {name} wacht al {number} minuten.',
    'De trein van {time} vanaf spoor {small} kost {price} en heeft {number} minuten vertraging.',
    'De factuur {longorder} van {slashdate} is betaald, {bigprice} in totaal. Bedankt {name}!',
    'Op {slashdate} hebben we {number} km gefietst, {name} was kapot. {tag}',
    'Ik verkoop mijn {model} voor {price}, mail naar {mail}.',
    'Met kortingscode ZOMER{number} bespaar je {price}, geldig tot {slashdate}.',
    'De vergadering is op {isodate} van {time} tot {time} in zaal {number}, neem de postcode 3511 LX.',
  ],
  pl: [
    'Cześć {name}, przylatuję {date} lotem {flight} o {time}, miejsce {seat}. Odbierzesz mnie?',
    'Możesz zadzwonić pod {plphone} albo do biura, {plphone}, do godziny {time}.',
    'Zamówienie {order} za {number},99 zł jeszcze nie przyszło, numer przesyłki to {tracking}.',
    'Mieszkam przy ulicy Długiej {number} m. {small}, kod pocztowy 00-{number}, domofon {name}.',
    'Zobacz to: {link} {name} mówi, że warto {tag}',
    'Na ciasto: {grams} g mąki, {small} jajka, {grams} ml mleka, szczypta soli, piec {number} minut w 180 stopniach.',
    'Nie pamiętam hasła: pomożesz mi przed {time}? Chodzi o konto {name}.',
    'Kod błędu to {number}, odkąd mamy wersję {version}. Napisz do {mail}.',
    'Pociąg {train} odjeżdża o {time} z peronu {small}, bilet kosztuje {number} zł, wagon {number}.',
    'Faktura {longorder} z dnia {date} jest opłacona, razem {number}00 zł. Dzięki {name}!',
    'Dnia {date} przebiegliśmy {number} km, {name} była {small}. {tag}',
    'Sprzedam {model} za {number}0 zł, kontakt {plphone} po {time}.',
    'Z kodem rabatowym LATO{number} oszczędzasz {number} zł, tylko do {date}.',
    'Spotkanie {isodate} od {time} do {time} w sali {number}, {name} przyniesie kawę.',
  ],
};

const filled = (template: string): string =>
  template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => slots[name]?.() ?? whole);

/** Nine of each template; the same ones in every run. */
export const messages: readonly Message[] = Object.entries(templates).flatMap(([language, list]) =>
  list.flatMap((template) => Array.from({ length: 9 }, () => ({ language, text: filled(template) }))),
);
