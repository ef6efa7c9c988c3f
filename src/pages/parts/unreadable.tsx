import { useReadable } from '../device/use-stored.ts';
import { Announcements, Notice } from './notice.tsx';

/** Says that this page cannot read what the device has stored; it tries again by itself. */
export function Unreadable() {
  const readable = useReadable();
  return (
    <Announcements>
      {!readable && (
        <Notice tone="problem">
          Data Donor cannot read what it has stored on this device, so this page may be empty or out of date. It tries
          again every few seconds. If this stays, the disk may be full: make room, then restart the browser.
        </Notice>
      )}
    </Announcements>
  );
}
