import type { InstallLinks } from '../configuration.ts';
import type { Preview } from '../studies/previews.ts';
import { JoinSteps } from './join-page.tsx';
import { PreviewFrame } from './preview-frame.tsx';
import { useReader } from './visit.ts';

interface PreviewJoinPageProps {
  readonly preview: Preview;
  readonly install: InstallLinks;
}

/** `/previews/:address/join` */
export function PreviewJoinPage({ preview, install }: PreviewJoinPageProps) {
  const { say } = useReader();
  return (
    <PreviewFrame preview={preview} title={say('join_title')}>
      <h1>{say('join_heading')}</h1>
      <JoinSteps install={install} />
    </PreviewFrame>
  );
}
