import type { ComponentChildren } from 'preact';
import { previewPath } from '../../core/protocol/join-link.ts';
import type { Preview } from '../studies/previews.ts';
import { Page } from './layout.tsx';
import { isolated } from './theirs.ts';
import { useReader } from './visit.ts';

interface PreviewFrameProps {
  readonly preview: Preview;
  readonly title: string;
  readonly children: ComponentChildren;
}

/** Every page of a preview says what it is. */
export function PreviewFrame({ preview: { stored, folder }, title, children }: PreviewFrameProps) {
  const { say } = useReader();
  const at = previewPath(stored.address);
  const trail = [
    { href: at, label: say('preview_trail') },
    { href: `${at}/consent`, label: say('preview_trail_consent') },
    { href: `${at}/join`, label: say('preview_trail_join') },
  ];
  const added = folder.rounds.length - stored.publishedRounds;
  return (
    <Page title={say('preview_title', { title: isolated(title) })} trail={trail}>
      <p class="notice preview">
        <strong>{say('preview_badge')}</strong>{' '}
        {stored.publishedRounds === 0 ? say('preview_of_study') : say('preview_of_rounds', { count: added })}
      </p>
      {children}
    </Page>
  );
}
