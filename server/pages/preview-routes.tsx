import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import { z } from 'zod';
import type { App, Services } from '../http/services.ts';
import type { Preview } from '../studies/previews.ts';
import { noKey, studyDocument } from '../studies/study-document.ts';
import { PreviewConsentPage } from './preview-consent-page.tsx';
import { PreviewJoinPage } from './preview-join-page.tsx';
import { PreviewPage } from './preview-page.tsx';
import { PreviewTextsPage } from './preview-texts-page.tsx';
import { originOf, sendPage, sendUnknown } from './sending.tsx';
import { questionRow } from './study-page.tsx';

const params = z.object({ address: z.string().max(64) });
const numbered = params.extend({ number: z.coerce.number().int().min(1).max(100) });

/**
 * The pages of previews, each behind the unguessable address of its preview. Nothing leads to them, and they are not
 * kept by anybody: the address ends with the preview.
 */
export function registerPreviewPages(app: App, { previews, catalogue, publicOrigin, host, install }: Services): void {
  const origin = () => publicOrigin ?? originOf(app, host);

  /** What is consented to: the published study, or the one that would be. */
  const studyOf = ({ stored, folder }: Preview) =>
    catalogue.studyNamed(stored.name)?.signed.document ?? studyDocument(folder, noKey);

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    address: string,
    page: (preview: Preview) => JSX.Element | undefined,
  ) => {
    const preview = await previews.at(address);
    const shown = preview && page(preview);
    return shown ? sendPage(reply, shown) : sendUnknown(request, reply, 'unknown-preview');
  };

  const schema = { hide: true, params };
  app.get('/previews/:address', { schema }, (request, reply) =>
    show(request, reply, request.params.address, (preview) => {
      const published = catalogue.studyNamed(preview.stored.name)?.rounds ?? [];
      const rows = published.map((round) => questionRow(round, catalogue.isClosed(round)));
      return <PreviewPage preview={preview} study={studyOf(preview)} published={rows} origin={origin()} />;
    }),
  );

  app.get('/previews/:address/consent', { schema }, (request, reply) =>
    show(request, reply, request.params.address, (preview) => (
      <PreviewConsentPage preview={preview} study={studyOf(preview)} host={new URL(origin()).host} />
    )),
  );

  app.get('/previews/:address/join', { schema }, (request, reply) =>
    show(request, reply, request.params.address, (preview) => <PreviewJoinPage preview={preview} install={install} />),
  );

  app.get('/previews/:address/rounds/:number', { schema: { hide: true, params: numbered } }, (request, reply) =>
    show(request, reply, request.params.address, (preview) => {
      const round = preview.folder.rounds[request.params.number - 1];
      return round && <PreviewTextsPage preview={preview} study={studyOf(preview)} round={round} />;
    }),
  );
}
