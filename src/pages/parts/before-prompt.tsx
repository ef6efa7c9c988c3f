import { promptWords } from '../../browser.ts';
import { say, tell } from '../../language/say.ts';

type Props =
  | { readonly kind: 'site' | 'server'; readonly host: string }
  /** Firefox only: its consent to data collection. */
  | { readonly kind: 'data-collection' };

const quotes = {
  chrome: { host: 'before_prompt_chrome_host', 'data-collection': null },
  firefox: { host: 'before_prompt_firefox_host', 'data-collection': 'before_prompt_firefox_data_collection' },
} as const;

const reasons = {
  site: 'before_prompt_site_why',
  server: 'before_prompt_server_why',
  'data-collection': 'before_prompt_data_collection_why',
} as const;

/**
 * Quotes what the browser is about to ask, and says why; stands beside the button that makes it ask. Nothing where this
 * browser asks no such question. `host` is without a port: the browser's permission covers all ports of a host.
 */
export function BeforePrompt(props: Props) {
  const quote = quotes[promptWords][props.kind === 'data-collection' ? 'data-collection' : 'host'];
  if (quote === null) return null;
  return (
    <div class="before-prompt small">
      <p>{say('before_prompt_asks')}</p>
      <p class="browser-words">{tell(quote, { host: <bdi>{'host' in props ? props.host : ''}</bdi> })}</p>
      <p>{say(reasons[props.kind])}</p>
    </div>
  );
}
