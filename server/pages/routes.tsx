import { z } from 'zod';
import { formatJoinLink } from '../../core/protocol/join-link.ts';
import type { App, Services } from '../http/services.ts';
import { JoinPage } from './join-page.tsx';
import { ResultsPage } from './results-page.tsx';
import { originOf, sendPage, sendUnknown } from './sending.tsx';
import { StudiesPage } from './studies-page.tsx';
import { StudyPage } from './study-page.tsx';
import { stylesheet } from './stylesheet.ts';

const hide = true;
const params = z.object({ name: z.string().max(63) });

/** The pages for people. Everything on them is public, and each is made on the server. */
export function registerDashboard(app: App, { catalogue, results, maps, publicOrigin, host, install }: Services): void {
  app.get(stylesheet.path, { schema: { hide } }, async (_request, reply) =>
    reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type('text/css; charset=utf-8')
      .send(stylesheet.bytes),
  );

  app.get('/', { schema: { hide } }, async (_request, reply) => {
    const studies = catalogue.studies().map((stored) => ({
      stored,
      openRounds: stored.rounds.filter((round) => !catalogue.isClosed(round)).length,
    }));
    return sendPage(reply, <StudiesPage studies={studies} />);
  });

  app.get('/join', { schema: { hide } }, async (_request, reply) => sendPage(reply, <JoinPage install={install} />));

  app.get('/studies/:name', { schema: { hide, params } }, async (request, reply) => {
    const stored = catalogue.studyNamed(request.params.name);
    if (!stored) return sendUnknown(request, reply, 'unknown-study');
    const server = publicOrigin ?? originOf(app, host);
    const joinLink = formatJoinLink({ server, study: stored.id, publicKey: stored.signed.document.publicKey });
    const correction = catalogue.correctionOf(stored.id);
    return sendPage(
      reply,
      <StudyPage
        stored={stored}
        isClosed={catalogue.isClosed}
        joinLink={joinLink}
        correction={correction}
        map={maps.of(stored)}
      />,
    );
  });

  app.get('/studies/:name/results', { schema: { hide, params } }, async (request, reply) => {
    const stored = catalogue.studyNamed(request.params.name);
    if (!stored) return sendUnknown(request, reply, 'unknown-study');
    const found = await Promise.all(stored.rounds.map(({ id }) => results.of(id)));
    return sendPage(reply, <ResultsPage stored={stored} results={found.filter((result) => result !== undefined)} />);
  });
}
