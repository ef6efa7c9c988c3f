import { type StudyId, studyIdSchema } from '../ids.ts';
import { type PublicKey, publicKeySchema } from './signed.ts';

/** What a join link carries; the same for everybody who is invited (P9). */
export interface JoinLink {
  /** Origin of the study server, such as `https://study.example`. */
  readonly server: string;
  readonly study: StudyId;
  readonly publicKey: PublicKey;
}

/** Why a link cannot be used: a code, and the same in English. */
export class JoinLinkError extends Error {
  override readonly name = 'JoinLinkError';
  readonly code: 'not-a-link' | 'not-https' | 'preview' | 'no-study';

  constructor(code: JoinLinkError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Host names that a join link may carry without https: nothing leaves the machine. */
export const isLoopback = (hostname: string): boolean => hostname === '127.0.0.1' || hostname === 'localhost';

/** Path of the pages of a preview: a study that researchers look at before they open it. */
export const previewPath = (address: string): string => `/previews/${address}`;
const isPreviewPath = (path: string): boolean => path.startsWith(previewPath(''));

/** Hash and key stand in the fragment, so that visiting the link tells the server nothing about them. */
export function formatJoinLink({ server, study, publicKey }: JoinLink): string {
  return `${new URL(server).origin}/join#study=${study}&key=${publicKey}`;
}

/**
 * Reads a join link.
 *
 * @throws {JoinLinkError} which says what is wrong with it
 */
export function parseJoinLink(text: string): JoinLink {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (!url) {
    throw new JoinLinkError('not-a-link', 'This is not a link. Copy the whole join link that the study gave you.');
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    throw new JoinLinkError('not-https', 'A study server must be reached by https.');
  }
  if (isPreviewPath(url.pathname)) {
    throw new JoinLinkError(
      'preview',
      'This link leads to a preview. The study is not open, and nobody can join it yet. Ask its researchers for the join link of the open study.',
    );
  }
  const fields = new URLSearchParams(url.hash.slice(1));
  const study = studyIdSchema.safeParse(fields.get('study'));
  const publicKey = publicKeySchema.safeParse(fields.get('key'));
  if (!study.success || !publicKey.success) {
    throw new JoinLinkError(
      'no-study',
      'This link does not name a study. A join link ends in "#study=…&key=…"; copy it to its very end.',
    );
  }
  return { server: url.origin, study: study.data, publicKey: publicKey.data };
}
