import { requestOrigin } from '../../browser.ts';
import { type Messages, send } from '../../messages.ts';
import { hostInWords } from '../words/origins.ts';

/** Asks for the permission to read `origin` and has the drafts typed there kept; call it inside a click, before any `await`. */
export async function allowSite(origin: string): Promise<Messages['allow-site']['response']> {
  if (await requestOrigin(origin)) return send('allow-site', { origin });
  return {
    ok: false,
    reason: `Your browser's permission for ${hostInWords(origin)} was not given. Nothing is kept there.`,
  };
}
