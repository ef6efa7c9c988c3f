import { requestOrigin } from '../../browser.ts';
import { type Messages, send } from '../../messages.ts';
import { refused } from '../../refusal.ts';
import { hostInWords } from '../words/origins.ts';

/**
 * Asks for the permission to read `origin` and has the drafts typed there kept; call it inside a click, before any
 * `await`.
 *
 * The background is told of the wish before the browser's prompt is answered. Firefox closes the popup while it asks,
 * so nothing is left here to act on the reply; the background then allows the site.
 */
export async function askToAllowSite(origin: string): Promise<Messages['allow-site']['response']> {
  const permission = requestOrigin(origin);
  await send('wish-site', { origin });
  if (await permission) return send('allow-site', { origin });
  await send('wish-site', { origin: null });
  return refused('reason_site_no_permission', { host: hostInWords(origin) });
}
