import { embeddedSchema } from '../studies/preview-documents.ts';
import type { Place } from './place.ts';
import { withProgress } from './progress.ts';

/**
 * Lets the server embed texts that it has, a second of work in each request. Ctrl-C ends it between two of them, and
 * what is done stays.
 *
 * @param path of what they belong to, such as `/v1/previews/commute`
 * @param stopped what is said when it was ended
 */
export async function embedTexts(place: Place, path: string, sha256: string, stopped: string): Promise<void> {
  const stopping = new AbortController();
  const stop = () => stopping.abort(new Error(stopped));
  process.once('SIGINT', stop);
  try {
    await withProgress('texts embedded', async (onProgress) => {
      for (;;) {
        stopping.signal.throwIfAborted();
        const { embedded, of } = embeddedSchema.parse(await place.post(`${path}/embed`, { sha256 }));
        stopping.signal.throwIfAborted();
        onProgress(embedded, of);
        if (embedded === of) return;
      }
    });
  } finally {
    process.off('SIGINT', stop);
  }
}
