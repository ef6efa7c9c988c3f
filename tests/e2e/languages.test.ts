import { expect } from 'vitest';
import { multilingualModel } from '../../core/embedding/model.ts';
import { typeDrafts } from '../../harness/type-drafts.ts';
import { testInBothBrowsers } from './both-browsers.ts';

const german = 'Hat am Samstagvormittag jemand Lust auf eine Runde Tennis?';
/** More recent than the German one, and as like a candidate as that. */
const english = ['The train was an hour late again today', 'My train has been cancelled once more this morning'];

testInBothBrowsers(
  'a German draft reaches its German candidate, and English drafts do not count in that study',
  {
    languages: ['de'],
    minSimilarity: multilingualModel.minSimilarity,
    candidates: [
      'Mein Zug hat schon wieder eine Stunde Verspätung.',
      'Wollen wir am Samstag Tennis spielen?',
      'Die Suppe ist versalzen, kann man sie noch retten?',
      'Ich gieße deine Pflanzen, solange du verreist bist.',
    ],
  },
  async ({ server, typingPage, link, rounds, volunteer }) => {
    const person = await volunteer();
    const invitation = await person.openLink(link);
    expect(await invitation.review()).toContain('Only drafts in German are compared with the researchers’ texts');
    await invitation.accept();
    await invitation.close();
    await person.allowSite(typingPage.origin);
    await typeDrafts(person, typingPage.origin, [german, ...english]);

    expect(await person.donate()).toMatch(/Sealed/);
    const { receipts, drafts } = await person.untilDevice(
      'the report to be sent',
      (device) => device.receipts.length > 0,
    );
    const [round] = rounds;
    expect(round?.manifest).toMatchObject({ embeddings: { dimensions: multilingualModel.dimensions } });
    const own = drafts.find(({ text }) => text === german);
    expect(receipts).toMatchObject([{ outcome: 'sent', trueAnswer: 1, drafts: [own?.id] }]);
    expect(round && server.storedReports(round.id)).toEqual({ recounted: 1, counted: 1 });
    expect(server.complaints).toBe('');
  },
);
