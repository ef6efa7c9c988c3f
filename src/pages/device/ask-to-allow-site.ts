import { requestOrigin } from '../../browser.ts';
import { type Messages, send } from '../../messages.ts';
import { refused } from '../../refusal.ts';
import { hostInWords } from '../words/origins.ts';

/**
 * Asks for the permission to read `origin` and has the drafts typed there kept; call it inside a click, before any
 * `await`.
 *
 * The wish is stored before the answer comes: Firefox shows its question under the popup, which is gone when it is
 * answered, and then the background carries the wish out.
 */
export async function askToAllowSite(origin: string): Promise<Messages['allow-site']['response']> {
  const permission = requestOrigin(origin);
  await send('wish-site', { origin });
  if (await permission) return send('allow-site', { origin });
  await send('wish-site', { origin: null });
  return refused(`Your browser's permission for ${hostInWords(origin)} was not given. Nothing is kept there.`);
}
