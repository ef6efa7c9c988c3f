import type { AccessStore } from './access-store.ts';
import type { AutomaticStore } from './automatic-store.ts';
import type { PreviewStore } from './preview-store.ts';
import type { PublicationStore } from './publication-store.ts';
import type { ReportStore } from './report-store.ts';

/** All that a database keeps; each of them says what it promises. */
export interface Store extends ReportStore, PublicationStore, AccessStore, PreviewStore, AutomaticStore {}
