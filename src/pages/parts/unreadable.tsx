import { say } from '../../language/say.ts';
import { useReadable } from '../device/use-stored.ts';
import { Announcements, Notice } from './notice.tsx';

/** Says that this page cannot read what the device has stored; it tries again by itself. */
export function Unreadable() {
  const readable = useReadable();
  return <Announcements>{!readable && <Notice tone="problem">{say('stores_unreadable')}</Notice>}</Announcements>;
}
